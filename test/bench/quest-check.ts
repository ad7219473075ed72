// What a played quest has to come to: every attempt is there once, scores, board and prizes are what the attempts alone say. A
// recount reads attempts and progress, never what was kept beside them.
import type { Board } from '#src/core/quests/board/read-board.ts';
import { readBoard } from '#src/core/quests/board/read-board.ts';
import { closeQuests, endQuest } from '#src/core/quests/prizes/end-quest.ts';
import type { WholeQuest } from '#src/core/quests/read-quest.ts';
import { type Database, type Sql, transaction } from '#src/db/client.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';

/** Who plays is looked at on the board so many times, from the first to the last. */
const LOOKED_AT = 200;
/** Later than the rest that the end of a quest takes before its winners stand. */
const AT_REST_MS = 31_000;

interface Recounted {
  playerId: PlayerId;
  nickname: string;
  isMember: boolean;
  score: number;
  done: number;
  keptScore: number;
  keptDone: number;
}

/** Returns what is not as it has to be, in words; prints what there is. Ends the quest. */
export async function checkQuest(
  { sql, db }: Database,
  { whole, answers }: { whole: WholeQuest; answers: number },
): Promise<string[]> {
  const wrong: string[] = [];
  const { questId } = whole.quest;
  const [found] = await sql<{ attempts: number; failed: number }[]>`
    select (select count(*)::integer from quest_attempt
        where quest_id = ${questId} and attempt_key ~ '^(telegram|viber):') as attempts,
      (select count(*)::integer from inbox where status = 'failed') as failed`;
  const { attempts = 0, failed = 0 } = found ?? {};
  console.log(`attempts ${attempts} of ${answers}; updates given up: ${failed}`);
  if (attempts !== answers || failed > 0) wrong.push('attempts');

  const board = await recount(sql, questId);
  const unlike = board.filter((each) => each.score !== each.keptScore || each.done !== each.keptDone);
  console.log(`players whose score is not what a recount says: ${unlike.length} of ${board.length}`);
  if (unlike.length > 0) wrong.push('scores');
  const misplaced = await checkBoard({ db }, board);
  console.log(`places on the board that are not what a recount says: ${misplaced}`);
  if (misplaced > 0) wrong.push('board');

  const at = new Date();
  await transaction(db, (tx) => endQuest(tx, { questId, actor: 'bench', at }));
  await transaction(db, (tx) => closeQuests(tx, new Date(at.getTime() + AT_REST_MS)));
  wrong.push(...(await checkPrizes(sql, { whole, board })));
  return wrong;
}

/** In the order of the board: of two with the same score, whoever had it earlier stands higher. */
async function recount(sql: Sql, questId: QuestId): Promise<Recounted[]> {
  return await sql<Recounted[]>`
    with counted as (
      select p.player_id, coalesce(sum(a.points), 0)::integer as score,
        max(a.attempted_at) filter (where a.points > 0) as reached_at
      from quest_player p left join quest_attempt a using (player_id) where p.quest_id = ${questId} group by p.player_id)
    select p.player_id as "playerId", p.nickname, p.member_id is not null as "isMember", c.score, p.score as "keptScore", p.done::integer as "keptDone",
      (select count(distinct a.task_no)::integer from quest_attempt a
        where a.player_id = p.player_id and a.verdict = 'right') as done
    from quest_player p join counted c using (player_id)
    order by c.score desc, c.reached_at, p.player_id`;
}

/** The board as players read it, beside the recount. How many places are unlike. */
async function checkBoard({ db }: Pick<Database, 'db'>, board: readonly Recounted[]): Promise<number> {
  const scored = board.filter(({ score }) => score > 0);
  const step = Math.max(1, Math.floor(scored.length / LOOKED_AT));
  let unlike = 0;
  for (let index = 0; index < scored.length; index += step) {
    const own = scored[index];
    if (!own) continue;
    const shown = await readBoard(db, { playerId: own.playerId, ofStore: false });
    if (shown.place !== index + 1 || shown.players !== scored.length || !isLike(shown, scored)) unlike++;
  }
  return unlike;
}

function isLike({ top, around }: Board, scored: readonly Recounted[]): boolean {
  return [...top, ...around].every(({ place, nickname, score }) => {
    const counted = scored[place - 1];
    return counted?.nickname === nickname && counted.score === score;
  });
}

/** As many as there were, or as qualify; those for places to the first of the recount. */
async function checkPrizes(
  sql: Sql,
  { whole, board }: { whole: WholeQuest; board: readonly Recounted[] },
): Promise<string[]> {
  const wrong: string[] = [];
  const won = await sql<{ prizeNo: number; playerId: PlayerId; place: number | null; given: number }[]>`
    select z.prize_no as "prizeNo", w.player_id as "playerId", w.place, z.given
    from quest_prize z left join quest_win w using (quest_id, prize_no)
    where z.quest_id = ${whole.quest.questId} order by w.place`;
  for (const { prizeNo, titles, goesTo, qualifies, stock } of whole.prizes) {
    // Places and lots are for members.
    const isForAll = goesTo === 'everyone' || goesTo === 'first';
    const qualified = board.filter(
      ({ done, isMember }) => done >= (qualifies.tasks ?? 0) && (isForAll || isMember),
    );
    const due = Math.min(stock ?? Number.POSITIVE_INFINITY, qualified.length);
    const wins = won.filter((each) => each.prizeNo === prizeNo && each.playerId !== null);
    const given = won.find((each) => each.prizeNo === prizeNo)?.given;
    console.log(
      `«${titles.uk}»: ${wins.length} given of ${stock ?? 'as many as like'}; ${qualified.length} qualify`,
    );
    const entitled = new Set(qualified.map(({ playerId }) => playerId));
    const isRight =
      wins.length === due &&
      new Set(wins.map(({ playerId }) => playerId)).size === due &&
      wins.every(({ playerId }) => entitled.has(playerId)) &&
      // One without a stock is counted once a minute.
      (stock === null || given === wins.length) &&
      (goesTo !== 'top' || wins.every(({ playerId }, index) => playerId === qualified[index]?.playerId));
    if (!isRight) wrong.push(`prize ${prizeNo}`);
  }
  return wrong;
}
