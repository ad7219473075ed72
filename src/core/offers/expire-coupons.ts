import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { OfferId } from '#src/lib/id.ts';
import { isUsedHere } from './offer-content.ts';
import { returnStock } from './return-stock.ts';

/** A till that was cut off may bring a receipt of the last day some time after it. */
const GRACE_DAYS = 3;
const AT_ONCE = 1_000;

/**
 * Notes coupons whose end has passed as expired; they have not worked since then. Somebody else can have what they were,
 * except where codes are used elsewhere: whether one was is not known here. Answers true when there may be more. Coupons
 * whose member is busy at a till just now are left for the next time.
 */
export async function expireCoupons(tx: Tx, at: Date): Promise<boolean> {
  const rows = await tx.execute<{ ended: number; offers: OfferId[] | null }>(sql`
    with due as (
      select c.member_id, c.coupon_id from coupon c
      where c.status in ('issued', 'taken') and c.expires_at <= ${at}::timestamptz - make_interval(days => ${GRACE_DAYS})
      order by c.expires_at limit ${AT_ONCE}
    ), free as (
      select s.member_id from standing s where s.member_id in (select member_id from due)
      order by s.member_id for update skip locked
    ), ended as (
      update coupon c set status = 'expired', ended_at = ${at}::timestamptz from due d
      where c.member_id = d.member_id and c.coupon_id = d.coupon_id and c.status in ('issued', 'taken')
        and d.member_id in (select member_id from free)
      returning c.member_id, c.offer_id, c.version
    ), touched as (
      update standing s set version = s.version + 1 where s.member_id in (select member_id from ended) returning 1
    )
    select (select count(*) from ended)::integer as ended, (
      select jsonb_agg(e.offer_id) from ended e join offer_version v using (offer_id, version)
      where ${isUsedHere(sql.raw('v.content'))}) as offers`);
  const [done] = rows;
  await returnStock(tx, done?.offers ?? []);
  return (done?.ended ?? 0) >= AT_ONCE;
}
