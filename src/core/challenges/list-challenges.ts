import { desc, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { challenge } from '#src/db/schema/challenges.ts';
import { type Challenge, withStages } from './read-challenge.ts';

export interface ChallengeNumbers {
  /** Chosen, those who are only compared with left out. */
  chosen: number;
  accepted: number;
  declined: number;
  control: number;
  /** Members who have reached the first stage, and the last. */
  reachedFirst: number;
  reachedLast: number;
  /** Privileges that were given and not taken back. */
  given: number;
}

export type ListedChallenge = Challenge & { numbers: ChallengeNumbers };

/** Every challenge for the staff: those that run first, then drafts, then what is over; the newest first. */
export async function listChallenges(db: Reader): Promise<ListedChallenge[]> {
  const rows = await db
    .select()
    .from(challenge)
    .orderBy(
      sql`array_position(array['live', 'paused', 'draft', 'ended'], ${challenge.status})`,
      desc(challenge.createdAt),
      desc(challenge.challengeId),
    );
  return await withNumbers(db, await withStages(db, rows));
}

type Row = ChallengeNumbers & { challengeId: string } & Record<string, unknown>;

export async function withNumbers(db: Reader, all: Challenge[]): Promise<ListedChallenge[]> {
  if (all.length === 0) return [];
  const ids = all.map(({ challengeId }) => challengeId);
  const rows = await db.execute<Row>(sql`
    select i.id as "challengeId", m.*, g.*
    from unnest(${sql.param(ids)}::text[]) as i(id)
      cross join lateral (
        select count(*) filter (where status <> 'control')::float8 as chosen,
          count(*) filter (where status = 'accepted')::float8 as accepted,
          count(*) filter (where status = 'declined')::float8 as declined,
          count(*) filter (where status = 'control')::float8 as control
        from challenge_member where challenge_id = i.id) m
      cross join lateral (
        select count(distinct member_id) filter (where status not in ('lost', 'taken_back')
            and stage_no = 1)::float8 as "reachedFirst",
          count(distinct member_id) filter (where status not in ('lost', 'taken_back')
            and stage_no = (select max(stage_no) from challenge_stage s where s.challenge_id = i.id))::float8 as "reachedLast",
          count(*) filter (where status in ('given', 'kept'))::float8 as given
        from challenge_gain where challenge_id = i.id) g`);
  const numbers = new Map(rows.map(({ challengeId, ...each }) => [challengeId, each]));
  const none: ChallengeNumbers = {
    chosen: 0,
    accepted: 0,
    declined: 0,
    control: 0,
    reachedFirst: 0,
    reachedLast: 0,
    given: 0,
  };
  return all.map((each) => ({ ...each, numbers: numbers.get(each.challengeId) ?? none }));
}
