import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { questPlayer } from '#src/db/schema/quests.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';
import { Refusal } from '../../refusal.ts';
import type { Player } from '../player.ts';

/** The player in this very quest. Throws Refusal `player_not_found`. */
export async function requirePlayer(
  db: Reader,
  { questId, playerId }: { questId: QuestId; playerId: PlayerId },
): Promise<Player> {
  const [player] = await db
    .select()
    .from(questPlayer)
    .where(and(eq(questPlayer.playerId, playerId), eq(questPlayer.questId, questId)));
  if (!player) throw new Refusal('player_not_found');
  return player;
}
