// What a challenge has come to: by stage and privilege, by period, and what those who were chosen have bought beside those
// who are only compared with.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { ChallengeId } from '#src/lib/id.ts';
import type { Challenge } from './read-challenge.ts';

export interface StageNumbers {
  stageNo: number;
  /** Members who stand on it now, in any period. */
  members: number;
  waiting: number;
  given: number;
  takenBack: number;
  /** Its stage is gone, and it could not be taken back. */
  kept: number;
  /** Reached when nothing was left, or it could not be given. */
  missed: number;
}

export interface PeriodNumbers {
  periodNo: number;
  /** Of whom something was counted, and who has reached the last stage. */
  begun: number;
  finished: number;
  progress: number;
}

const MOST_PERIODS = 60;

export async function countStages(db: Reader, challengeId: ChallengeId): Promise<StageNumbers[]> {
  return await db.execute<StageNumbers & Record<string, unknown>>(sql`
    select s.stage_no as "stageNo",
      count(distinct g.member_id) filter (where g.status in ('waiting', 'given', 'missed'))::float8 as members,
      count(*) filter (where g.status = 'waiting')::float8 as waiting,
      count(*) filter (where g.status = 'given')::float8 as given,
      count(*) filter (where g.status in ('returning', 'taken_back'))::float8 as "takenBack",
      count(*) filter (where g.status = 'kept')::float8 as kept,
      count(*) filter (where g.status = 'missed')::float8 as missed
    from challenge_stage s left join challenge_gain g on g.challenge_id = s.challenge_id and g.stage_no = s.stage_no
    where s.challenge_id = ${challengeId} group by s.stage_no order by s.stage_no`);
}

/** The latest first. */
export async function countPeriods(db: Reader, { challengeId, stages }: Challenge): Promise<PeriodNumbers[]> {
  return await db.execute<PeriodNumbers & Record<string, unknown>>(sql`
    select period_no as "periodNo", count(*) filter (where counted + corrected > 0)::float8 as begun,
      count(*) filter (where stage >= ${stages.length})::float8 as finished,
      coalesce(sum(greatest(0, counted + corrected)), 0)::float8 as progress
    from challenge_progress where challenge_id = ${challengeId}
    group by period_no order by period_no desc limit ${MOST_PERIODS}`);
}

/** Of one side: sums, and the sum of the squares of each one's purchases. */
export interface SideSums {
  control: boolean;
  people: number;
  buyers: number;
  receipts: number;
  netMinor: number;
  squares: number;
}

/**
 * What both sides have bought from the first moment until `until`. Whoever was chosen counts, whether they take part or not:
 * chance has made the sides, and who says yes buys more anyhow.
 */
export async function countSides(
  db: Reader,
  { challengeId, startsAt, until }: Pick<Challenge, 'challengeId' | 'startsAt'> & { until: Date },
): Promise<SideSums[]> {
  return await db.execute<SideSums & Record<string, unknown>>(sql`
    select t.status = 'control' as control, count(*)::float8 as people,
      count(*) filter (where b.net > 0)::float8 as buyers, coalesce(sum(b.receipts), 0)::float8 as receipts,
      coalesce(sum(b.net), 0)::float8 as "netMinor", coalesce(sum(b.net::float8 ^ 2), 0) as squares
    from challenge_member t
      cross join lateral (
        select count(*) as receipts, sum(r.amount_minor - r.returned_minor) as net from receipt r
        where r.member_id = any (array(
            select t.member_id union all select a.member_id from member a where a.absorbed_into = t.member_id))
          and r.occurred_at >= ${startsAt}::timestamptz and r.occurred_at < ${until}::timestamptz
          and r.amount_minor > r.returned_minor) b
    where t.challenge_id = ${challengeId} group by 1`);
}
