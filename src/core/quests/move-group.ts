// Telegram has turned a group into a supergroup, which is a chat of another id: what the group played and looked at goes on
// there. Messages of the old chat can be neither changed nor taken away any more.
import type { Tx } from '#src/db/client.ts';
import { moveDeliveries } from '../deliveries/move-deliveries.ts';
import { succeedChat } from '../members/succeed-chat.ts';
import { moveChat } from './live/chats/move-chat.ts';
import { type MoveTeams, moveTeams } from './teams/move-teams.ts';

/**
 * Harmless when it was done before, and when the old chat never said anything. `group` is locked by the conversation; the old
 * chat is locked after it, and whatever both have after them.
 */
export async function moveGroup(tx: Tx, { group, from, chatAddress, at }: MoveTeams): Promise<void> {
  const { identityId: to } = group;
  const old = await succeedChat(tx, { identityId: to, messenger: 'telegram', before: from });
  if (!old) return;
  const { identityId, language } = old;
  const meters = await moveTeams(tx, { group: { ...group, language }, from, chatAddress, at });
  const photos = await moveChat(tx, { from: identityId, to, at });
  await moveDeliveries(tx, { from: identityId, to, apart: [...meters, ...photos], at });
}
