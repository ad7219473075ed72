// Members as they were when a receipt was printed that is told late: the tier they had, what they had bought before, what
// they had earned on that day and how often each rule had applied.

import type { RuleId } from '#src/lib/id.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import { Refusal } from '../refusal.ts';
import type { MemberFacts, RuleUse } from '../rules/basket.ts';
import { factsNeeded } from '../rules/facts-needed.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import { localDay } from './local-day.ts';
import type { ReceiptMember } from './receipt-member.ts';

/** Runs a statement where the members were read: on the bare pool, or inside of a transaction. */
export type RunThen = <Row extends object>(text: string, values: unknown[]) => PromiseLike<Row[]>;

interface ThenRow {
  place: number;
  tier_key: string | null;
  earned: Record<string, number> | null;
  /** Of that day, by rule; null when no rule is counted. */
  used: Record<RuleId, { times: number; points: number }> | null;
  /** Bought since, and not wholly given back: the standing of now counts them too. */
  later_receipts: number;
  later_minor: bigint;
  last_at: Date | null;
}

const SOLD = `r.state in ('closed', 'partly_returned')`;
// What came since is taken off the standing, which also knows what members bought who have become part of this one.
const QUERY = `
  select i.place, (
      select c.from_tier from tier_change c
      where c.member_id = i.member_id and c.changed_at > i.occurred_at order by c.changed_at limit 1) as tier_key, (
      select jsonb_object_agg(e.currency, e.points) from (
        select t.currency, sum(t.amount) as points from receipt r
          join transfer t on t.member_id = r.member_id and t.receipt_id = r.receipt_id and t.kind = 'earn'
        where r.member_id = i.member_id and r.occurred_at >= i.day_from and r.occurred_at < i.day_until
        group by t.currency) e) as earned,
    case when $6::boolean then (
      select jsonb_object_agg(u.rule_id, jsonb_build_object('times', u.times, 'points', u.points)) from (
        select d.rule_id, count(distinct d.receipt_id) as times, sum(d.points) as points from (
          select p.part->>'ruleId' as rule_id, r.receipt_id, (p.part->>'points')::bigint as points
          from receipt r join transfer t on t.member_id = r.member_id and t.receipt_id = r.receipt_id and t.kind = 'earn'
            cross join lateral jsonb_array_elements(t.reason->'parts') as p(part)
          where r.member_id = i.member_id and r.occurred_at >= i.day_from and r.occurred_at < i.day_until and ${SOLD}
          union all
          select o.given->>'ruleId', r.receipt_id, 0
          from receipt r cross join lateral jsonb_array_elements(
            coalesce(r.told->'discounts', '[]') || coalesce(r.told->'gifts', '[]')) as o(given)
          where r.member_id = i.member_id and r.occurred_at >= i.day_from and r.occurred_at < i.day_until and ${SOLD}) d
        where d.rule_id is not null group by d.rule_id) u) end as used,
    later.receipts as later_receipts, later.turnover_minor as later_minor, (
      select max(r.occurred_at) from receipt r
      where r.member_id = i.member_id and r.occurred_at <= i.occurred_at and ${SOLD}) as last_at
  from unnest($1::text[], $2::text[]::timestamptz[], $3::text[]::timestamptz[], $4::text[]::timestamptz[], $5::integer[])
    as i(member_id, occurred_at, day_from, day_until, place)
  cross join lateral (
    select count(*)::integer as receipts, coalesce(sum(r.amount_minor - r.returned_minor), 0)::bigint as turnover_minor
    from receipt r where r.member_id = i.member_id and r.occurred_at > i.occurred_at and ${SOLD}) later`;

export interface AsOfThen {
  moments: readonly Date[];
  timeZone: string;
  rules: Pick<KnownRules, 'at'>;
  late?: boolean;
}

/**
 * `moments`: of each member's receipt, in the same order. A receipt of a day before the one that the standing counts on
 * has its day looked up and what was bought before it, and with `late` its tier. Refusals pass through; for most
 * receipts nothing is asked.
 */
export async function asOfThen(
  run: RunThen,
  members: (ReceiptMember | Refusal)[],
  { moments, timeZone, rules, late = false }: AsOfThen,
): Promise<(ReceiptMember | Refusal)[]> {
  const asked = members.flatMap((member, place) => {
    const at = moments[place];
    if (member instanceof Refusal || !at) return [];
    const isPast = member.day !== null && localDay(at.getTime(), timeZone) < member.day;
    if (!late && !isPast) return [];
    const dayOf = (days: number) => new Date(startOfDay(at.getTime(), timeZone, days)).toISOString();
    return [
      { memberId: member.memberId, at: at.toISOString(), from: dayOf(0), until: dayOf(1), place, isPast },
    ];
  });
  if (asked.length === 0) return members;
  const rows = await run<ThenRow>(QUERY, [
    asked.map((each) => each.memberId),
    asked.map((each) => each.at),
    asked.map((each) => each.from),
    asked.map((each) => each.until),
    asked.map((each) => each.place),
    moments.some((moment) => factsNeeded(rules.at(moment)).counted.size > 0),
  ]);
  const then = new Map(rows.map((row) => [row.place, row]));
  const past = new Set(asked.filter((each) => each.isPast).map((each) => each.place));
  return members.map((member, place) => {
    const was = then.get(place);
    const at = moments[place];
    if (member instanceof Refusal || !was || !at) return member;
    const { facts } = member;
    const isLast = facts.lastReceiptAt === null || facts.lastReceiptAt <= at.getTime();
    return {
      ...member,
      facts: {
        ...facts,
        tierKey: late ? (was.tier_key ?? facts.tierKey) : facts.tierKey,
        receipts: Math.max(0, facts.receipts - was.later_receipts),
        turnoverMinor: facts.turnoverMinor - Number(was.later_minor),
        lastReceiptAt: isLast ? facts.lastReceiptAt : (was.last_at?.getTime() ?? null),
        earnedToday: past.has(place) ? (was.earned ?? {}) : facts.earnedToday,
        ruleUse: past.has(place) ? usedThen(facts.ruleUse, was.used ?? {}) : facts.ruleUse,
      },
    };
  });
}

/** What counts for a day is that of the day; what counts for ever stays. */
function usedThen(use: MemberFacts['ruleUse'], used: NonNullable<ThenRow['used']>): MemberFacts['ruleUse'] {
  const entries = Object.entries(use) as [RuleId, RuleUse][];
  return Object.fromEntries(
    entries.map(([ruleId, each]) => {
      const { times = 0, points = 0 } = used[ruleId] ?? {};
      return [ruleId, { ...each, timesToday: times, pointsToday: points }];
    }),
  );
}
