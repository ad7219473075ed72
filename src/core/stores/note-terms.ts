// What the programme has promised so far, written down before it changes: receipts of before that come late earn by it.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';

/**
 * To be called by every change of what a receipt earns (shares of tiers, value of a point, terms of a currency, categories
 * kept out), in its transaction and before the change itself, which then counts from `at` on. Terms by which nobody has bought
 * yet are no history: what is brought in of the years before earns by those that were set up.
 */
export async function noteTerms(tx: Tx, at: Date): Promise<void> {
  // One change after the other: each writes down what the one before has left.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('terms of the programme'))`);
  // A clock behind that of the last change cannot make it count from the beginning of time.
  await tx.execute(sql`
    insert into programme_terms (until_at, terms)
    select greatest(${at.toISOString()}::timestamptz, (select max(until_at) from programme_terms)), jsonb_build_object(
      'pointValueMinor', p.point_value_minor,
      'tiers', (select coalesce(jsonb_agg(jsonb_build_object('tierKey', tier_key, 'earnBp', earn_bp)), '[]') from tier),
      'currencies', (
        select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'pending', pending, 'pendingAmount', pending_amount,
          'pendingAction', pending_action, 'expiry', expiry, 'expiryMonths', expiry_months, 'expiryMonthDay', expiry_month_day,
          'capReceipt', cap_receipt, 'capDay', cap_day, 'capBalance', cap_balance)
          order by currency <> 'points', position, currency), '[]')
        from currency where closed_at is null),
      'excluded', (select coalesce(jsonb_agg(category), '[]') from category where excluded))
    from programme p where exists (select from receipt)
    on conflict do nothing`);
}
