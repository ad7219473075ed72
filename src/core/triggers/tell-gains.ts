// What members are told of points that no receipt has brought: what came, and what limits took off.
import type { MemberId, RuleId } from '#src/lib/id.ts';
import type { Happened } from '../events/happened.ts';
import { cutByRules } from '../receipts/told-of.ts';
import type { Award, Cut, Evaluation } from '../rules/basket.ts';

type Points = Extract<Happened, { kind: 'rule.points' }>;
type Trimmed = NonNullable<Points['data']['trimmed']>;

/** Awards that bring points, each with what limits took off it. */
export interface Gains {
  gains: Gain[];
  /** Currencies of which limits have left nothing at all. */
  nothing: Gain[];
}

interface Gain {
  award: Award;
  trimmed: Trimmed;
}

/** What limits have left nothing of joins the last gain of its currency, whose reason explains it then; with none, it stands alone. */
export function gainsOf({ awards, trimmed }: Evaluation): Gains {
  const told: Gains = { gains: [], nothing: [] };
  for (const currency of new Set(awards.map((award) => award.currency))) {
    const own = awards.filter((award) => award.currency === currency);
    const came = own.filter(({ points }) => points > 0);
    const last = came.at(-1) ?? own[0];
    if (!last) continue;
    const gone = own.filter((award) => award !== last && award.points <= 0).flatMap(({ parts }) => parts);
    const ofCurrency = trimmed.filter((cut) => cut.currency === currency);
    const gains = [...came.slice(0, -1), { ...last, parts: [...last.parts, ...gone] }].map(
      (award, place, all) => ({
        award,
        trimmed: [...(place === all.length - 1 ? ofCurrency : []), ...cutByRules([award])].map(trimmedOf),
      }),
    );
    if (came.length > 0) told.gains.push(...gains);
    else told.nothing.push(...gains.filter((gain) => gain.trimmed.length > 0));
  }
  return told;
}

const trimmedOf = ({ kind, wanted, given, limit }: Cut): Trimmed[number] => ({ kind, wanted, given, limit });

/** What happened to the member. `speaking`: rules that say a message of their own. */
export function pointsCame(
  { award: { currency, points, parts, activeAt, waitsFor }, trimmed }: Gain,
  { balance, speaking }: { balance: bigint; speaking: ReadonlySet<RuleId> },
): Points {
  const givers = new Map(
    parts
      .filter((part) => part.points > 0 || points === 0)
      .map(({ ruleId, name, names }) => [ruleId, { ruleId, name, names }]),
  );
  return {
    kind: 'rule.points',
    data: {
      currency,
      amount: points.toString(),
      balance: balance.toString(),
      rules: [...givers.values()],
      told: [...givers.keys()].every((ruleId) => speaking.has(ruleId)),
      activeAt: Number.isFinite(activeAt) ? new Date(activeAt).toISOString() : null,
      waitsFor,
      ...(trimmed.length > 0 && { trimmed }),
    },
  };
}

/**
 * The occasion under which it is noted that a member was told of nothing: rules that are asked every day would say it every
 * day, and say it once a month for each currency. Null: each occasion tells of itself.
 */
export function silencedBy(
  { award: { currency, parts } }: Gain,
  { memberId, trigger, happenedAt }: { memberId: MemberId; trigger: { on: string }; happenedAt: Date },
): { memberId: MemberId; occasion: string } | null {
  if (trigger.on !== 'daily') return null;
  const rules = [...new Set(parts.map(({ ruleId }) => ruleId))].toSorted();
  const month = happenedAt.toISOString().slice(0, 7);
  return { memberId, occasion: ['nothing', month, currency, ...rules].join(':') };
}
