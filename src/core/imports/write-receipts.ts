import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { Writing } from './import-kind.ts';

/**
 * Writes what `judged` says is new: keys, receipts and lines. No points and no events: it is history. A key that a till has
 * taken meanwhile stays the till's.
 */
export async function writeReceipts(tx: Tx, { stage, within, importId, at }: Writing): Promise<void> {
  const [, lines] = stage;
  await tx.execute(sql`
    with taken as (
      insert into receipt_key (store_id, external_id, member_id, receipt_id, input_hash)
      select store_id, receipt_key, member_id, receipt_id, 'import' from judged where verdict = 'new' order by store_id, receipt_key
      on conflict do nothing returning receipt_id
    )
    update judged j set verdict = 'same' where verdict = 'new'
      and not exists (select from taken t where t.receipt_id = j.receipt_id)`);
  await tx.execute(sql`
    insert into receipt (member_id, receipt_id, store_id, till_id, external_id, number, amount_minor, money_currency, earned,
      burnt, balance_after, accepted_by, occurred_at, recorded_at)
    select j.member_id, j.receipt_id, j.store_id, null, j.receipt_key, j.number, j.amount_minor, p.money_currency, 0, 0,
      coalesce((select balance from account a where a.member_id = j.member_id and a.currency = 'points'), 0), ${importId},
      j.occurred_at, ${at}::timestamptz
    from judged j cross join programme p where j.verdict = 'new'`);
  await tx.execute(sql`
    insert into receipt_line (member_id, receipt_id, line_no, sku, name, category, brand, excluded, quantity_milli,
      price_minor, discount_minor, amount_minor)
    select j.member_id, j.receipt_id, s.line_no, s.sku, s.name, s.category, s.brand, s.excluded, s.quantity_milli,
      s.price_minor, s.discount_minor, s.amount_minor
    from ${lines} s join judged j on j.group_no = s.group_no
    where j.verdict = 'new' and ${within}`);
}

/** What the receipts count for; tills wait for standings. */
export async function settleStandings(tx: Tx): Promise<void> {
  await tx.execute(sql`
    with by_month as (
      -- By the basis of now: it may have changed since the file was read. What is history has brought no points.
      select member_id, month, sum(case when p.tier_basis = 'spend' then amount_minor else 0 end) as counts, sum(amount_minor) as amount, count(*) as receipts,
        min(occurred_at) as first_at, max(occurred_at) as last_at
      from judged cross join programme p where verdict = 'new' group by member_id, month
    ), held as materialized (
      select member_id, months from standing where member_id = any(array(select distinct member_id from by_month))
      order by member_id for update
    ), by_member as (
      select b.member_id, sum(b.receipts)::integer as receipts, sum(b.amount) as amount, min(b.first_at) as first_at,
        max(b.last_at) as last_at,
        jsonb_object_agg(b.month, b.counts + coalesce((h.months->>b.month)::bigint, 0)) as months
      from by_month b join held h on h.member_id = b.member_id group by b.member_id
    )
    update standing s set version = s.version + 1, receipts = s.receipts + b.receipts,
      turnover_minor = s.turnover_minor + b.amount, first_receipt_at = least(s.first_receipt_at, b.first_at),
      last_receipt_at = greatest(s.last_receipt_at, b.last_at), months = s.months || b.months
    from by_member b where s.member_id = b.member_id`);
}
