// Quests: whoever speaks reads, joins and plays as who they are, a member or a guest.
import { findPlayer } from '#src/core/quests/find-player.ts';
import { letGo, writeHeld } from '#src/core/quests/held-plays.ts';
import { renamePlayer } from '#src/core/quests/join-quest.ts';
import { listQuestsFor } from '#src/core/quests/list-quests-for.ts';
import type { Player } from '#src/core/quests/player.ts';
import { Refusal } from '#src/core/refusal.ts';
import { isId, type QuestId } from '#src/lib/id.ts';
import type { Outcome } from '../command.ts';
import type { QuestAsked, QuestCommand, QuestShown } from '../quest-asked.ts';
import type { Doing } from './doing.ts';
import { answer, hint, skip } from './quest-answers.ts';
import { followLink, join, listFor, welcomeTo } from './quest-doors.ts';
import { askChannel, sendPhoto } from './quest-errands.ts';
import { lookAt, playOn, speakerOf } from './quest-play.ts';

export async function quest(doing: Doing, { asked }: QuestCommand): Promise<Outcome> {
  return { kind: 'did', did: 'quest', asked: asked.quest, ...(await show(doing, asked)) };
}

/** What is answered from what is held of the player; anything else reads what others have just done, too. */
const OWN_PLAY = new Set<QuestAsked['quest']>([
  'open',
  'next',
  'task',
  'answer',
  'hint',
  'skip',
  'askSkip',
  'picked',
  'map',
  'skipped',
  'chapter',
]);

async function show(doing: Doing, asked: QuestAsked): Promise<QuestShown> {
  if (!OWN_PLAY.has(asked.quest)) await writeHeld(doing.tx, doing.held);
  if (asked.quest === 'list') return await listFor(doing);
  if (asked.quest === 'draw') return await lastDraw(doing);
  if (asked.quest === 'link') return await followLink(doing, asked.link);
  const { questId } = asked;
  if (!isId('qst', questId)) throw new Refusal('quest_not_found');
  if (asked.quest === 'join') return await join(doing, questId);
  const player = await playerOf(doing, questId);
  if (!player) return await welcomeTo(doing, questId);
  return await play(doing, player, asked);
}

/** Of the quest with a draw that ends last, among those that they play or have played lately; else the list of quests. */
async function lastDraw(doing: Doing): Promise<QuestShown> {
  const all = await listQuestsFor(doing.tx, { ...speakerOf(doing), at: doing.event.at });
  const player = all.findLast((each) => each.player && each.quest.drawCommitment !== null)?.player;
  if (!player) return await listFor(doing);
  return await lookAt(doing, player, { quest: 'verify', questId: player.questId });
}

/** Whoever has joined is held; who was a guest a moment ago is asked for. */
async function playerOf(doing: Doing, questId: QuestId): Promise<Player | null> {
  const { identityId, memberId } = speakerOf(doing);
  const own = [...doing.held.byId.values()].find(
    ({ player }) =>
      player.questId === questId &&
      player.memberId === memberId &&
      (memberId !== null || player.identityId === identityId),
  );
  return own?.player ?? (await findPlayer(doing.tx, { questId, identityId, memberId }));
}

async function play(
  doing: Doing,
  player: Player,
  asked: Extract<QuestAsked, { questId: string }>,
): Promise<QuestShown> {
  switch (asked.quest) {
    case 'open':
    case 'next':
      return await playOn(doing, player, {});
    case 'answer':
      return (await askChannel(doing, player, asked)) ?? (await answer(doing, player, asked));
    case 'photo':
      return await sendPhoto(doing, player, asked);
    case 'skip':
      return await skip(doing, player, asked.taskNo);
    case 'hint':
      return await hint(doing, player, asked.taskNo);
    case 'rename':
      await renamePlayer(doing.tx, { player, nickname: asked.nickname });
      await letGo(doing.tx, doing.held, player.playerId);
      return await lookAt(doing, player, { quest: 'board', questId: asked.questId, ofStore: false });
    default:
      return await lookAt(doing, player, asked);
  }
}
