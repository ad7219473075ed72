// Somebody who plays, after whatever they did: the next task is asked, or what they want to look at is read.
import { openInvite } from '#src/core/friends/invite-code.ts';
import type { Answered } from '#src/core/quests/answer.ts';
import { askTask } from '#src/core/quests/ask-task.ts';
import { gameAddress } from '#src/core/quests/games/game-link.ts';
import { letGo } from '#src/core/quests/held-plays.ts';
import { listWinsOf } from '#src/core/quests/list-wins-of.ts';
import type { Player } from '#src/core/quests/player.ts';
import type { PlayView } from '#src/core/quests/read-quest-view.ts';
import type { Skipped } from '#src/core/quests/skip-task.ts';
import { ensureOwnTeam } from '#src/core/quests/teams/join-team.ts';
import { teamPayload } from '#src/core/quests/teams/team.ts';
import { questMessageOf } from '#src/core/quests/tell/quest-message.ts';
import type { TaskDoors } from '#src/core/quests/tell/task-buttons.ts';
import type { AnsweredTask } from '#src/core/quests/tell/tell-answered.ts';
import { isDoable } from '#src/core/quests/tell/tell-task.ts';
import { viewPlay } from '#src/core/quests/view-play.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { Played, PlayPlace, QuestAsked, QuestShown } from '../quest-asked.ts';
import type { Doing } from './doing.ts';
import { boardFor, drawFor } from './quest-board.ts';

/** What has just happened, to be said above what comes next. */
export interface Said {
  told?: AnsweredTask[];
  skipped?: Skipped;
  refusal?: Refusal;
  joined?: boolean;
  /** The task that stays on the screen. */
  stays?: number;
}

/** Who speaks, as quests know people. */
export function speakerOf({ view }: Pick<Doing, 'view'>) {
  return { identityId: view.identity.identityId, memberId: view.member?.memberId ?? null };
}

/** The task that is next, asked; the same one after an answer that can be given again. */
export async function playOn(doing: Doing, player: Player, said: Said): Promise<QuestShown> {
  const view = await readView(doing, player);
  const taskNo = said.stays ?? again(said.told) ?? view.next;
  if (taskNo === null || view.openness !== 'open') return await shown(doing, view, { place: 'finish' }, said);
  return await ask(doing, view, { taskNo, said });
}

/** What somebody wants to see, without going on. */
export async function lookAt(
  doing: Doing,
  player: Player,
  asked: Extract<QuestAsked, { questId: string }>,
): Promise<QuestShown> {
  const view = await readView(doing, player);
  switch (asked.quest) {
    case 'task':
      return await ask(doing, view, { taskNo: asked.taskNo, said: {} });
    case 'askSkip':
      if (!wasShown(view, asked.taskNo)) return await ask(doing, view, { taskNo: asked.taskNo, said: {} });
      return await shown(doing, view, task(asked.taskNo, { asksSkip: true }), {});
    case 'picked':
      if (!wasShown(view, asked.taskNo)) return await ask(doing, view, { taskNo: asked.taskNo, said: {} });
      return await shown(doing, view, task(asked.taskNo, { picked: asked.picked }), {});
    case 'skipped': {
      const skipped = view.tasks.find(({ state, isOpen }) => isOpen && state === 'skipped');
      if (!skipped) return await playOn(doing, player, {});
      return await ask(doing, view, { taskNo: skipped.task.taskNo, said: {} });
    }
    case 'chapter':
      return await shown(doing, view, { place: 'chapter', chapterNo: asked.chapterNo, page: asked.page }, {});
    case 'board':
      return await shown(doing, view, await boardFor(doing, player, asked.ofStore), {});
    case 'verify':
      return await shown(doing, view, { place: 'verify', draw: await drawFor(doing, player) }, {});
    case 'team':
      return await lookAtTeam(doing, player);
    case 'prizes':
      return await shown(
        doing,
        view,
        { place: 'prizes', wins: await listWinsOf(doing.tx, player.playerId) },
        {},
      );
    default:
      return await shown(doing, view, { place: 'map' }, {});
  }
}

/** One's own team; whoever has none makes one, for friends. */
async function lookAtTeam(doing: Doing, player: Player): Promise<QuestShown> {
  await ensureOwnTeam(doing.tx, { player, at: doing.event.at });
  await letGo(doing.tx, doing.held, player.playerId);
  return await shown(doing, await readView(doing, player), { place: 'team' }, {});
}

