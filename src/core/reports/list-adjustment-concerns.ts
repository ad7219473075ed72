import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { AdjustmentId } from '#src/lib/id.ts';
import type { CurrencyNames } from '../stores/list-currencies.ts';

/** Points that somebody else has asked to give or take. */
export interface AdjustmentConcern {
  kind: 'adjustmentWaits';
  at: Date;
  adjustmentId: AdjustmentId;
  /** The member's whole name; show it shortened. */
  memberName: string;
  amount: bigint;
  currencyNames: CurrencyNames;
  /** A name. */
  askedBy: string;
}

const MOST = 20;

/** Those that `viewer` may decide about, which are those of others, the oldest ones. */
export async function listAdjustmentConcerns(db: Reader, viewer: string): Promise<AdjustmentConcern[]> {
  return await db.execute<AdjustmentConcern & Record<string, unknown>>(sql`
    select 'adjustmentWaits' as kind, a.asked_at as at, a.adjustment_id as "adjustmentId", m.name as "memberName",
      a.amount, c.names as "currencyNames", coalesce(s.name, a.asked_by) as "askedBy"
    from adjustment a
      join member m on m.member_id = a.member_id
      join currency c on c.currency = a.currency
      left join staff s on s.staff_id = a.asked_by
    where a.status = 'waiting' and a.asked_by <> ${viewer}
    order by a.asked_at, a.adjustment_id limit ${MOST}`);
}
