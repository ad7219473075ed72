import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import type { NewLot } from './post-transfer.ts';

/**
 * What a transfer drew, as lots to give back: each part with the expiry it had, the earliest first. They are active
 * unless the lot they came from is not.
 */
export async function drawnLots(
  db: Reader,
  { memberId, transferId }: { memberId: MemberId; transferId: TransferId },
): Promise<NewLot[]> {
  const rows = await db.execute<DrawnRow>(sql`
    select sum(u.amount)::bigint as amount, l.expires_at, l.waits_for,
      case when l.active_at < 'infinity' then l.active_at end as active_at
    from lot_use u join lot l using (member_id, lot_id)
    where u.member_id = ${memberId} and u.transfer_id = ${transferId}
    group by l.expires_at, l.active_at, l.waits_for
    order by l.expires_at nulls last, l.active_at`);
  return rows.map((row) => ({
    amount: row.amount,
    expiresAt: row.expires_at,
    activeAt: row.active_at ?? undefined,
    waitsFor: row.waits_for,
  }));
}

interface DrawnRow extends Record<string, unknown> {
  amount: bigint;
  expires_at: Date | null;
  active_at: Date | null;
  waits_for: string | null;
}
