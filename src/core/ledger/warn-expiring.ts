// Says 30, 7 and 1 days before points expire that they will: once for a member, a day and a distance.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { expiryWarning } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import { DAY_MS, startOfDay } from '#src/lib/zoned.ts';
import { recordEvent } from '../events/record-event.ts';
import { dayIn, isTellingTime } from '../members/take-daily-pass.ts';
import { readProgramme } from '../stores/read-programme.ts';
import type { Points } from './points.ts';

/** Days before the end at which it is said. */
const DISTANCES = [1, 7, 30];

interface Expiring {
  memberId: MemberId;
  currency: string;
  /** The last day on which the points can be burnt, `YYYY-MM-DD`. */
  expiresOn: string;
  /** The nearest distance that has come. */
  daysBefore: number;
  /** What is truly left, in days. */
  daysLeft: number;
  amount: Points;
}

/**
 * Warns of up to `limit` days on which a member's points expire, between 10:00 and 20:00 of the programme's zone.
 * Points that came within the window, or that were not warned of in time, are warned of at the nearest distance only.
 * Returns how many were looked at and warned of; less than `limit` when all are.
 */
export async function warnExpiring(tx: Tx, at: Date, limit: number): Promise<number> {
  const { timeZone } = await readProgramme(tx);
  if (!isTellingTime(at, timeZone)) return 0;
  let warned = 0;
  let nearer = 0;
  for (const distance of DISTANCES) {
    const found = await findExpiring(tx, { at, timeZone, distance, nearer, limit: limit - warned });
    for (const each of found) await warn(tx, each, at);
    warned += found.length;
    if (warned >= limit) break;
    nearer = distance;
  }
  return warned;
}

/** The same for the points of these members that end by inactivity: their end stands in no index. */
export async function warnInactive(tx: Tx, memberIds: MemberId[], at: Date): Promise<void> {
  if (memberIds.length === 0) return;
  const { timeZone } = await readProgramme(tx);
  let nearer = 0;
  for (const distance of DISTANCES) {
    const found = await findExpiring(tx, { at, timeZone, distance, nearer, limit: null, memberIds });
    for (const each of found) await warn(tx, each, at);
    nearer = distance;
  }
}

/** Days that are more than `nearer` and at most `distance` days away, and not warned of at this distance. */
async function findExpiring(
  tx: Tx,
  asked: {
    at: Date;
    timeZone: string;
    distance: number;
    nearer: number;
    limit: number | null;
    memberIds?: MemberId[];
  },
): Promise<Expiring[]> {
  const { at, timeZone, distance, nearer, limit, memberIds } = asked;
  // The last day is the one before the moment of the end: what ends at midnight is good through the day before.
  const from = nearer === 0 ? at.getTime() : startOfDay(at.getTime(), timeZone, nearer + 1);
  const until = startOfDay(at.getTime(), timeZone, distance + 1);
  const whose = memberIds
    ? sql`lot.expires_at is null and lot.member_id in (select jsonb_array_elements_text(${JSON.stringify(memberIds)}::jsonb))`
    : sql`lot.expires_at > ${new Date(from).toISOString()}::timestamptz
        and lot.expires_at <= ${new Date(until).toISOString()}::timestamptz`;
  const rows = await tx.execute<ExpiringRow>(sql`
    select ending.member_id, ending.currency, ending.day::text as expires_on, sum(ending.remaining)::bigint as amount
    from (
      select lot.member_id, lot.currency, lot.remaining, ends.at as ends_at,
        ((ends.at - interval '1 millisecond') at time zone ${timeZone}::text)::date as day
      from lot cross join lateral (select lot_end(lot) as at) ends
      where lot.remaining > 0 and ${whose}
    ) ending
    where ending.ends_at > ${new Date(from).toISOString()}::timestamptz
      and ending.ends_at <= ${new Date(until).toISOString()}::timestamptz
      and not exists (select from expiry_warning w where w.member_id = ending.member_id
        and w.currency = ending.currency and w.expires_on = ending.day and w.days_before = ${distance})
    group by ending.member_id, ending.currency, ending.day
    order by ending.member_id, ending.day, ending.currency
    limit ${limit}`);
  const today = Date.parse(dayIn(at, timeZone));
  return rows.map((row) => ({
    memberId: row.member_id,
    currency: row.currency,
    amount: row.amount,
    expiresOn: row.expires_on,
    daysBefore: distance,
    daysLeft: Math.round((Date.parse(row.expires_on) - today) / DAY_MS),
  }));
}

interface ExpiringRow extends Record<string, unknown> {
  member_id: MemberId;
  currency: string;
  expires_on: string;
  amount: bigint;
}

async function warn(tx: Tx, expiring: Expiring, at: Date): Promise<void> {
  const { memberId, currency, expiresOn, daysBefore, daysLeft, amount } = expiring;
  const [mine] = await tx
    .insert(expiryWarning)
    .values({ memberId, currency, expiresOn, daysBefore, amount, warnedAt: at })
    .onConflictDoNothing()
    .returning({ memberId: expiryWarning.memberId });
  if (!mine) return;
  const data = { currency, amount: amount.toString(), expiresOn, daysBefore: daysLeft };
  await recordEvent(tx, { memberId, happened: { kind: 'points.expiring', data }, at });
}
