// Points that waited become spendable by themselves when their moment has come; what is done here is to say so, once.
import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { lot } from '#src/db/schema/ledger.ts';
import type { LotId, MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import type { Points } from './points.ts';
import { readBalance } from './read-balance.ts';

/** What became active of one currency of one member. */
export interface Activated {
  memberId: MemberId;
  currency: string;
  amount: Points;
  /** The receipts that brought it. */
  receiptIds: string[];
}

/**
 * Announces up to `limit` lots whose moment has come, by one event for each member and currency. Returns how many lots.
 * Several processes may do it at once: each lot is announced once.
 */
export async function activateLots(tx: Tx, at: Date, limit: number): Promise<number> {
  const due = await tx
    .select({ memberId: lot.memberId, lotId: lot.lotId })
    .from(lot)
    .where(and(eq(lot.pending, true), lte(lot.activeAt, at)))
    .orderBy(asc(lot.activeAt), asc(lot.lotId))
    .limit(limit);
  if (due.length === 0) return 0;
  await lockStandings(tx, ...new Set(due.map((each) => each.memberId)));
  await announceActive(tx, await clearPending(tx, due), at);
  return due.length;
}

/** Notes that these lots are active and returns those that were not noted before. The caller has locked the accounts. */
export async function clearPending(
  tx: Tx,
  lots: { memberId: MemberId; lotId: LotId }[],
): Promise<Activated[]> {
  if (lots.length === 0) return [];
  const asked = JSON.stringify(lots.map(({ memberId, lotId }) => ({ memberId, lotId })));
  const rows = await tx.execute<ActivatedRow>(sql`
    with asked as (
      select * from jsonb_to_recordset(${asked}::jsonb) as a("memberId" text, "lotId" text)
    ), active as (
      update lot set pending = false from asked
      where lot.member_id = asked."memberId" and lot.lot_id = asked."lotId" and lot.pending
      returning lot.member_id, lot.lot_id, lot.currency, lot.remaining
    ), seen as (
      update standing s set version = s.version + 1 where s.member_id in (select member_id from active)
    )
    select a.member_id, a.currency, sum(a.remaining)::bigint as amount,
      coalesce(jsonb_agg(distinct t.receipt_id) filter (where t.receipt_id is not null), '[]') as receipt_ids
    from active a left join transfer t on t.member_id = a.member_id
      and t.transfer_id = 'trf' || substr(split_part(a.lot_id, '.', 1), 4)
    group by a.member_id, a.currency having sum(a.remaining) > 0
    order by a.member_id, a.currency`);
  return rows.map((row) => ({
    memberId: row.member_id,
    currency: row.currency,
    amount: row.amount,
    receiptIds: row.receipt_ids,
  }));
}

interface ActivatedRow extends Record<string, unknown> {
  member_id: MemberId;
  currency: string;
  amount: bigint;
  receipt_ids: string[];
}

/** Says what became active, by one event for each member and currency. */
export async function announceActive(tx: Tx, activated: Activated[], at: Date): Promise<void> {
  for (const { memberId, currency, amount, receiptIds } of activated) {
    const { balance } = await readBalance(tx, memberId, at, currency);
    const data = { currency, amount: amount.toString(), receiptIds, balance: balance.toString() };
    await recordEvent(tx, { memberId, happened: { kind: 'points.activated', data }, at });
  }
}
