// Tells a player what has happened without them: a receipt counted, staff have looked at a photo, a chapter has opened, a
// prize was won. The news stand above the task that they are at, so that the answer to it can still be given right there;
// whoever is elsewhere in the chat gets the news and the way to the quest.
import type { Tx } from '#src/db/client.ts';
import { type DeliveryId, type IdentityId, newId, type PlayerId } from '#src/lib/id.ts';
import { guestKeyboard, menuKeyboard } from '../../deliveries/menu-keys.ts';
import type { MessagePrompt, Prompt } from '../../deliveries/prompt.ts';
import { queueDeliveries } from '../../deliveries/queue-delivery.ts';
import { type Identity, readIdentity } from '../../members/ensure-identity.ts';
import { readProgramme } from '../../stores/read-programme.ts';
import { readQuestView } from '../read-quest-view.ts';
import type { FoundMessage } from '../read-standing.ts';
import { composeNews, type PlayerNews } from './compose-news.ts';
import { keepQuestMessage } from './quest-message.ts';
import type { Screen, Telling } from './telling.ts';

export type { PlayerNews } from './compose-news.ts';

export interface TellPlayer {
  playerId: PlayerId;
  news: PlayerNews;
  /** Names what has happened, so that it is told once, such as `receipt:rcp_…:12`; told each time when left out. */
  key?: string;
  /** It answers a button of the quest's own message, which is changed where it is, and rings no bell. */
  quiet?: boolean;
  at: Date;
}

/** Returns whether there was something new to tell. Throws Refusal `quest_not_joined`. */
export async function tellPlayer(
  tx: Tx,
  { playerId, news, key, quiet = false, at }: TellPlayer,
): Promise<boolean> {
  const view = await readQuestView(tx, { playerId, at });
  const { player, message: now } = view;
  const identity = await readIdentity(tx, player.identityId);
  const { defaultLanguage, timeZone } = await readProgramme(tx);
  const { language, messenger } = identity;
  const telling: Telling = { language, fallback: defaultLanguage, messenger, timeZone, now: at };
  const { screen, isQuest } = composeNews(view, { news, taskNo: taskAt(identity, player.questId) }, telling);

  const deliveryId = newId('dlv', at.getTime());
  const to = { identityId: identity.identityId, memberId: player.memberId, lane: 'notice', at } as const;
  const keyboard = identity.memberId ? menuKeyboard(language) : guestKeyboard(language);
  const onceKey = key === undefined ? undefined : `quest:${playerId}:${key}`;
  if (quiet && isQuest && now && messenger === 'telegram' && now.pictureId === screen.pictureId) {
    const { text, buttons } = screen;
    const edit: Prompt = { say: 'edit', of: { deliveryId: now.deliveryId }, text, buttons, orSend: true };
    const [changed] = await queueDeliveries(tx, [{ ...to, lane: 'reply', prompt: edit, onceKey }]);
    return changed !== null;
  }
  const [queued] = await queueDeliveries(tx, [
    { ...to, deliveryId, prompt: promptOf(screen, keyboard), onceKey },
  ]);
  if (!queued) return false;
  if (isQuest && messenger === 'telegram') await replace(tx, { playerId, now, to, deliveryId });
  return true;
}

interface Replace {
  playerId: PlayerId;
  now: FoundMessage | null;
  to: { identityId: IdentityId; lane: 'notice'; at: Date };
  deliveryId: DeliveryId;
}

/** The news are the message of the quest from now on: the one before goes. */
async function replace(tx: Tx, { playerId, now, to, deliveryId }: Replace): Promise<void> {
  if (now) {
    const gone: Prompt = { say: 'delete', of: { deliveryId: now.deliveryId }, text: '' };
    await queueDeliveries(tx, [{ ...to, prompt: gone }]);
  }
  await keepQuestMessage(tx, { playerId, identityId: to.identityId, deliveryId });
}

/** The task whose answer the conversation awaits; null: it is somewhere else. */
function taskAt({ scene, sceneState }: Identity, questId: string): number | null {
  const state = (sceneState ?? {}) as { questId?: unknown; taskNo?: unknown };
  const isHere = scene === 'quest' && state.questId === questId;
  return isHere && typeof state.taskNo === 'number' ? state.taskNo : null;
}

function promptOf({ text, buttons, pictureId }: Screen, keyboard: MessagePrompt['keyboard']): MessagePrompt {
  return {
    say: 'message',
    text,
    ...(buttons.length > 0 && { buttons }),
    ...(pictureId !== null && { picture: { picture: 'stored', pictureId } }),
    ...(keyboard && { keyboard }),
  };
}
