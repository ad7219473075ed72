// Says 30, 7 and 1 days before points expire that they will: once for a member, a day and a distance.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { expiryWarning } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import { recordEvents } from '../events/record-event.ts';
import { dayIn, takeDailyPass } from '../members/take-daily-pass.ts';
import { listCurrencies } from '../stores/list-currencies.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { expireInactive } from './expire-lots.ts';
import type { Points } from './points.ts';

/** Days before the end at which it is said; the first of them is the longest. */
const DISTANCES = [30, 7, 1] as const;

/**
 * Once a day, for the next members of today's pass, at most `limit`: expires points that end by inactivity and warns of
 * all that end soon. Returns how many members it looked at. Going by members instead of by lots keeps it even on the day
 * on which the points of everybody end.
 */
export async function warnExpiring(tx: Tx, at: Date, limit: number): Promise<number> {
  const { timeZone } = await readProgramme(tx);
  const memberIds = await takeDailyPass(tx, { pass: 'expiry', timeZone, at, limit });
  if (memberIds.length === 0) return 0;
  const currencies = await listCurrencies(tx);
  if (currencies.some((each) => each.expiry === 'inactivity')) await expireInactive(tx, memberIds, at);
  await warnExpiringOf(tx, memberIds, at);
  return memberIds.length;
}

/**
 * Warns these members of their points that end within 30 days, each day's together. Points that came within the window,
 * or that were not warned of in time, are warned of at the nearest distance only.
 */
export async function warnExpiringOf(tx: Tx, memberIds: MemberId[], at: Date): Promise<void> {
  if (memberIds.length === 0) return;
  const { timeZone } = await readProgramme(tx);
  const rows = await findExpiring(tx, { memberIds, at, timeZone });
  if (rows.length === 0) return;
  const warnings = rows.map(({ daysLeft: _left, ...row }) => ({ ...row, warnedAt: at }));
  const mine = await tx.insert(expiryWarning).values(warnings).onConflictDoNothing().returning();
  // Of two who warn at once, one does.
  const noted = new Set(mine.map(keyOf));
  const events = rows.filter((each) => noted.has(keyOf(each))).map(eventOf);
  await recordEvents(tx, events, at);
}

interface Expiring {
  memberId: MemberId;
  currency: string;
  /** The last day on which the points can be burnt, `YYYY-MM-DD`. */
  expiresOn: string;
  /** The distance that has come, and the days that are truly left. */
  daysBefore: number;
  daysLeft: number;
  amount: Points;
}

async function findExpiring(
  tx: Tx,
  { memberIds, at, timeZone }: { memberIds: MemberId[]; at: Date; timeZone: string },
): Promise<Expiring[]> {
  const [far, near, last] = DISTANCES;
  const until = new Date(startOfDay(at.getTime(), timeZone, far + 1));
  // The last day is the one before the moment of the end: what ends at midnight is good through the day before.
  // Each member's lots are looked up by the member, whatever the planner believes of the table: hence the `offset 0`.
  // Otherwise it asks for the end of every lot there is, for every few hundred members again.
  const rows = await tx.execute<ExpiringRow>(sql`
    with ending as (
      select asked.member_id, l.currency, l.remaining,
        ((l.ends_at - interval '1 millisecond') at time zone ${timeZone}::text)::date as day
      from jsonb_array_elements_text(${JSON.stringify(memberIds)}::jsonb) as asked(member_id)
        cross join lateral (select lot.currency, lot.remaining, lot_end(lot) as ends_at from lot
          where lot.member_id = asked.member_id and lot.remaining > 0 offset 0) l
      where l.ends_at > ${at}::timestamptz and l.ends_at <= ${until}::timestamptz
    ), days as (
      select member_id, currency, day, sum(remaining)::bigint as amount, day - ${dayIn(at, timeZone)}::date as days_left
      from ending group by member_id, currency, day
    ), due as (
      select days.*, case when days_left <= ${last}::integer then ${last}::integer
        when days_left <= ${near}::integer then ${near}::integer else ${far}::integer end as distance
      from days
    )
    select member_id, currency, day::text as expires_on, amount, days_left, distance from due
    where not exists (select from expiry_warning w where w.member_id = due.member_id and w.currency = due.currency
      and w.expires_on = due.day and w.days_before = due.distance)
    order by member_id, day, currency`);
  return rows.map((row) => ({
    memberId: row.member_id,
    currency: row.currency,
    expiresOn: row.expires_on,
    daysBefore: row.distance,
    daysLeft: row.days_left,
    amount: row.amount,
  }));
}

interface ExpiringRow extends Record<string, unknown> {
  member_id: MemberId;
  currency: string;
  expires_on: string;
  amount: bigint;
  days_left: number;
  distance: number;
}

function keyOf({
  memberId,
  currency,
  expiresOn,
}: Pick<Expiring, 'memberId' | 'currency' | 'expiresOn'>): string {
  return `${memberId} ${currency} ${expiresOn}`;
}

function eventOf({ memberId, currency, amount, expiresOn, daysLeft }: Expiring) {
  const data = { currency, amount: amount.toString(), expiresOn, daysBefore: daysLeft };
  return { memberId, happened: { kind: 'points.expiring' as const, data } };
}
