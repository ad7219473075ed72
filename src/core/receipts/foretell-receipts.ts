// What receipts that are told late would bring if they were accepted, the oldest first. Nothing is written: what the ones
// before have come to is remembered for the ones after. Tiers that they would lead to are not, so it is told as about.
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { ownPoints } from '../ledger/points.ts';
import { Refusal } from '../refusal.ts';
import type { MemberFacts, RuleUse } from '../rules/basket.ts';
import { takenOfBudgets } from '../rules/charge-budget.ts';
import { factsNeeded } from '../rules/facts-needed.ts';
import { evaluateInput } from './evaluate-input.ts';
import { localDay } from './local-day.ts';
import type { BatchDeps, ReceiptOfMember } from './post-batch.ts';
import { readReceiptMembers } from './receipt-member.ts';
import { earnedAfter, rulesUsed } from './standing-after.ts';
import { withoutLapsed } from './without-lapsed.ts';

const AT_ONCE = 250;
/** Purchases of a member that are remembered for rules which look back. */
const MOST_RECENT = 100;

/** What a member's receipts so far have come to. */
interface Ahead {
  receipts: number;
  turnoverMinor: number;
  lastReceiptAt: number;
  recent: MemberFacts['recent'];
  day: string;
  earnedToday: Record<string, number>;
  ruleUse: Record<RuleId, RuleUse> | null;
}

/** Points of the first currency that these receipts would bring. They come in the order of their time. */
export type Foretell = (receipts: readonly ReceiptOfMember[], at: Date) => Promise<number>;

export function foretellReceipts({ sql, known, rules }: Omit<BatchDeps, 'db'>): Foretell {
  const ahead = new Map<MemberId, Ahead>();
  const spent = new Map<RuleId, number>();

  async function foretell(receipts: readonly ReceiptOfMember[], at: Date): Promise<number> {
    const [knowing, now] = await Promise.all([known(), rules()]);
    const { timeZone } = knowing.programme;
    const moments = receipts.map(({ input }) => input.occurredAt);
    const keys = receipts.map(({ member }) => member);
    const asked = { moments, rules: now, timeZone, at, late: true, withCoupons: false };
    const members = await readReceiptMembers(sql, keys, asked);
    let points = 0;
    for (const [place, { input }] of receipts.entries()) {
      const member = members[place];
      if (!member || member instanceof Refusal) continue;
      const day = localDay(input.occurredAt.getTime(), timeZone);
      const before = ahead.get(member.memberId);
      const facts = before ? factsAfter(member.facts, before, day) : member.facts;
      const left = { ...now, budgets: { ...now.budgets } };
      for (const [ruleId, taken] of spent)
        if (ruleId in left.budgets) left.budgets[ruleId] = (left.budgets[ruleId] ?? 0) - taken;
      const evaluation = withoutLapsed(
        evaluateInput(input, { member: { ...member, facts, coupons: [] }, known: knowing, rules: left }),
        at,
      );
      points += ownPoints(evaluation.awards);
      for (const { ruleId, points: taken } of takenOfBudgets(evaluation))
        spent.set(ruleId, (spent.get(ruleId) ?? 0) + taken);
      const { counted } = factsNeeded(now.at(input.occurredAt));
      const moment = input.occurredAt.getTime();
      const recent = { at: moment, amountMinor: Number(input.amountMinor) };
      ahead.set(member.memberId, {
        receipts: (before?.receipts ?? 0) + 1,
        turnoverMinor: (before?.turnoverMinor ?? 0) + recent.amountMinor,
        lastReceiptAt: moment,
        recent: [...(before?.recent ?? []), recent].slice(-MOST_RECENT),
        day,
        earnedToday: earnedAfter(facts.earnedToday, evaluation),
        ruleUse: rulesUsed(facts.ruleUse, { evaluation, counted, at: moment }) ?? before?.ruleUse ?? null,
      });
    }
    return points;
  }

  return async (receipts, at) => {
    let points = 0;
    for (let from = 0; from < receipts.length; from += AT_ONCE)
      points += await foretell(receipts.slice(from, from + AT_ONCE), at);
    return points;
  };
}

/** A member with what the receipts before have come to. */
function factsAfter(facts: MemberFacts, before: Ahead, day: string): MemberFacts {
  const isToday = before.day === day;
  const use = Object.entries(before.ruleUse ?? {}).map(([ruleId, each]) => [
    ruleId,
    isToday ? each : { ...each, timesToday: 0, pointsToday: 0 },
  ]);
  return {
    ...facts,
    receipts: facts.receipts + before.receipts,
    turnoverMinor: facts.turnoverMinor + before.turnoverMinor,
    lastReceiptAt: Math.max(facts.lastReceiptAt ?? 0, before.lastReceiptAt),
    recent: [...facts.recent, ...before.recent].toSorted((a, b) => a.at - b.at),
    earnedToday: isToday ? before.earnedToday : facts.earnedToday,
    ruleUse: { ...facts.ruleUse, ...Object.fromEntries(use) },
  };
}
