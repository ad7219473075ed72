// What each field of a member is read from, as SQL over `m`, a row of member: one definition for the condition in SQL and
// for the facts that are loaded to ask it in memory. Null: not known. Each look-up goes by a key that begins with the
// member (named beside it), so that a million members cost a million short walks down an index and nothing is sorted.
//
// This is the one place that reads figures of other rooms by their tables: one expression has to stand inside of another
// room's statement, where no operation can be called.
import { type SQL, sql } from 'drizzle-orm';
import { dayOf, toLocal } from '#src/lib/zoned.ts';
import type { Period } from '../rules/condition.ts';
import type { FieldName } from '../rules/fields.ts';
import type { AudienceKnown } from './audience-known.ts';
import { daysSinceMessage, messagesOf } from './message-values.ts';
import { endOf, startOf } from './period-bounds.ts';

export type ReadValue = (known: AudienceKnown, period: Period | null) => SQL;

export const NUMBER_VALUES: Partial<Record<FieldName, ReadValue>> = {
  'member.daysRegistered': ({ at }) => fullDays(at, sql`m.registered_at`),
  'member.birthdayInDays': (known) => birthday(known, 1),
  'member.daysSinceBirthday': (known) => birthday(known, -1),
  // standing: primary key.
  'member.turnover': () => ofStanding(sql`s.turnover_minor`, 0),
  'member.receipts': (known, period) =>
    period ? ofReceipts(sql`count(*)`, known, period) : ofStanding(sql`s.receipts`, 0),
  'member.spent': (known, period) =>
    ofReceipts(sql`coalesce(sum(r.amount_minor - r.returned_minor), 0)`, known, period ?? { months: 24 }),
  'member.daysSinceLast': ({ at }) => ofStanding(fullDays(at, sql`s.last_receipt_at`)),
  'member.balance': ({ at }) => spendable(at),
  // member_stats: primary key.
  'member.rfmR': () => ofStats(sql`s.r`, 0),
  'member.rfmF': () => ofStats(sql`s.f`, 0),
  'member.rfmM': () => ofStats(sql`s.m`, 0),
  'member.pointsExpiring': expiring,
  'member.pointsToReward': ({ at, cheapest }) => {
    if (cheapest.size === 0) return sql`null::bigint`;
    const prices = [...cheapest].map(([tier, price]) => sql`when ${tier} then ${price}::bigint`);
    const price = sql`(case m.tier_key ${sql.join(prices, sql` `)} end)`;
    return sql`(case when ${price} is not null then greatest(0, ${price} - ${spendable(at)}) end)`;
  },
  'member.daysSinceTelegram': (known) => daysSinceMessage(known, 'telegram'),
  'member.daysSinceViber': (known) => daysSinceMessage(known, 'viber'),
  'member.messagesReceived': (known, period) => messagesOf(known, period, 'settled_at'),
  'member.messagesClicked': (known, period) => messagesOf(known, period, 'clicked_at'),
};

export const TEXT_VALUES: Partial<Record<FieldName, ReadValue>> = {
  'member.tier': () => sql`m.tier_key`,
  'member.language': () => sql`m.language`,
  'member.source': () => sql`m.source`,
  'member.rfm': () =>
    sql`coalesce((select 'R' || s.r || 'F' || s.f || 'M' || s.m from member_stats s where s.member_id = m.member_id), 'R0F0M0')`,
  'member.lifeCycle': () => ofStats(sql`s.life_cycle`, 'registered'),
  'member.receiptSize': () => ofStats(sql`s.receipt_size`),
  'member.favouriteCategory': () => ofStats(sql`s.favourite_category`),
  // receipt_of_member_by_time.
  'member.homeStore': (known) => sql`(select r.store_id from receipt r
    where r.member_id = m.member_id and ${within(known, { months: 12 })}
    group by r.store_id order by count(*) desc, max(r.occurred_at) desc, r.store_id limit 1)`,
};

export const BOOLEAN_VALUES: Partial<Record<FieldName, ReadValue>> = {
  'member.firstPurchase': () => sql`${ofStanding(sql`s.receipts`, 0)} = 0`,
  'member.marketingConsent': () => sql`m.marketing_consent`,
};

/** Receipts of a period that have not come back whole. */
export function within(known: AudienceKnown, period: Period | null): SQL {
  const from = period && sql` and r.occurred_at >= ${startOf(period, known)}::timestamptz`;
  return sql`r.state in ('closed', 'partly_returned') and r.occurred_at <= ${known.at}::timestamptz${from ?? sql``}`;
}

export function fullDays(at: Date, since: SQL): SQL {
  return sql`floor(extract(epoch from ${at}::timestamptz - ${since}) / 86400)`;
}

function ofStanding(value: SQL, none?: number): SQL {
  const read = sql`(select ${value} from standing s where s.member_id = m.member_id)`;
  return none === undefined ? read : sql`coalesce(${read}, ${sql.raw(String(none))})`;
}

function ofStats(value: SQL, none?: number | 'registered'): SQL {
  const read = sql`(select ${value} from member_stats s where s.member_id = m.member_id)`;
  if (none === undefined) return read;
  return sql`coalesce(${read}, ${sql.raw(typeof none === 'number' ? String(none) : `'${none}'`)})`;
}

/** By receipt_of_member_by_time. */
function ofReceipts(value: SQL, known: AudienceKnown, period: Period): SQL {
  return sql`(select ${value} from receipt r where r.member_id = m.member_id and ${within(known, period)})`;
}

/** As spendable_points has it, without a call for each. By lot_open and the primary key of account. */
function spendable(at: Date): SQL {
  return sql`greatest(0, coalesce((select sum(l.remaining - l.held) from lot l
      where l.member_id = m.member_id and l.currency = 'points' and l.remaining > 0
        and l.active_at <= ${at}::timestamptz and (l.expires_at is null or l.expires_at > ${at}::timestamptz)), 0)
    - coalesce((select a.owed from account a where a.member_id = m.member_id and a.currency = 'points'), 0))`;
}

/** Points whose end lies within the period to come, those that wait left out. By lot_open. */
function expiring(known: AudienceKnown, period: Period | null): SQL {
  const until = endOf(period ?? { days: 30 }, known);
  return sql`coalesce((select sum(l.remaining) from lot l
    where l.member_id = m.member_id and l.currency = 'points' and l.remaining > 0
      and l.active_at <= ${known.at}::timestamptz
      and (case when l.expires_at is null then lot_end(l) else l.expires_at end) > ${known.at}::timestamptz
      and (case when l.expires_at is null then lot_end(l) else l.expires_at end) <= ${until}::timestamptz), 0)`;
}

/** Days to the next birthday (`way` 1) or since the last (-1). Who was born on 29 February has it on the 28th else. */
function birthday({ at, timeZone }: AudienceKnown, way: 1 | -1): SQL {
  const today = new Date(dayOf(toLocal(at.getTime(), timeZone)) * 86_400_000);
  const day = sql`${today.toISOString().slice(0, 10)}::date`;
  const inYear = (year: number) =>
    sql`(m.birthday + make_interval(years => ${year} - extract(year from m.birthday)::integer))::date`;
  const year = today.getUTCFullYear();
  const [near, far] = [inYear(year), inYear(year + way)];
  return way === 1
    ? sql`(case when ${near} >= ${day} then ${near} - ${day} else ${far} - ${day} end)`
    : sql`(case when ${near} <= ${day} then ${day} - ${near} else ${day} - ${far} end)`;
}
