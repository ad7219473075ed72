// The day's figures. A report reads across the rooms' tables, in one statement and so from one moment.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { Refusal } from '../refusal.ts';

export interface Today {
  /** The day in the shop's time zone, `2026-11-21`. */
  date: string;
  members: number;
  registered: number;
  receipts: number;
  turnoverMinor: number;
  returns: number;
  returnedMinor: number;
  earned: number;
  burnt: number;
  messagesSent: number;
  messagesFailed: number;
  messagesUnknown: number;
  /** Of any day. */
  messagesWaiting: number;
  campaignsRunning: number;
}

type TodayRow = Record<string, unknown> & { date: string } & Record<Exclude<keyof Today, 'date'>, bigint>;

/** The figures from midnight in the shop's time zone until now. Throws Refusal not_found when there is no programme. */
export async function readToday(db: Reader, at: Date): Promise<Today> {
  const [row] = await db.execute<TodayRow>(sql`
    with today as (
      select (${at}::timestamptz at time zone time_zone)::date as day,
        date_trunc('day', ${at}::timestamptz, time_zone) as since
      from programme
    ), sold as (
      select count(*) as receipts, coalesce(sum(amount_minor), 0)::bigint as turnover,
        coalesce(sum(earned), 0)::bigint as earned, coalesce(sum(burnt), 0)::bigint as burnt
      -- Nothing is told before it happens; the index is of when it was told.
      from receipt where recorded_at >= (select since from today) and occurred_at >= (select since from today)
    ), brought as (
      select count(*) as returns, coalesce(sum(amount_minor), 0)::bigint as returned
      from receipt_return
      where recorded_at >= (select since from today) and occurred_at >= (select since from today)
    ), told as (
      select count(*) filter (where status = 'sent') as sent, count(*) filter (where status = 'failed') as failed,
        count(*) filter (where status = 'unknown') as unknown,
        count(*) filter (where status in ('queued', 'sending')) as waiting
      from (
        select status from delivery
        where settled_at >= (select since from today) and status not in ('queued', 'sending')
        union all
        select status from delivery where status in ('queued', 'sending')
        union all
        select d.status from campaign_delivery d join campaign c using (campaign_id)
        where c.launched_at is not null and (c.finished_at is null or c.finished_at >= (select since from today))
          and (d.settled_at >= (select since from today) or d.status in ('queued', 'sending'))
      ) message
    )
    select today.day::text as date,
      (select count(*) from member where status = 'active') as members,
      (select count(*) from member where registered_at >= today.since) as registered,
      sold.receipts, sold.turnover as "turnoverMinor", sold.earned, sold.burnt,
      brought.returns, brought.returned as "returnedMinor",
      told.sent as "messagesSent", told.failed as "messagesFailed", told.unknown as "messagesUnknown",
      told.waiting as "messagesWaiting",
      (select count(*) from campaign where status in ('expanding', 'running')) as "campaignsRunning"
    from today, sold, brought, told`);
  if (!row) throw new Refusal('not_found', { what: 'programme' });
  return {
    date: row.date,
    members: Number(row.members),
    registered: Number(row.registered),
    receipts: Number(row.receipts),
    turnoverMinor: Number(row.turnoverMinor),
    returns: Number(row.returns),
    returnedMinor: Number(row.returnedMinor),
    earned: Number(row.earned),
    burnt: Number(row.burnt),
    messagesSent: Number(row.messagesSent),
    messagesFailed: Number(row.messagesFailed),
    messagesUnknown: Number(row.messagesUnknown),
    messagesWaiting: Number(row.messagesWaiting),
    campaignsRunning: Number(row.campaignsRunning),
  };
}
