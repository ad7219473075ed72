// What a player does with a task. What the business refuses is shown together with the task, so that nobody stands in
// front of a bare no.
import type { Given } from '#src/core/quests/answer.ts';
import { answerTask } from '#src/core/quests/answer-task.ts';
import type { Player } from '#src/core/quests/player.ts';
import { skipTask } from '#src/core/quests/skip-task.ts';
import { takeHint } from '#src/core/quests/take-hint.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { QuestShown } from '../quest-asked.ts';
import type { Doing } from './doing.ts';
import { playOn, type Said } from './quest-play.ts';

/** Nothing more can be done about the task. */
const SETTLED = new Set<string>(['quest_task_gone', 'quest_task_done', 'quest_task_lost']);

/**
 * What was given is judged, and the next task follows; the same one where it can be tried again. `before`: what is to be said
 * first.
 */
export async function answer(
  doing: Doing,
  player: Player,
  { taskNo, given }: { taskNo: number; given: Given },
  before: Said = {},
): Promise<QuestShown> {
  const { playerId } = player;
  const { carriedBy: key, at } = doing.event;
  const act = async () => {
    const answered = await answerTask(doing.tx, { playerId, taskNo, given, key, at }, doing.held);
    return { told: [...(before.told ?? []), { taskNo, answered }] };
  };
  return await heedRefusals(doing, player, { taskNo, act, before });
}

export async function skip(doing: Doing, player: Player, taskNo: number): Promise<QuestShown> {
  const { playerId } = player;
  const { at } = doing.event;
  const act = async () => ({ skipped: await skipTask(doing.tx, { playerId, taskNo, at }, doing.held) });
  return await heedRefusals(doing, player, { taskNo, act });
}

export async function hint(doing: Doing, player: Player, taskNo: number): Promise<QuestShown> {
  const { playerId } = player;
  const { at } = doing.event;
  const act = async () => {
    await takeHint(doing.tx, { playerId, taskNo, at }, doing.held);
    return { stays: taskNo };
  };
  return await heedRefusals(doing, player, { taskNo, act });
}

async function heedRefusals(
  doing: Doing,
  player: Player,
  { taskNo, act, before }: { taskNo: number; act: () => Promise<Said>; before?: Said },
): Promise<QuestShown> {
  const said = await act().catch((error: unknown): Said => {
    if (!(error instanceof Refusal)) throw error;
    return { refusal: error, ...(SETTLED.has(error.code) ? {} : { stays: taskNo }) };
  });
  return await playOn(doing, player, { ...before, ...said });
}
