// Judges anew what was answered to a task whose right answer was mended: five hundred players at a time are looked at, and
// each whom it changes something for has a transaction of their own, so that nobody waits for it. Whoever gains gets what
// an answer of today would bring; nobody loses what they had unless the marketer has said so. It can be broken off and
// done again at any place: what is changed already is found so.
import { and, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm';
import { type Db, type Tx, transaction } from '#src/db/client.ts';
import { questAttempt, questPlayer, questRegrade } from '#src/db/schema/quests.ts';
import type { PlayerId } from '#src/lib/id.ts';
import type { StoredGiven } from '../../judge-answer.ts';
import { openPlay, taskOf } from '../../open-play.ts';
import { readWholeQuest } from '../../read-quest.ts';
import { settle } from '../../settle-task.ts';
import { tellPlayer } from '../../tell/tell-player.ts';
import { type FixableAsk, isFixable, isRightBy } from './judge-anew.ts';

const PLAYERS_AT_ONCE = 500;
/** Answers that were under way while the fix was written are stored by then, judged by the old one. */
const SETTLE_MS = 5_000;

type Regrade = typeof questRegrade.$inferSelect;

interface Judged {
  playerId: PlayerId;
  key: string;
  /**
   * `gain`: this attempt is right now; `lose`: this one was right, and none is; `again`: this one was right, an earlier fix has
   * taken it back, and it is right after all.
   */
  change: 'gain' | 'lose' | 'again';
  given: StoredGiven;
}

/** One slice of what waits longest. Returns whether there may be more. */
export async function regradeTasks(db: Db, at: Date): Promise<boolean> {
  const [regrade] = await db
    .select()
    .from(questRegrade)
    .where(
      and(isNull(questRegrade.finishedAt), lte(questRegrade.askedAt, new Date(at.getTime() - SETTLE_MS))),
    )
    .orderBy(questRegrade.askedAt)
    .limit(1);
  if (!regrade) return false;
  const { questId } = regrade;
  const players = await db
    .select({ playerId: questPlayer.playerId })
    .from(questPlayer)
    .where(and(eq(questPlayer.questId, questId), gt(questPlayer.playerId, regrade.uptoPlayer as PlayerId)))
    .orderBy(questPlayer.playerId)
    .limit(PLAYERS_AT_ONCE);
  const ids = players.map(({ playerId }) => playerId);
  const slice = await judgeSlice(db, regrade, ids);
  const counts = { gained: 0, lost: 0 };
  for (const judged of slice.changes)
    if (await transaction(db, (tx) => changePlayer(tx, regrade, judged, at)))
      counts[judged.change === 'lose' ? 'lost' : 'gained']++;
  await transaction(db, (tx) => noteSlice(tx, regrade, { ids, judged: slice.judged, ...counts, at }));
  return true;
}

async function judgeSlice(
  db: Db,
  { questId, taskNo, takesBack }: Regrade,
  ids: PlayerId[],
): Promise<{ judged: number; changes: Judged[] }> {
  if (ids.length === 0) return { judged: 0, changes: [] };
  const ask = (await readWholeQuest(db, questId)).tasks.find((task) => task.taskNo === taskNo)?.content.ask;
  if (!ask || !isFixable(ask)) return { judged: 0, changes: [] };
  const attempts = await db
    .select()
    .from(questAttempt)
    .where(
      and(
        inArray(questAttempt.playerId, ids),
        eq(questAttempt.taskNo, taskNo),
        inArray(questAttempt.verdict, ['right', 'wrong', 'withdrawn']),
      ),
    )
    .orderBy(questAttempt.attemptedAt);
  const changes = [...Map.groupBy(attempts, ({ playerId }) => playerId)].flatMap(([playerId, own]) => {
    const change = changeOf(ask, own);
    return change === null || (change.change === 'lose' && !takesBack) ? [] : [{ playerId, ...change }];
  });
  return { judged: attempts.filter(({ verdict }) => verdict !== 'withdrawn').length, changes };
}

/** The first of a player's attempts that is right now counts; null: nothing changes for them. */
function changeOf(
  ask: FixableAsk,
  attempts: readonly (typeof questAttempt.$inferSelect)[],
): Omit<Judged, 'playerId'> | null {
  const was = attempts.find(({ verdict }) => verdict === 'right');
  const now = attempts.find(({ verdict, given }) => verdict !== 'withdrawn' && isRightBy(ask, given));
  if (now && !was) return { change: 'gain', key: now.attemptKey, given: now.given as StoredGiven };
  if (was && !now) return { change: 'lose', key: was.attemptKey, given: was.given as StoredGiven };
  const last = attempts.findLast(({ verdict }) => verdict !== 'wrong');
  const wasTaken = last?.verdict === 'withdrawn' && last.attemptKey.startsWith('regrade:');
  if (now && wasTaken) return { change: 'again', key: now.attemptKey, given: now.given as StoredGiven };
  return null;
}

/** False: it was done before, or the player has done the task otherwise meanwhile. */
async function changePlayer(
  tx: Tx,
  { taskNo, taskVersion, askedBy }: Regrade,
  { playerId, key, change, given }: Judged,
  at: Date,
): Promise<boolean> {
  // What is taken back, or comes back, is an attempt of its own, so that the score stays the sum of all of them.
  const ownKey = change === 'gain' ? key : `regrade:${taskNo}:${taskVersion}`;
  const play = await openPlay(tx, { playerId, taskNo, key: ownKey });
  const isDone = play.progress?.state === 'done';
  if (isDone !== (change === 'lose')) return false;
  if (change === 'gain' ? play.attempt?.verdict !== 'wrong' : play.attempt) return false;
  const verdict = change === 'lose' ? 'withdrawn' : 'right';
  const task = taskOf(play, taskNo);
  const answered = await settle(tx, play, { task, key: ownKey, given, verdict, by: askedBy, at });
  if (change !== 'again')
    await tx
      .update(questAttempt)
      .set({ regradedFrom: change === 'gain' ? 'wrong' : 'right' })
      .where(and(eq(questAttempt.playerId, playerId), eq(questAttempt.attemptKey, key)));
  const told = `regrade:${taskNo}:${taskVersion}`;
  await tellPlayer(tx, { playerId, news: { news: 'answered', taskNo, answered }, key: told, at });
  return true;
}

async function noteSlice(
  tx: Tx,
  { questId, taskNo, taskVersion, uptoPlayer }: Regrade,
  {
    ids,
    judged,
    gained,
    lost,
    at,
  }: { ids: PlayerId[]; judged: number; gained: number; lost: number; at: Date },
): Promise<void> {
  const last = ids.at(-1);
  if (last !== undefined)
    await tx
      .update(questAttempt)
      .set({ taskVersion })
      .where(and(inArray(questAttempt.playerId, ids), eq(questAttempt.taskNo, taskNo)));
  await tx
    .update(questRegrade)
    .set({
      uptoPlayer: last ?? uptoPlayer,
      judged: sql`${questRegrade.judged} + ${judged}`,
      gained: sql`${questRegrade.gained} + ${gained}`,
      lost: sql`${questRegrade.lost} + ${lost}`,
      finishedAt: ids.length < PLAYERS_AT_ONCE ? at : null,
    })
    .where(
      and(
        eq(questRegrade.questId, questId),
        eq(questRegrade.taskNo, taskNo),
        eq(questRegrade.taskVersion, taskVersion),
        // Of two who work at the same slice, the first has noted it.
        eq(questRegrade.uptoPlayer, uptoPlayer),
      ),
    );
}
