// The board of a quest: the ten who stand highest, and a player with their neighbours; nicknames only. Every part of it walks a few
// rows of the index of scores, however many play; what would have to be counted far down is estimated, and said to be about so.
import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { PlayerId, QuestId, StoreId } from '#src/lib/id.ts';
import { Refusal } from '../../refusal.ts';
import { countOrGuess } from './count-or-guess.ts';

const TOP = 10;
const NEIGHBOURS = 3;

export interface BoardRow {
  place: number;
  nickname: string;
  score: number;
  isOwn: boolean;
}

export interface Board {
  top: BoardRow[];
  /** Three above, the player, three below; empty when they stand among the top, or have no points yet. */
  around: BoardRow[];
  /** Null without points. */
  place: number | null;
  /** Who has points. */
  players: number;
  /** Places far down and how many play are about so. */
  isAbout: boolean;
  /** Whose board it is; null: of all. */
  storeId: StoreId | null;
}

export interface ReadBoard {
  playerId: PlayerId;
  /** Of the player's own store, where they have one. */
  ofStore: boolean;
}

interface Own extends Record<string, unknown> {
  quest_id: QuestId;
  store_id: StoreId | null;
  nickname: string;
  score: number;
  /** As Postgres knows it, to the microsecond. */
  scored_at: string;
}

interface Row extends Record<string, unknown> {
  player_id: PlayerId;
  nickname: string;
  score: number;
}

/** Throws Refusal `player_not_found`. */
export async function readBoard(db: Reader, { playerId, ofStore }: ReadBoard): Promise<Board> {
  const [own] = await db.execute<Own>(sql`
    select quest_id, store_id, nickname, score, scored_at::text as scored_at from quest_player
    where player_id = ${playerId}`);
  if (!own) throw new Refusal('player_not_found');
  const storeId = ofStore ? own.store_id : null;
  const ofBoard = sql`quest_id = ${own.quest_id} and score > 0 ${storeId ? sql`and store_id = ${storeId}` : sql``}`;
  const first = await db.execute<Row>(sql`
    select player_id, nickname, score from quest_player where ${ofBoard}
    order by score desc, scored_at, player_id limit ${TOP}`);
  const shown = (each: Row, place: number): BoardRow => ({
    place,
    nickname: each.nickname,
    score: each.score,
    isOwn: each.player_id === playerId,
  });
  const top = first.map((each, index) => shown(each, index + 1));
  const all = first.length < TOP ? { count: first.length, isAbout: false } : await countOrGuess(db, ofBoard);
  const rank = first.findIndex((each) => each.player_id === playerId);
  const board = { top, around: [], players: all.count, storeId };
  if (rank >= 0) return { ...board, place: rank + 1, isAbout: all.isAbout };
  if (own.score <= 0) return { ...board, place: null, isAbout: all.isAbout };

  const me = { ...own, player_id: playerId };
  const [above, below] = [
    await readBeside(db, me, ofBoard, 'above'),
    await readBeside(db, me, ofBoard, 'below'),
  ];
  const higher = await countOrGuess(db, sql`${ofBoard} and ${isAbove(me)}`);
  const place = Math.max(higher.count + 1, TOP + 1);
  const around = [...above.toReversed(), me, ...below].map((each, index) =>
    shown(each, place - above.length + index),
  );
  return { ...board, around, place, isAbout: all.isAbout || higher.isAbout };
}

type Me = Own & { player_id: PlayerId };

/** Of two with the same score, whoever had it earlier stands higher. */
function isAbove({ score, scored_at, player_id }: Me): SQL {
  return sql`(score > ${score}
    or (score = ${score} and (scored_at, player_id) < (${scored_at}::timestamptz, ${player_id})))`;
}

/** Neighbours, the nearest first: those of the same score, then those of the next ones. */
async function readBeside(
  db: Reader,
  { score, scored_at, player_id }: Me,
  ofBoard: SQL,
  side: 'above' | 'below',
): Promise<Row[]> {
  const [sign, order, scores] =
    side === 'above'
      ? [sql`<`, sql`scored_at desc, player_id desc`, sql`score > ${score} order by score,`]
      : [sql`>`, sql`scored_at, player_id`, sql`score < ${score} order by score desc,`];
  return await db.execute<Row>(sql`
    select player_id, nickname, score from (
      (select player_id, nickname, score, 1 as nearer, row_number() over (order by ${order}) as no from quest_player
        where ${ofBoard} and score = ${score} and (scored_at, player_id) ${sign} (${scored_at}::timestamptz, ${player_id})
        order by ${order} limit ${NEIGHBOURS})
      union all
      (select player_id, nickname, score, 2, row_number() over () from (
        select * from quest_player where ${ofBoard} and ${scores} ${order} limit ${NEIGHBOURS}) next)) beside
    order by nearer, no limit ${NEIGHBOURS}`);
}
