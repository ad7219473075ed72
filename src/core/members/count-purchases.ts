// What a standing says of purchases, counted anew from the receipts that are its source, the rooms' borders notwithstanding.
// The caller has locked the standings.
import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Programme } from '../stores/read-programme.ts';

/** Receipts stay with whoever bought; they count for who that is now. */
const selves = (memberIds: readonly MemberId[]) => sql`self as (
  select m.member_id, coalesce(m.absorbed_into, m.member_id) as holder from member m
  where m.member_id = any(${sql.param([...memberIds])}::text[]) and m.absorbed_into is null
    or m.absorbed_into = any(${sql.param([...memberIds])}::text[]))`;

/**
 * Points of receipts that stand less what returns took back, and of rules that no receipt brings. Of one that is back whole
 * nothing counts, also where its points had expired before.
 */
const POINTS = sql`
  select s.holder, r.occurred_at, r.earned as counts from self s join receipt r using (member_id)
  where r.state in ('closed', 'partly_returned')
  union all
  select s.holder, r.occurred_at, -v.taken_back from self s join receipt r using (member_id)
    join receipt_return v on v.member_id = r.member_id and v.receipt_id = r.receipt_id
  where r.state in ('closed', 'partly_returned')
  union all
  select s.holder, t.occurred_at, t.amount from self s join transfer t using (member_id)
  where t.kind = 'earn' and t.currency = 'points' and t.receipt_id is null and t.idempotency_key like 'rule:%'`;

const MONEY = sql`
  select s.holder, r.occurred_at, r.amount_minor - r.returned_minor as counts from self s join receipt r using (member_id)`;

/** What counts for the tier by month, in the unit of the programme's basis. */
export async function countMonths(
  tx: Tx,
  memberIds: readonly MemberId[],
  { tierBasis, timeZone }: Pick<Programme, 'tierBasis' | 'timeZone'>,
): Promise<void> {
  await recount(
    tx,
    memberIds,
    sql`update standing s set version = s.version + 1, months = coalesce((
        select jsonb_object_agg(b.month, b.counts) from by_month b where b.holder = s.member_id), '{}')`,
    sql`by_month as materialized (
      select holder, to_char(occurred_at at time zone ${timeZone}, 'YYYY-MM') as month, sum(counts)::bigint as counts
      from (${tierBasis === 'spend' ? MONEY : POINTS}) counted group by holder, month)`,
  );
}

/** How much and how often they have bought, and when first and last. */
export async function countPurchases(tx: Tx, memberIds: readonly MemberId[]): Promise<void> {
  await recount(
    tx,
    memberIds,
    sql`update standing s set version = s.version + 1, (receipts, turnover_minor, first_receipt_at, last_receipt_at) = (
      select count(*) filter (where b.state in ('closed', 'partly_returned'))::integer,
        coalesce(sum(b.amount_minor - b.returned_minor), 0)::bigint, min(b.occurred_at),
        max(b.occurred_at) filter (where b.state in ('closed', 'partly_returned'))
      from bought b where b.holder = s.member_id)`,
    sql`bought as materialized (select s.holder, r.* from self s join receipt r using (member_id))`,
  );
}

async function recount(tx: Tx, memberIds: readonly MemberId[], update: SQL, source: SQL): Promise<void> {
  await tx.execute(sql`with ${selves(memberIds)}, ${source} ${update}
    where s.member_id = any(${sql.param([...memberIds])}::text[])`);
}
