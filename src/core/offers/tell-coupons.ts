// Words about coupons that nobody waits for: one was given, one ends soon. A list may hold a hundred thousand people and
// an offer may end for all of them on one day, so they are told by day and at a pace that leaves the bot to the tills.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { CouponId, MemberId, OfferId } from '#src/lib/id.ts';
import { recordEvents } from '../events/record-event.ts';
import { isTellingTime } from '../members/take-daily-pass.ts';
import { readProgramme } from '../stores/read-programme.ts';

/** All processes together: a quarter of what Telegram lets a bot send, and 100,000 people within four hours. */
export const TOLD_A_MINUTE = 450;
const WARN_BEFORE_DAYS = 2;
/** Whoever has just got it knows when it ends. */
const KNOWN_FOR_HOURS = 24;

interface Told extends Record<string, unknown> {
  member_id: MemberId;
  coupon_id: CouponId;
  offer_id: OfferId;
  expires_at: Date | null;
  is_warning: boolean;
}

/**
 * Records for the next coupons that it is time to tell of them: `coupon.announced` once for each that was given, to who
 * has agreed to offers; `coupon.expiring` once for each that works and ends within two days, unless it was got within a
 * day or its offer is paused. Not at night. Returns how many were told of.
 */
export async function tellCoupons(tx: Tx, at: Date): Promise<number> {
  const { timeZone } = await readProgramme(tx);
  if (!isTellingTime(at, timeZone)) return 0;
  // Two at once would not see what the other tells, and each would fill the minute; whoever is second has the next turn.
  const [turn] = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('coupons told', 7)) as mine`,
  );
  if (!turn?.mine) return 0;
  const rows = await tx.execute<Told>(sql`
    with room as materialized (
      select greatest(0, ${TOLD_A_MINUTE}::integer - count(*))::integer as left_over from coupon
      where told_at > ${at}::timestamptz - interval '1 minute'
    ), warned as materialized (
      select c.member_id, c.coupon_id from coupon c join offer o using (offer_id) join member m using (member_id)
      where c.status = 'taken' and c.warned_at is null and c.expires_at > ${at}::timestamptz
        and c.expires_at <= ${at}::timestamptz + make_interval(days => ${WARN_BEFORE_DAYS})
        and greatest(c.taken_at, c.returned_at) <= ${at}::timestamptz - make_interval(hours => ${KNOWN_FOR_HOURS})
        and o.status <> 'paused' and not c.to_tell and (m.marketing_consent or ${TAKEN_BY_THEMSELVES})
      order by c.expires_at limit (select left_over from room) for update of c skip locked
    ), given as materialized (
      select c.member_id, c.coupon_id from coupon c
      where c.to_tell order by c.issued_at
      limit (select left_over from room) - (select count(*) from warned) for update of c skip locked
    ), due as (
      select member_id, coupon_id, true as is_warning from warned
      union all select member_id, coupon_id, false from given
    ), told as (
      update coupon c set to_tell = false, told_at = ${at}::timestamptz,
        warned_at = case when due.is_warning then ${at}::timestamptz else c.warned_at end
      from due where c.member_id = due.member_id and c.coupon_id = due.coupon_id
      returning c.member_id, c.coupon_id, c.offer_id, c.expires_at, c.status, due.is_warning
    )
    select t.member_id, t.coupon_id, t.offer_id, t.expires_at, t.is_warning from told t join member m using (member_id)
    where t.is_warning or (m.marketing_consent and t.status in ('issued', 'taken')
      and (t.expires_at is null or t.expires_at > ${at}::timestamptz))`);
  // One after another, for a messenger that gets hundreds at once asks the whole bot to be silent.
  await recordEvents(tx, rows.map(eventOf), at);
  return rows.length;
}

/** They pressed "take", so that what ends is theirs by their own doing. */
const TAKEN_BY_THEMSELVES = sql.raw('(c.issued_by = c.member_id or c.taken_at > c.issued_at)');

function eventOf(
  { member_id: memberId, coupon_id: couponId, offer_id: offerId, ...row }: Told,
  place: number,
) {
  const kind = row.is_warning ? ('coupon.expiring' as const) : ('coupon.announced' as const);
  const delayMs = Math.floor((place * 60_000) / TOLD_A_MINUTE);
  const data = { couponId, offerId, expiresAt: row.expires_at?.toISOString() ?? null, delayMs };
  return { memberId, happened: { kind, data } };
}
