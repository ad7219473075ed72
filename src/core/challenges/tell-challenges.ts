// Words about challenges that nobody waits for: one can be accepted, one ends soon, one is over. Many members are told
// on one day, so they are told by day and at the pace of coupons.
import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { ChallengeId, MemberId } from '#src/lib/id.ts';
import type { ChallengeStanding, Happened } from '../events/happened.ts';
import { recordEvents } from '../events/record-event.ts';
import { isTellingTime } from '../members/take-daily-pass.ts';
import { readProgramme } from '../stores/read-programme.ts';

/** All processes together, as coupons have it. */
const TOLD_A_MINUTE = 450;
const REMINDED_BEFORE_DAYS = 2;

type Kind = 'challenge.invited' | 'challenge.ending' | 'challenge.ended';

interface Told extends Record<string, unknown> {
  member_id: MemberId;
  challenge_id: ChallengeId;
  kind: Kind;
  /** Of whoever has begun. */
  standing: ChallengeStanding | null;
}

/**
 * Records for the next members that it is time to tell them: once of each challenge they are chosen for, if they have agreed to
 * offers; once, two days before its end, of one they have begun and not finished; and once of its end. Not at night.
 * Returns how many were told.
 */
export async function tellChallenges(tx: Tx, at: Date): Promise<number> {
  const { timeZone } = await readProgramme(tx);
  if (!isTellingTime(at, timeZone)) return 0;
  // Two at once would not see what the other tells; whoever is second has the next turn.
  const [turn] = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('challenges told', 7)) as mine`,
  );
  if (!turn?.mine) return 0;
  const told: Told[] = [];
  for (const kind of ['challenge.ended', 'challenge.ending', 'challenge.invited'] as const)
    told.push(...(await takeNext(tx, kind, at)));
  const events = told.map((each, place) => ({ memberId: each.member_id, happened: happenedTo(each, place) }));
  await recordEvents(tx, events, at);
  return events.length;
}

/** One after another, for a messenger that gets hundreds at once asks the whole bot to be silent. */
function happenedTo({ challenge_id: challengeId, kind, standing }: Told, place: number): Happened {
  const delayMs = Math.floor((place * 60_000) / TOLD_A_MINUTE);
  return kind === 'challenge.invited' || !standing
    ? { kind: 'challenge.invited', data: { challengeId, delayMs } }
    : { kind, data: { challengeId, delayMs, standing } };
}

async function takeNext(tx: Tx, kind: Kind, at: Date): Promise<Told[]> {
  const next = NEXT[kind](at);
  return await tx.execute<Told>(sql`
    with room as materialized (
      select greatest(0, ${TOLD_A_MINUTE}::integer - count(*))::integer as left_over from challenge_member
      where told_at > ${at}::timestamptz - interval '1 minute'
    ), due as materialized (
      select t.member_id, t.challenge_id from challenge_member t join challenge c using (challenge_id)
      where ${next} limit (select left_over from room) for update of t skip locked
    ), told as (
      update challenge_member t set told_at = ${at}::timestamptz,
        to_tell = false, reminded_at = case when ${kind} = 'challenge.ending' then ${at}::timestamptz else t.reminded_at end,
        ended_told_at = case when ${kind} = 'challenge.ended' then ${at}::timestamptz else t.ended_told_at end
      from due where t.member_id = due.member_id and t.challenge_id = due.challenge_id
      returning t.member_id, t.challenge_id
    )
    select t.member_id, t.challenge_id, ${kind} as kind, (
      select jsonb_build_object('periodNo', p.period_no, 'progress', greatest(0, p.counted + p.corrected), 'detail', p.detail)
      from challenge_progress p where p.member_id = t.member_id and p.challenge_id = t.challenge_id
      order by p.period_no desc limit 1) as standing
    from told t join member m using (member_id)
    where m.status = 'active' and (m.marketing_consent or ${kind} <> 'challenge.invited')`);
}

/** Who takes part, has come some way in the last period, and not to its last stage. */
const UNDER_WAY = sql.raw(`t.status = 'accepted' and exists (
  select from challenge_progress p where p.member_id = t.member_id and p.challenge_id = t.challenge_id
    and p.counted + p.corrected > 0 and p.stage < (select max(s.stage_no) from challenge_stage s where s.challenge_id = t.challenge_id)
    and p.period_no = (select max(q.period_no) from challenge_progress q where q.challenge_id = t.challenge_id and q.member_id = t.member_id))`);

const NEXT: Record<Kind, (at: Date) => SQL> = {
  'challenge.invited': (at) =>
    sql`t.to_tell and c.status = 'live' and (c.ends_at is null or c.ends_at > ${at}::timestamptz) order by t.chosen_at`,
  // One that takes less than a week needs no reminder: the last receipt has told until when it is.
  'challenge.ending': (
    at,
  ) => sql`t.reminded_at is null and c.status = 'live' and c.ends_at > ${at}::timestamptz
    and c.ends_at <= ${at}::timestamptz + make_interval(days => ${REMINDED_BEFORE_DAYS})
    and c.ends_at - c.starts_at > interval '7 days' and t.chosen_at < ${at}::timestamptz - interval '1 day' and ${UNDER_WAY}`,
  // Whoever has finished was told so, and whoever has not begun does not miss it.
  'challenge.ended': (at) => sql`t.ended_told_at is null and c.status = 'ended'
    and c.ended_at > ${at}::timestamptz - interval '3 days' and ${UNDER_WAY}`,
};

/** Ends those whose time is over. Returns how many. */
export async function endChallenges(tx: Tx, at: Date): Promise<number> {
  const rows = await tx.execute(sql`
    update challenge set status = 'ended', ended_at = ends_at, choose_at = null, version = version + 1
    where status in ('live', 'paused') and ends_at <= ${at}::timestamptz returning 1`);
  return rows.length;
}
