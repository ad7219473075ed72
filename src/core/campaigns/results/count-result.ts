import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { CampaignId, MemberId } from '#src/lib/id.ts';
import { addUp, type GroupSums, type OutcomeSums } from './result-sums.ts';

/** People whose purchases are looked up in one statement: a part of a second. */
const PEOPLE_AT_ONCE = 20_000;

export interface CountResult {
  campaignId: CampaignId;
  /** Purchases from the first moment until before the second count. */
  from: Date;
  until: Date;
}

type Counted = GroupSums & OutcomeSums & { last: MemberId };

/**
 * Counts what everybody of the audience has bought, whoever got a message or not: chance has made the groups, and whoever
 * takes people out of one of them takes them out of one only. It reads some thousand people at a time and keeps sums.
 */
export async function countResult(
  db: Reader,
  asked: CountResult,
): Promise<{ groups: GroupSums[]; outcomes: OutcomeSums[] }> {
  const groups = new Map<string, GroupSums>();
  const outcomes = new Map<string, OutcomeSums>();
  let after: MemberId | '' = '';
  for (;;) {
    const rows = await countNext(db, asked, after);
    for (const { outcome, reason, last: _last, ...group } of rows) {
      const { control, variant, messenger, language, cell } = group;
      const key = JSON.stringify([control, variant, messenger, language, cell]);
      const before = groups.get(key);
      groups.set(key, before ? { ...before, ...addUp([before, group]) } : group);
      const became = JSON.stringify([outcome, reason]);
      const people = (outcomes.get(became)?.people ?? 0) + group.people;
      outcomes.set(became, { outcome, reason, people });
    }
    const last = rows[0]?.last;
    if (last === undefined) return { groups: [...groups.values()], outcomes: [...outcomes.values()] };
    after = last;
  }
}

/** A member has a row for each step of a campaign: the first says in which group they are, all together what came of it. */
async function countNext(
  db: Reader,
  { campaignId, from, until }: CountResult,
  after: MemberId | '',
): Promise<Counted[]> {
  return await db.execute<Counted & Record<string, unknown>>(sql`
    with person as materialized (
      select d.member_id, min(d.variant) as variant, bool_or(d.status = 'control') as control,
        bool_or(d.status = 'sent') as sent, bool_or(d.delivered_at is not null) as delivered,
        bool_or(d.seen_at is not null) as seen, bool_or(d.clicked_at is not null) as clicked,
        case when bool_or(d.status = 'control') then 'control' when bool_or(d.status = 'sent') then 'sent'
          when bool_or(d.status = 'unknown') then 'unknown' when bool_or(d.status in ('queued', 'sending')) then 'waiting'
          when bool_or(d.status = 'failed') then 'failed' else 'skipped' end as outcome,
        min(d.reason) filter (where d.status = 'skipped') as reason, min(d.cell) as cell
      from campaign_delivery d where d.campaign_id = ${campaignId} and d.member_id > ${after}
      group by d.member_id order by d.member_id limit ${PEOPLE_AT_ONCE}
    )
    select p.control, p.variant, i.messenger, m.language, p.cell, p.outcome,
      case when p.outcome = 'skipped' then p.reason end as reason, (select max(member_id) from person) as last,
      count(*)::float8 as people, count(*) filter (where p.sent)::float8 as sent,
      count(*) filter (where p.delivered)::float8 as delivered, count(*) filter (where p.seen)::float8 as seen,
      count(*) filter (where p.clicked)::float8 as clicked, count(*) filter (where b.net > 0)::float8 as buyers,
      coalesce(sum(b.receipts), 0)::float8 as receipts, coalesce(sum(b.net), 0)::float8 as "netMinor",
      coalesce(sum(b.net::float8 ^ 2), 0) as squares
    from person p
      left join member m on m.member_id = p.member_id
      left join lateral (
        select messenger from identity where member_id = coalesce(m.absorbed_into, m.member_id) and reachable
        order by (messenger = m.preferred_messenger) is true desc, last_seen_at desc limit 1) i on true
      cross join lateral (
        select count(*) as receipts, sum(r.amount_minor - r.returned_minor) as net from receipt r
        where r.member_id = any (array[p.member_id, ${othersPurchases(campaignId)}]) and r.occurred_at >= ${from}::timestamptz
          and r.occurred_at < ${until}::timestamptz and r.amount_minor > r.returned_minor) b
    group by p.control, p.variant, i.messenger, m.language, p.cell, p.outcome, 7`);
}

/** Who became part of somebody goes on buying as them, unless those are counted themselves. */
function othersPurchases(campaignId: CampaignId): SQL {
  return sql`case when not exists (
    select from campaign_delivery o where o.campaign_id = ${campaignId} and o.member_id = m.absorbed_into)
    then m.absorbed_into end`;
}