/** A wrong answer that may be tried again, or one that counts and is not enough, leaves its task on the screen. */
function again(told: AnsweredTask[] = []): number | null {
  const last = told.at(-1);
  if (!last) return null;
  const { outcome, attemptsLeft } = last.answered;
  const stays = outcome === 'more' || outcome === 'tried' || (outcome === 'wrong' && attemptsLeft !== 0);
  return stays ? last.taskNo : null;
}

async function ask(
  doing: Doing,
  view: PlayView,
  { taskNo, said }: { taskNo: number; said: Said },
): Promise<QuestShown> {
  const viewed = view.tasks.find(({ task: { taskNo: no } }) => no === taskNo);
  if (!viewed)
    return await shown(doing, view, { place: 'map' }, { ...said, refusal: new Refusal('quest_task_gone') });
  // A button that somebody has made up shows nothing before its time, and no question without its clock.
  if (viewed.state === 'new' && view.openness !== 'open')
    return await shown(doing, view, { place: 'finish' }, said);
  if (viewed.state === 'new' && !viewed.isOpen) {
    const locked = new Refusal('quest_task_locked', { chapter: viewed.task.chapterNo });
    return await shown(doing, view, { place: 'map' }, { ...said, refusal: said.refusal ?? locked });
  }
  if (!isDoable(viewed) || view.openness !== 'open') return await shown(doing, view, task(taskNo, {}), said);
  const { playerId } = view.player;
  await askTask(doing.tx, { playerId, taskNo, at: doing.event.at }, doing.held);
  // The time for it runs from now, or has run out.
  const now = viewed.task.seconds === null ? view : await readView(doing, view.player);
  return await shown(doing, now, task(taskNo, {}), said);
}

/** Whether its question was on the screen before; a task that is none was not. */
function wasShown({ tasks }: PlayView, taskNo: number): boolean {
  return tasks.some(({ task: { taskNo: no }, state }) => no === taskNo && state !== 'new');
}

const task = (
  taskNo: number,
  { asksSkip = false, picked = [] }: { asksSkip?: boolean; picked?: number[] },
): PlayPlace => ({ place: 'task', taskNo, asksSkip, picked });

async function shown(doing: Doing, view: PlayView, at: PlayPlace, said: Said): Promise<QuestShown> {
  const { told = [], refusal = null, joined = false, skipped } = said;
  const chat = doing.view.identity.identityId;
  const played: Played = {
    view,
    at,
    doors: await doorsAt(doing, view, at),
    told: skipped ? [...told, asAnswered(skipped)] : told,
    refusal,
    joined,
    message: questMessageOf(view, chat),
  };
  return { show: 'play', ...played };
}

/** What has opened by passing a task over is told as of an answer that says nothing itself. */
function asAnswered(skipped: Skipped): AnsweredTask {
  const answered: Answered = { ...skipped, outcome: 'again', points: 0, attemptsLeft: null, againAt: null };
  return { taskNo: 0, answered };
}

async function doorsAt(doing: Doing, view: PlayView, at: PlayPlace): Promise<TaskDoors> {
  if (at.place === 'task') return await doorsOf(doing, view, at.taskNo);
  if (at.place !== 'team' || !view.team) return {};
  return { teamUrl: `${doing.deps.publicUrl}/go/${teamPayload(view.team.teamId)}` };
}

async function doorsOf(
  { tx, event, view: seen, deps }: Doing,
  view: PlayView,
  taskNo: number,
): Promise<TaskDoors> {
  const ask = view.tasks.find(({ task: { taskNo: no } }) => no === taskNo)?.task.content.ask;
  if (ask?.type === 'friend' && seen.member)
    return { friendUrl: `${deps.publicUrl}/go/f-${await openInvite(tx, seen.member.memberId)}` };
  if (ask?.type !== 'game') return {};
  const { messenger } = seen.identity;
  const of = { playerId: view.player.playerId, taskNo, messenger, language: seen.language };
  const { gamePage, secretKey } = deps;
  return { gameUrl: gameAddress(of, { gamePage, secretKey, at: event.at }) };
}

const readView = ({ tx, event, held }: Doing, { playerId }: Player) =>
  viewPlay(tx, { playerId, at: event.at }, held);
