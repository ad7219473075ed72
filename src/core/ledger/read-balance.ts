import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Points } from './points.ts';

export interface Balance {
  /** All points, pending ones too. */
  balance: Points;
  /** What can be burnt now. */
  spendable: Points;
  /** What becomes active later, soonest first, one row a moment. */
  pending: { amount: Points; activeAt: Date }[];
  /** What expires next, with everything that expires within a day of it. */
  nextExpiry: { amount: Points; expiresAt: Date } | null;
}

/** A member's points at the moment `at`. Throws Refusal `member_not_found` when there is no account. */
export async function readBalance(db: Reader, memberId: MemberId, at: Date): Promise<Balance> {
  const [row] = await db.execute<BalanceRow>(sql`
    select a.balance, spendable_points(a.member_id, a.currency, ${at}::timestamptz) as spendable,
      coalesce((
        select jsonb_agg(jsonb_build_object('amount', amount::text, 'activeAt', active_at) order by active_at)
        from (select sum(remaining) as amount, active_at from lot l
          where l.member_id = a.member_id and l.currency = a.currency and remaining > 0
            and active_at > ${at}::timestamptz
          group by active_at) pending), '[]') as pending,
      (select jsonb_build_object('amount', sum(remaining)::text, 'expiresAt', min(expires_at))
        from (select remaining, expires_at, min(expires_at) over () as first from lot l
          where l.member_id = a.member_id and l.currency = a.currency and remaining > 0
            and expires_at > ${at}::timestamptz) open
        where expires_at < first + interval '1 day') as next_expiry
    from account a where a.member_id = ${memberId} and a.currency = 'points'`);
  if (!row) throw new Refusal('member_not_found');
  const next = row.next_expiry;
  return {
    balance: row.balance,
    spendable: row.spendable,
    pending: row.pending.map((part) => ({ amount: BigInt(part.amount), activeAt: new Date(part.activeAt) })),
    nextExpiry:
      next?.amount && next.expiresAt
        ? { amount: BigInt(next.amount), expiresAt: new Date(next.expiresAt) }
        : null,
  };
}

interface BalanceRow extends Record<string, unknown> {
  balance: bigint;
  spendable: bigint;
  pending: { amount: string; activeAt: string }[];
  next_expiry: { amount: string | null; expiresAt: string | null } | null;
}
