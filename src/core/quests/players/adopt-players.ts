// Whose a player is, when that changes: a guest has become a member, and a member has become part of another or is one of
// their own again. Where that member plays the same quest already, the two become one.
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questPlayer } from '#src/db/schema/quests.ts';
import type { IdentityId, MemberId, PlayerId, QuestId } from '#src/lib/id.ts';
import { lockPlayers } from './lock-players.ts';
import { mergePlayers } from './merge-players.ts';

/** What a chat has played as a guest is the member's. Returns the players whom that concerns. */
export async function adoptGuests(
  tx: Tx,
  { identityIds, memberId, at }: { identityIds: readonly IdentityId[]; memberId: MemberId; at: Date },
): Promise<PlayerId[]> {
  if (identityIds.length === 0) return [];
  const guests = await tx
    .select({ playerId: questPlayer.playerId, questId: questPlayer.questId })
    .from(questPlayer)
    .where(and(inArray(questPlayer.identityId, [...identityIds]), isNull(questPlayer.memberId)));
  return await adopt(tx, { players: guests, memberId, at });
}

/** What one member has played is the other's. */
export async function adoptMember(
  tx: Tx,
  { from, into, at }: { from: MemberId; into: MemberId; at: Date },
): Promise<PlayerId[]> {
  const players = await tx
    .select({ playerId: questPlayer.playerId, questId: questPlayer.questId })
    .from(questPlayer)
    .where(eq(questPlayer.memberId, from));
  return await adopt(tx, { players, memberId: into, at });
}

/** Two members are two again: what was played last in a chat that is the one's own again is theirs. */
export async function partPlayers(
  tx: Tx,
  { from, into, identityIds }: { from: MemberId; into: MemberId; identityIds: readonly IdentityId[] },
): Promise<void> {
  if (identityIds.length === 0) return;
  const ofBoth = await tx
    .select()
    .from(questPlayer)
    .where(inArray(questPlayer.memberId, [from, into]));
  const taken = new Set(ofBoth.flatMap(({ memberId, questId }) => (memberId === from ? [questId] : [])));
  const parted = ofBoth.filter(
    ({ memberId, identityId, questId }) =>
      memberId === into && identityIds.includes(identityId) && !taken.has(questId),
  );
  await lockPlayers(
    tx,
    parted.map(({ playerId }) => playerId),
  );
  for (const { playerId } of parted)
    await tx.update(questPlayer).set({ memberId: from }).where(eq(questPlayer.playerId, playerId));
}

async function adopt(
  tx: Tx,
  {
    players,
    memberId,
    at,
  }: { players: { playerId: PlayerId; questId: QuestId }[]; memberId: MemberId; at: Date },
): Promise<PlayerId[]> {
  if (players.length === 0) return [];
  const questIds = players.map(({ questId }) => questId);
  const own = await tx
    .select({ playerId: questPlayer.playerId })
    .from(questPlayer)
    .where(and(eq(questPlayer.memberId, memberId), inArray(questPlayer.questId, questIds)));
  const locked = await lockPlayers(
    tx,
    [...players, ...own].map(({ playerId }) => playerId),
  );
  const asked = new Set(players.map(({ playerId }) => playerId));
  const byQuest = new Map(
    locked.flatMap((each) => (each.memberId === memberId ? [[each.questId, each]] : [])),
  );
  const concerned: PlayerId[] = [];
  for (const player of locked) {
    if (!asked.has(player.playerId) || player.memberId === memberId) continue;
    const into = byQuest.get(player.questId);
    if (into) {
      await mergePlayers(tx, { from: player, into, at });
      // A third one is added to what the two have become.
      const [now] = await lockPlayers(tx, [into.playerId]);
      if (now) byQuest.set(now.questId, now);
      concerned.push(into.playerId);
      continue;
    }
    await tx
      .update(questPlayer)
      .set({ memberId, unpaidBecause: null })
      .where(eq(questPlayer.playerId, player.playerId));
    byQuest.set(player.questId, { ...player, memberId });
    concerned.push(player.playerId);
  }
  return [...new Set(concerned)];
}
