// Somebody plays in a team, from then on: what they have gathered before counts for it too.
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questPlayer, questTeam } from '#src/db/schema/quests.ts';
import { newId, type TeamId } from '#src/lib/id.ts';
import { Refusal } from '../../refusal.ts';
import type { Player } from '../player.ts';
import { readQuest } from '../read-quest.ts';
import { findTeam } from './team.ts';

/**
 * Harmless for whoever plays in it already. Throws Refusal `quest_team_gone`, `quest_team_taken` (they play in another one),
 * `quest_team_closed` (it has reached its goal, so that nobody takes a share of what others have done).
 */
export async function joinTeam(
  tx: Tx,
  { player, teamId }: { player: Player; teamId: TeamId },
): Promise<void> {
  // Whoever counts the team holds it: a goal that is being reached just now is waited for.
  await tx.select({ one: sql`1` }).from(questTeam).where(eq(questTeam.teamId, teamId)).for('share');
  const team = await findTeam(tx, teamId);
  if (team?.questId !== player.questId) throw new Refusal('quest_team_gone');
  if (player.teamId === teamId) return;
  if (team.reachedAt) throw new Refusal('quest_team_closed');
  const joined = await tx
    .update(questPlayer)
    .set({ teamId })
    .where(and(eq(questPlayer.playerId, player.playerId), isNull(questPlayer.teamId)))
    .returning({ teamId: questPlayer.teamId });
  if (joined.length === 0) throw new Refusal('quest_team_taken');
}

/**
 * The team of somebody who plays without a group; made when they have none. Throws Refusal `quest_team_gone` where the quest
 * has no teams.
 */
export async function ensureOwnTeam(tx: Tx, { player, at }: { player: Player; at: Date }): Promise<TeamId> {
  if (player.teamId) return player.teamId;
  const { questId, playerId, nickname } = player;
  const { terms } = await readQuest(tx, questId);
  if (!terms.team) throw new Refusal('quest_team_gone');
  const teamId = newId('tem', at.getTime());
  const made = { teamId, questId, chatId: playerId, title: nickname, createdAt: at };
  await tx.insert(questTeam).values(made).onConflictDoNothing();
  const [team] = await tx
    .select({ teamId: questTeam.teamId })
    .from(questTeam)
    .where(and(eq(questTeam.questId, questId), eq(questTeam.chatId, playerId)));
  if (!team) throw new Error('an upsert gave no row');
  await tx
    .update(questPlayer)
    .set({ teamId: team.teamId })
    .where(and(eq(questPlayer.playerId, playerId), isNull(questPlayer.teamId)));
  return team.teamId;
}
