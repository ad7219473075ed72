// Photos that wait for staff, those first that have waited longest.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';

export interface Review {
  playerId: PlayerId;
  attemptKey: string;
  taskNo: number;
  nickname: string;
  isGuest: boolean;
  pictureId: string;
  attemptedAt: Date;
  /** Other players who have sent the very same picture. */
  alsoSentBy: number;
  /** Photos of the same player for the same task that were refused before, the last word first. */
  refusedBefore: { at: Date; note: string | null }[];
}

/** How many wait, and since when the oldest does. */
export interface ReviewQueue {
  waiting: number;
  oldestAt: Date | null;
  reviews: Review[];
}

const MOST_AT_ONCE = 20;

export async function listReviews(
  db: Reader,
  { questId, limit = MOST_AT_ONCE }: { questId: QuestId; limit?: number },
): Promise<ReviewQueue> {
  const reviews = await db.execute<Review & Record<string, unknown>>(sql`
    select a.player_id as "playerId", a.attempt_key as "attemptKey", a.task_no as "taskNo", p.nickname,
      p.member_id is null as "isGuest", a.given->>'pictureId' as "pictureId", a.attempted_at as "attemptedAt",
      (select count(distinct o.player_id)::integer from quest_attempt o
        where o.given->>'kind' = 'photo' and o.given->>'pictureId' = a.given->>'pictureId' and o.player_id <> a.player_id)
        as "alsoSentBy",
      (select coalesce(jsonb_agg(jsonb_build_object('at', b.decided_at, 'note', b.decision_note) order by b.decided_at desc), '[]')
        from quest_attempt b where b.player_id = a.player_id and b.task_no = a.task_no and b.verdict = 'wrong'
          and b.decided_at is not null) as "refusedBefore"
    from quest_attempt a join quest_player p on p.player_id = a.player_id
    where a.quest_id = ${questId} and a.verdict = 'waiting' and a.given->>'kind' = 'photo'
    order by a.attempted_at, a.player_id limit ${limit}`);
  const { waiting, oldestAt } = await countReviews(db, questId);
  return {
    waiting,
    oldestAt,
    reviews: reviews.map((review) => ({
      ...review,
      refusedBefore: review.refusedBefore.map(({ at, note }) => ({ at: new Date(at), note })),
    })),
  };
}

/** Photos that staff have to look at. What another system has to say waits too, and nobody here can hurry it. */
export async function countReviews(
  db: Reader,
  questId: QuestId,
): Promise<Pick<ReviewQueue, 'waiting' | 'oldestAt'>> {
  const [row] = await db.execute<{ waiting: number; oldestAt: Date | null }>(sql`
    select count(*)::integer as waiting, min(attempted_at) as "oldestAt" from quest_attempt
    where quest_id = ${questId} and verdict = 'waiting' and given->>'kind' = 'photo'`);
  return row ?? { waiting: 0, oldestAt: null };
}
