import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Points } from './points.ts';

export interface Balance {
  /**
   * All points, pending and held ones too. Where more is owed than is there, it is 0 or below zero, as the
   * programme's return policy says.
   */
  balance: Points;
  /** What returns took back beyond what was there, and later earnings pay. */
  debt: Points;
  /** What can be burnt now. */
  spendable: Points;
  /** What open holds keep. */
  held: Points;
  /** What becomes active later, soonest first, one row a moment; those that wait for an action (activeAt null) last. */
  pending: { amount: Points; activeAt: Date | null; waitsFor: string | null }[];
  /** What expires next, with everything that expires within a day of it. */
  nextExpiry: { amount: Points; expiresAt: Date } | null;
}

/**
 * A member's points of one currency at the moment `at`; of a currency they never had, zeros. Throws Refusal
 * `member_not_found` when the member has no standing.
 */
export async function readBalance(
  db: Reader,
  memberId: MemberId,
  at: Date,
  currency = 'points',
): Promise<Balance> {
  const [row] = await db.execute<BalanceRow>(sql`
    select case when p.return_policy = 'negative' then coalesce(a.balance, 0)
        else greatest(0, coalesce(a.balance, 0)) end as balance,
      coalesce(a.owed, 0) as debt,
      spendable_points(s.member_id, asked.currency, ${at}::timestamptz) as spendable,
      (select coalesce(sum(held), 0)::bigint from lot l
        where l.member_id = s.member_id and l.currency = asked.currency and remaining > 0) as held,
      coalesce((
        select jsonb_agg(jsonb_build_object('amount', amount::text, 'waitsFor', waits_for,
          'activeAt', case when active_at <> 'infinity' then active_at end) order by active_at, waits_for)
        from (select sum(remaining) as amount, active_at, waits_for from lot l
          where l.member_id = s.member_id and l.currency = asked.currency and remaining > 0
            and active_at > ${at}::timestamptz
          group by active_at, waits_for) pending), '[]') as pending,
      (select jsonb_build_object('amount', sum(remaining)::text, 'expiresAt', min(expires_at))
        from (select remaining, expires_at, min(expires_at) over () as first
          from (select remaining, lot_end(l) as expires_at from lot l
            where l.member_id = s.member_id and l.currency = asked.currency and remaining > 0) ending
          where expires_at > ${at}::timestamptz) open
        where expires_at < first + interval '1 day') as next_expiry
    from standing s
      cross join (select ${currency}::text as currency) asked
      left join account a on a.member_id = s.member_id and a.currency = asked.currency
      left join programme p on true
    where s.member_id = ${memberId}`);
  if (!row) throw new Refusal('member_not_found');
  const next = row.next_expiry;
  return {
    balance: row.balance,
    debt: row.debt,
    spendable: row.spendable,
    held: row.held,
    pending: row.pending.map(({ amount, activeAt, waitsFor }) => ({
      amount: BigInt(amount),
      activeAt: activeAt === null ? null : new Date(activeAt),
      waitsFor,
    })),
    nextExpiry:
      next?.amount && next.expiresAt
        ? { amount: BigInt(next.amount), expiresAt: new Date(next.expiresAt) }
        : null,
  };
}

interface BalanceRow extends Record<string, unknown> {
  balance: bigint;
  debt: bigint;
  spendable: bigint;
  held: bigint;
  pending: { amount: string; activeAt: string | null; waitsFor: string | null }[];
  next_expiry: { amount: string | null; expiresAt: string | null } | null;
}
