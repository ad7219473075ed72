import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { questPlayer } from '#src/db/schema/quests.ts';
import type { IdentityId, MemberId, PlayerId, QuestId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Player } from './player.ts';

export interface Speaker {
  identityId: IdentityId;
  /** Null: a guest. */
  memberId: MemberId | null;
}

/**
 * Who somebody is in a quest; null: they have not joined. A member who joined as a guest is found by the chat until
 * follow-quests has told the quest who they are.
 */
export async function findPlayer(
  db: Reader,
  { questId, ...speaker }: Speaker & { questId: QuestId },
): Promise<Player | null> {
  const [row] = await db
    .select()
    .from(questPlayer)
    .where(and(eq(questPlayer.questId, questId), isSpeaker(speaker)))
    .orderBy(sql`${questPlayer.memberId} nulls last`)
    .limit(1);
  return row ?? null;
}

/** Every quest that somebody has joined. */
export async function listPlayersOf(db: Reader, speaker: Speaker): Promise<Player[]> {
  return await db
    .select()
    .from(questPlayer)
    .where(isSpeaker(speaker))
    .orderBy(sql`${questPlayer.memberId} nulls last`, questPlayer.joinedAt);
}

/** Throws Refusal `quest_not_joined`. */
export async function readPlayer(db: Reader, playerId: PlayerId): Promise<Player> {
  const [row] = await db.select().from(questPlayer).where(eq(questPlayer.playerId, playerId));
  if (!row) throw new Refusal('quest_not_joined');
  return row;
}

function isSpeaker({ identityId, memberId }: Speaker) {
  const asGuest = and(isNull(questPlayer.memberId), eq(questPlayer.identityId, identityId));
  return memberId === null ? asGuest : or(eq(questPlayer.memberId, memberId), asGuest);
}
