// Offers that staff should look at: a pool with few codes left, a stock nearly gone, a budget that is spent.
import { sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import type { OfferId } from '#src/lib/id.ts';
import { recordAudit } from '../staff/record-audit.ts';

export interface OfferAlert {
  offerId: OfferId;
  name: string;
  /** `low`: at most a tenth is left. `spent`: what it may cost is given; nothing more is handed out. */
  kind: 'low' | 'gone' | 'spent';
  left: number | null;
  at: Date;
}

const LEFT = sql`least(
  case when o.stock is not null then o.stock - o.taken end,
  case when v.content ->> 'codes' = 'pool' or v.content ->> 'reach' = 'code' then (
    select count(*) from coupon_code k where k.offer_id = o.offer_id and k.member_id is null) end)`;
const WHOLE = sql`least(
  o.stock,
  case when v.content ->> 'codes' = 'pool' or v.content ->> 'reach' = 'code' then (
    select count(*) from coupon_code k where k.offer_id = o.offer_id) end)`;

/** Notes them once each, in the audit log too; an offer that is spent hands out nothing more. Returns how many it noted. */
export async function watchOffers(tx: Tx, at: Date): Promise<number> {
  const low = await tx.execute<{ offer_id: OfferId; left_now: number }>(sql`
    with counted as (
      select o.offer_id, ${LEFT} as left_now, ${WHOLE} as whole
      from offer o join offer_version v on v.offer_id = o.offer_id and v.version = o.version
      where o.status = 'live' and o.low_at is null)
    update offer o set low_at = ${at}::timestamptz from counted c
    where o.offer_id = c.offer_id and c.left_now * 10 <= c.whole
    returning o.offer_id, c.left_now::float8 as left_now`);
  const spent = await tx.execute<{ offer_id: OfferId }>(sql`
    update offer o set spent_at = ${at}::timestamptz
    from offer_version v
    where o.status = 'live' and o.spent_at is null and v.offer_id = o.offer_id and v.version = o.version
      and (v.content ->> 'budgetMinor')::bigint <= (
        select coalesce(sum(c.saved_minor), 0) from coupon c where c.offer_id = o.offer_id and c.status = 'used')
    returning o.offer_id`);
  for (const { offer_id: subject, left_now: left } of low)
    await recordAudit(tx, { actor: 'system', action: 'offer.low', subject, detail: { left }, at });
  for (const { offer_id: subject } of spent)
    await recordAudit(tx, { actor: 'system', action: 'offer.spent', subject, at });
  return low.length + spent.length;
}

/** Live offers that need a look, the latest first. */
export async function listOfferAlerts(db: Reader): Promise<OfferAlert[]> {
  return await db.execute<OfferAlert & Record<string, unknown>>(sql`
    select "offerId", name, case when spent_at is not null then 'spent' when "left" = 0 then 'gone' else 'low' end as kind,
      "left", coalesce(spent_at, low_at) as at
    from (
      select o.offer_id as "offerId", o.name, o.spent_at, o.low_at, (${LEFT})::float8 as "left"
      from offer o join offer_version v on v.offer_id = o.offer_id and v.version = o.version
      where o.status = 'live' and (o.low_at is not null or o.spent_at is not null)) noted
    order by at desc`);
}
