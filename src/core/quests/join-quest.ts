import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questPlayer } from '#src/db/schema/quests.ts';
import { type IdentityId, type MemberId, newId, type QuestId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { readIdentity } from '../members/ensure-identity.ts';
import { findHomeStore } from '../receipts/find-home-store.ts';
import { Refusal } from '../refusal.ts';
import { findPlayer } from './find-player.ts';
import { opennessOf } from './limits.ts';
import { mayJoin } from './may-join.ts';
import { newNickname, readNickname } from './nickname.ts';
import type { Player } from './player.ts';
import { type Quest, readQuest } from './read-quest.ts';

export interface JoinQuest {
  questId: QuestId;
  identity: { identityId: IdentityId; memberId: MemberId | null; messenger: 'telegram' | 'viber' };
  /** As somebody has written it; one is made up when left out. */
  nickname?: string | undefined;
  at: Date;
}

/** The store of a member is where they have bought most often within a year. */
const STORE_SINCE_MS = 365 * DAY_MS;

/**
 * Somebody takes part in a quest. Whoever does already is who they were, and is written to in this chat from now on.
 * Throws Refusal `quest_not_found`, `quest_not_open`, `quest_paused`, `quest_over`, `quest_not_for_you`,
 * `quest_for_members`, `name_not_valid` {longest}.
 */
export async function joinQuest(tx: Tx, { questId, identity, nickname, at }: JoinQuest): Promise<Player> {
  const { identityId, memberId } = identity;
  const known = await findPlayer(tx, { questId, identityId, memberId });
  if (known) return await moveTo(tx, known, { identityId, at });
  const quest = await readQuest(tx, questId);
  await requireJoinable(tx, quest, { memberId, at });

  const name = nickname === undefined ? null : readNickname(nickname);
  const storeId =
    memberId && quest.terms.storeBoards
      ? await findHomeStore(tx, { memberId, since: new Date(at.getTime() - STORE_SINCE_MS) })
      : null;
  const [player] = await tx
    .insert(questPlayer)
    .values({
      playerId: newId('ply', at.getTime()),
      questId,
      memberId,
      identityId,
      nickname: name ?? newNickname((await readIdentity(tx, identityId)).language),
      storeId,
      scoredAt: at,
      joinedAt: at,
      lastAt: at,
      unpaidBecause: memberId ? null : 'guest',
    })
    .onConflictDoNothing()
    .returning();
  if (player) return player;
  // They have joined in their other chat at the same moment.
  const other = await findPlayer(tx, { questId, identityId, memberId });
  if (!other) throw new Error('a player is neither new nor known');
  return await moveTo(tx, other, { identityId, at });
}

async function requireJoinable(
  tx: Tx,
  quest: Quest,
  { memberId, at }: { memberId: MemberId | null; at: Date },
): Promise<void> {
  // Joining is possible at any hour of a quest, so that its time zone does not matter here.
  const openness = opennessOf({ ...quest, terms: { ...quest.terms, hours: null } }, at, 'UTC');
  if (openness === 'draft') throw new Refusal('quest_not_found');
  if (openness === 'over') throw new Refusal('quest_over');
  if (openness === 'paused') throw new Refusal('quest_paused');
  if (openness !== 'open') throw new Refusal('quest_not_open');
  const [may] = await mayJoin(tx, { quests: [quest], memberId, at });
  if (may === 'members') throw new Refusal('quest_for_members');
  if (may !== 'yes') throw new Refusal('quest_not_for_you');
}

/** The one message of the quest belongs to the chat that it is in. */
async function moveTo(
  tx: Tx,
  player: Player,
  { identityId, at }: { identityId: IdentityId; at: Date },
): Promise<Player> {
  if (player.identityId === identityId) return player;
  const [moved] = await tx
    .update(questPlayer)
    .set({ identityId, messageId: null, lastAt: at })
    .where(eq(questPlayer.playerId, player.playerId))
    .returning();
  return moved ?? player;
}

/** Changes what a player is called in front of others. Throws Refusal `name_not_valid` {longest}. */
export async function renamePlayer(
  tx: Tx,
  { player, nickname }: { player: Player; nickname: string },
): Promise<void> {
  await tx
    .update(questPlayer)
    .set({ nickname: readNickname(nickname) })
    .where(sql`${questPlayer.playerId} = ${player.playerId}`);
}
