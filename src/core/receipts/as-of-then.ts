// Members as they were when a receipt was printed that is told late: the tier they had, what they had bought before, what
// they had earned on that day and how often each rule had applied.

import type { RuleId } from '#src/lib/id.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import { Refusal } from '../refusal.ts';
import type { MemberFacts, RuleUse } from '../rules/basket.ts';
import { factsNeeded } from '../rules/facts-needed.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import { type RunText, SELVES, SOLD } from './find-uses.ts';
import { localDay } from './local-day.ts';
import { nearestUses } from './nearest-uses.ts';
import type { ReceiptMember } from './receipt-member.ts';

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

// What came since is taken off the standing, which also knows what members bought who have become part of this one. A day
// that is not looked up has no bounds. Counted is what each part gave, less what belongs to goods that came back: stamps that a
// free piece took make no room on the day. `offset 0`: member by member, by the index; the planner would rather join whole tables.
const OF_DAY = 'r.occurred_at >= i.day_from and r.occurred_at < i.day_until';
const QUERY = `
  with asked as materialized (
    select i.*, self.ids
    from unnest($1::text[], $2::text[]::timestamptz[], $3::text[]::timestamptz[], $4::text[]::timestamptz[], $5::integer[])
        as i(member_id, occurred_at, day_from, day_until, place)
      cross join lateral (${SELVES}) self
  ), given as materialized (
    select i.place, g.occasion, g.currency, p.part->>'ruleId' as rule_id, w.points, case
        when w.points = 0 then 0
        when g.state = 'partly_returned' then points_back(g.member_id, g.occasion, p.part, 'infinity')
        when g.back > 0 then round(w.points * g.back / g.amount)
        else 0 end as back
    from asked i cross join lateral (
      select r.member_id, r.receipt_id as occasion, r.state, t.currency, t.amount, t.reason->'parts' as parts, 0 as back
      from receipt r join transfer t on t.member_id = r.member_id and t.receipt_id = r.receipt_id
      where r.member_id = any (i.ids) and ${OF_DAY} and ${SOLD} and t.kind in ('earn', 'stamp')
      union all
      -- Stamps that were given and taken alike moved nothing: the receipt alone has their parts.
      select r.member_id, r.receipt_id, r.state, n.award->>'currency', 0, n.award->'parts', 0
      from receipt r cross join lateral jsonb_array_elements(r.told->'netted') as n(award)
      where r.member_id = any (i.ids) and ${OF_DAY} and ${SOLD}
      union all
      -- Of rules that no receipt brings.
      select r.member_id, regexp_replace(r.idempotency_key, ':[0-9]+$', ''), null, r.currency, r.amount, r.reason->'parts',
        coalesce((select -sum(v.amount) from transfer v where v.reverses = r.transfer_id), 0)
      from transfer r where r.member_id = any (i.ids) and ${OF_DAY}
        and r.receipt_id is null and r.kind = 'earn' and r.idempotency_key like 'rule:%'
      offset 0) g
      cross join lateral jsonb_array_elements(coalesce(nullif(g.parts, '[]'),
        jsonb_build_array(jsonb_build_object('points', g.amount, 'lines', '[]'::jsonb)))) as p(part)
      cross join lateral (select greatest(0, (p.part->>'points')::numeric) as points) w
    where i.day_from is not null
  ), earned as materialized (
    select e.place, jsonb_object_agg(e.currency, e.points) as by_currency from (
      select g.place, g.currency, sum(g.points - g.back) as points from given g group by g.place, g.currency) e
    group by e.place
  ), used as materialized (
    select u.place, jsonb_object_agg(u.rule_id, jsonb_build_object('times', u.times, 'points', u.points)) as by_rule from (
      select d.place, d.rule_id, count(distinct d.occasion) as times, sum(d.points) as points from (
        select g.place, g.occasion, g.rule_id, g.points - g.back as points from given g
        union all
        select i.place, r.receipt_id, o.rule_id, 0
        from asked i cross join lateral (
            select r.receipt_id, r.told from receipt r
            where r.member_id = any (i.ids) and ${OF_DAY} and ${SOLD} offset 0) r
          cross join lateral (
            select o.named->>'ruleId' from jsonb_array_elements(coalesce(r.told->'discounts', '[]')
              || coalesce(r.told->'gifts', '[]') || coalesce(r.told->'cut', '[]')) as o(named)
            union all
            select * from jsonb_array_elements_text(coalesce(r.told->'alsoUsed', '[]'))) as o(rule_id)
        where i.day_from is not null) d
      where $6::boolean and d.rule_id is not null group by d.place, d.rule_id) u
    group by u.place
  )
  select i.place, (
      select c.from_tier from tier_change c
      where c.member_id = i.member_id and c.changed_at > i.occurred_at order by c.changed_at limit 1) as tier_key,
    (select e.by_currency from earned e where e.place = i.place) as earned,
    (select u.by_rule from used u where u.place = i.place) as used,
    later.receipts as later_receipts, later.turnover_minor as later_minor, (
      select max(l.at) from unnest(i.ids) as s(id) cross join lateral (
        select r.occurred_at as at from receipt r where r.member_id = s.id and r.occurred_at <= i.occurred_at and ${SOLD}
        order by r.occurred_at desc limit 1) l) as last_at
  from asked i cross join lateral (
    select count(*)::integer as receipts, coalesce(sum(r.amount_minor - r.returned_minor), 0)::bigint as turnover_minor
    from receipt r where r.member_id = any (i.ids) and r.occurred_at > i.occurred_at and ${SOLD}) later`;

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
  run: RunText,
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
      {
        memberId: member.memberId,
        at: at.toISOString(),
        from: isPast ? dayOf(0) : null,
        until: isPast ? dayOf(1) : null,
        place,
        isPast,
      },
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
  const near = await nearestUses(
    run,
    members.map((member, place) => (past.has(place) && !(member instanceof Refusal) ? member : null)),
    { moments, rules },
  );
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
        ruleUse: past.has(place) ? usedThen(facts.ruleUse, was.used ?? {}, near[place]) : facts.ruleUse,
      },
    };
  });
}

/** What counts for a day is that of the day; what counts for ever stays. `near`: the use from which a cooldown runs. */
function usedThen(
  use: MemberFacts['ruleUse'],
  used: NonNullable<ThenRow['used']>,
  near?: ReadonlyMap<RuleId, number>,
): MemberFacts['ruleUse'] {
  const entries = Object.entries(use) as [RuleId, RuleUse][];
  return Object.fromEntries(
    entries.map(([ruleId, each]) => {
      const { times = 0, points = 0 } = used[ruleId] ?? {};
      const lastAt = near?.get(ruleId) ?? each.lastAt;
      return [ruleId, { ...each, timesToday: times, pointsToday: points, lastAt }];
    }),
  );
}
