// What a quest is like this very moment: few rows are read, however many answers there are.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { countReviews } from './list-reviews.ts';

/** Who has done something so recently is playing now. */
const ACTIVE_MINUTES = 15;
/** How far back answers are told minute by minute. */
const PACE_MINUTES = 60;
const MINUTE_MS = 60_000;

export interface PlayerCounts {
  joined: number;
  /** Of them, not members. */
  guests: number;
  active: number;
  finished: number;
  /** Points of the quest, and what has become points of members. */
  score: number;
  paid: number;
  /** Points that wait, by why. */
  unpaid: { guest: number; receipt: number; budget: number };
}

export interface NowCounts {
  at: Date;
  players: PlayerCounts;
  /** Answers of each of the last sixty minutes, the oldest first. */
  pace: number[];
  reviews: { waiting: number; oldestAt: Date | null };
  /** Won, and not handed over yet, by the numbers of the prizes. */
  waitingWins: Map<number, number>;
}

export async function countNow(
  db: Reader,
  { questId, at }: { questId: QuestId; at: Date },
): Promise<NowCounts> {
  return {
    at,
    players: await countPlayers(db, questId, at),
    pace: await countPace(db, questId, at),
    reviews: await countReviews(db, questId),
    waitingWins: await countWins(db, questId),
  };
}

async function countPlayers(db: Reader, questId: QuestId, at: Date): Promise<PlayerCounts> {
  const since = new Date(at.getTime() - ACTIVE_MINUTES * MINUTE_MS);
  const [row] = await db.execute<
    Omit<PlayerCounts, 'unpaid'> & PlayerCounts['unpaid'] & Record<string, number>
  >(sql`
    select count(*)::integer as joined, count(*) filter (where member_id is null)::integer as guests,
      count(*) filter (where last_at > ${since}::timestamptz)::integer as active,
      count(*) filter (where finished_at is not null)::integer as finished,
      coalesce(sum(score), 0)::float8 as score, coalesce(sum(paid), 0)::float8 as paid,
      coalesce(sum(score - paid) filter (where unpaid_because = 'guest'), 0)::float8 as guest,
      coalesce(sum(score - paid) filter (where unpaid_because = 'receipt'), 0)::float8 as receipt,
      coalesce(sum(score - paid) filter (where unpaid_because = 'budget'), 0)::float8 as budget
    from quest_player where quest_id = ${questId}`);
  if (!row) throw new Error('A count gave no row.');
  const { guest, receipt, budget, ...rest } = row;
  return { ...rest, unpaid: { guest, receipt, budget } };
}

async function countPace(db: Reader, questId: QuestId, at: Date): Promise<number[]> {
  const from = new Date((Math.floor(at.getTime() / MINUTE_MS) - PACE_MINUTES + 1) * MINUTE_MS);
  const rows = await db.execute<{ minute: number; answers: number }>(sql`
    select floor(extract(epoch from attempted_at - ${from}::timestamptz) / 60)::integer as minute,
      count(*)::integer as answers
    from quest_attempt
    where attempted_at >= ${from}::timestamptz and attempted_at <= ${at}::timestamptz and quest_id = ${questId} group by 1`);
  const by = new Map(rows.map(({ minute, answers }) => [minute, answers]));
  return Array.from({ length: PACE_MINUTES }, (_, minute) => by.get(minute) ?? 0);
}

async function countWins(db: Reader, questId: QuestId): Promise<Map<number, number>> {
  const rows = await db.execute<{ prize_no: number; wins: number }>(sql`
    select prize_no, count(*)::integer as wins from quest_win
    where quest_id = ${questId} and status = 'waiting' group by prize_no`);
  return new Map(rows.map(({ prize_no: prizeNo, wins }) => [prizeNo, wins]));
}
