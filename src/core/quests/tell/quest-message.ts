// The one message of a quest in a chat. Where the messenger can change a message it is changed as the quest goes on;
// when it has slid away, or has to get or lose a picture, a new one comes below and the old one is taken away.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questPlayer } from '#src/db/schema/quests.ts';
import type { DeliveryId, IdentityId, PlayerId } from '#src/lib/id.ts';
import type { Player } from '../player.ts';
import type { FoundMessage } from '../read-standing.ts';

export interface QuestMessage {
  playerId: PlayerId;
  /** Where it is; null: there is none in this chat. */
  now: FoundMessage | null;
}

/** The message of somebody who was looked at. */
export function questMessageOf(
  { player, message }: { player: Player; message: FoundMessage | null },
  chat: IdentityId,
): QuestMessage {
  return { playerId: player.playerId, now: player.identityId === chat ? message : null };
}

/** From now on the message of a player is the one of this delivery. */
export async function keepQuestMessage(
  tx: Tx,
  {
    playerId,
    identityId,
    deliveryId,
  }: { playerId: PlayerId; identityId: IdentityId; deliveryId: DeliveryId },
): Promise<void> {
  await tx
    .update(questPlayer)
    .set({ messageId: deliveryId, identityId })
    .where(eq(questPlayer.playerId, playerId));
}
