// What is of no use any more goes, a bounded batch at a time, so that no table of passing things grows without end.
// The books, consents and the audit log stay for good.
import { type SQL, sql } from 'drizzle-orm';
import { type Db, transaction } from '#src/db/client.ts';

/** A batch is one short transaction. */
const ROWS_AT_ONCE = 5_000;

/**
 * No offer shows it, or ever did (somebody may hold a coupon of that version); no reward or quest does; no message waits with
 * it. What players have sent to a quest stays until 90 days after it, as long as people may still ask about their points.
 */
const unused = (quests: SQL) => sql`
  not exists (select from offer o where o.draft ->> 'pictureId' = u.picture_id)
  and not exists (select from offer_version v where v.content ->> 'pictureId' = u.picture_id)
  and not exists (select from reward r where r.picture_id = u.picture_id)
  and not exists (select from delivery d
    where d.status in ('queued', 'sending') and d.prompt #>> '{picture,pictureId}' = u.picture_id)
  and not exists (select from quest q where q.terms ->> 'pictureId' = u.picture_id)
  and not exists (select from quest_task t where t.content ->> 'pictureId' = u.picture_id)
  and not exists (select from quest_attempt a join quest q on q.quest_id = a.quest_id
    where a.given ->> 'kind' = 'photo' and a.given ->> 'pictureId' = u.picture_id
      and (q.ended_at is null or q.ended_at > ${quests}))`;

/**
 * Sweeps one batch of each table. Returns whether one of them was full, so that there may be more.
 *
 * Updates go a week after they were handled (a messenger repeats one for a day at most), settled messages after 90
 * days, events after 30 when every reader has passed them, live codes that were used a day after (they open for
 * minutes), what other systems have been told after 30 days and what they would not hear after 90, sessions and counts
 * of attempts when they are over, dead workers after a day, pictures that nothing shows a week after they were uploaded,
 * phones with the pass of somebody erased a week after it was over: until then they can fetch what says so.
 */
export async function sweepTables(
  db: Db,
  { at, rowsAtOnce = ROWS_AT_ONCE }: { at: Date; rowsAtOnce?: number },
): Promise<boolean> {
  const before = (age: string) => sql`${at}::timestamptz - ${age}::interval`;
  const sweeps = [
    sql`
      delete from inbox where (messenger, update_key) in (
        select messenger, update_key from inbox where status <> 'new' and handled_at < ${before('7 days')}
        order by handled_at limit ${rowsAtOnce} for update skip locked)
      returning 1`,
    sql`
      delete from delivery where delivery_id in (
        select delivery_id from delivery
        where settled_at < ${before('90 days')} and status not in ('queued', 'sending')
        limit ${rowsAtOnce} for update skip locked)
      returning 1`,
    // Only the oldest few are looked at: when they are still young, so are all behind them.
    sql`
      delete from event where (member_id, event_id) in (
        select member_id, event_id from (
          select member_id, event_id, recorded_at from event
          where (recorded_in, event_no) <= (
            select r.recorded_in, r.event_no from event_reader r order by r.recorded_in, r.event_no limit 1)
          order by recorded_in, event_no limit ${rowsAtOnce}) passed
        where recorded_at < ${before('30 days')})
      returning 1`,
    sql`
      delete from used_card_code where ctid = any (array(
        select ctid from used_card_code where used_at < ${before('1 day')} limit ${rowsAtOnce}))
      returning 1`,
    sql`
      delete from staff_session where session_id in (
        select session_id from staff_session where expires_at < ${at}::timestamptz limit ${rowsAtOnce})
      returning 1`,
    sql`
      delete from attempt_count where (attempt_key, window_start) in (
        select attempt_key, window_start from attempt_count where window_start < ${before('1 day')}
        limit ${rowsAtOnce} for update skip locked)
      returning 1`,
    sql`
      delete from webhook_delivery where (endpoint_id, message_id) in (
        select endpoint_id, message_id from webhook_delivery
        where settled_at < ${before('30 days')} and (status = 'delivered' or settled_at < ${before('90 days')})
        limit ${rowsAtOnce} for update skip locked)
      returning 1`,
    sql`
      delete from pass_device where ctid = any (array(
        select d.ctid from pass_device d join member m on m.member_id = d.member_id
          join member o on o.member_id = coalesce(m.absorbed_into, m.member_id)
        where o.status = 'erased' and o.erased_at < ${before('7 days')} limit ${rowsAtOnce}))
      returning 1`,
    sql`
      delete from picture p where p.picture_id in (
        select u.picture_id from picture u
        where u.stored_at < ${before('7 days')} and ${unused(before('90 days'))} limit ${rowsAtOnce} for update skip locked)
      returning 1`,
    sql`
      delete from worker w where started_at < ${before('1 day')} and not exists (
        select 1 from pg_locks l where l.locktype = 'advisory' and l.objsubid = 2 and l.objid::bigint = w.worker_no)
      returning 1`,
  ];
  let more = false;
  for (const sweep of sweeps) {
    const swept = await transaction(db, (tx) => tx.execute(sweep));
    if (swept.length >= rowsAtOnce) more = true;
  }
  return more;
}
