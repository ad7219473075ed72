import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Answered } from './answer.ts';
import { isFinished, isOver, openChapters } from './open-chapters.ts';
import { keepPlay, openPlay, type Play, requireChapter, requireOpen, taskOf } from './open-play.ts';
import { winPrizes } from './prizes/win-prizes.ts';

/** What came of skipping a task: what has opened, and whether nothing is left to do. */
export type Skipped = Pick<Answered, 'score' | 'done' | 'opened' | 'finished' | 'won'>;

/**
 * Passes a task over. It may still be answered later, and counts as over meanwhile. Harmless when it is over already.
 * Throws Refusal `quest_not_joined`, `quest_not_open`, `quest_paused`, `quest_over`, `quest_closed_now` {from, until},
 * `quest_task_gone`, `quest_task_locked` {chapter}, `quest_no_skip`.
 */
export async function skipTask(
  tx: Tx,
  { playerId, taskNo, at }: { playerId: PlayerId; taskNo: number; at: Date },
): Promise<Skipped> {
  const play = await openPlay(tx, { playerId, taskNo, key: '' });
  const task = taskOf(play, taskNo);
  requireOpen(play, at);
  requireChapter(play, task, at);
  const { score, done, finishedAt } = play.player;
  const state = play.states.get(taskNo);
  if (isOver(state) || state === 'waiting') return { score, done, opened: [], finished: false, won: [] };
  if (!task.skippable) throw new Refusal('quest_no_skip');

  const { whole } = play.known;
  const after: Play = { ...play, states: new Map(play.states).set(taskNo, 'skipped') };
  const finished = isFinished(whole, after.states);
  await tx.execute(sql`
    with skipped as (
      insert into quest_progress (player_id, task_no, state, shown_at)
      values (${playerId}, ${taskNo}, 'skipped', ${at}::timestamptz)
      on conflict (player_id, task_no) do update set state = 'skipped', again_at = null
    )
    update quest_player set last_at = ${at}::timestamptz, task_no = nullif(task_no, ${taskNo}::smallint),
      finished_at = case when ${finished} then coalesce(finished_at, ${at}::timestamptz) else finished_at end
    where player_id = ${playerId}`);
  const before = openChapters(whole, play.states, at);
  const opened = openChapters(whole, after.states, at).flatMap(({ chapterNo, isOpen }, place) =>
    isOpen && !before[place]?.isOpen ? [chapterNo] : [],
  );
  const isThrough = finished && finishedAt === null;
  const player = { ...play.player, finishedAt: finishedAt ?? at };
  // Prizes of those who are through are for whoever has skipped the last one as well.
  const won = isThrough ? await winPrizes(tx, { whole, player, states: after.states, at }) : [];
  keepPlay(tx, { ...after, player: isThrough ? player : play.player });
  return { score, done, opened, finished: isThrough, won };
}
