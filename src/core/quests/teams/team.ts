// A team as it is shown: what it has gathered, and never who has done what.
import { and, eq, ne, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { quest, questPlayer, questTeam } from '#src/db/schema/quests.ts';
import { isId, type QuestId, type TeamId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import type { Player } from '../player.ts';
import type { QuestTerms } from '../quest-terms.ts';

export interface Team {
  teamId: TeamId;
  questId: QuestId;
  title: string;
  /** As of the last count, some seconds ago. */
  score: number;
  players: number;
  goal: number;
  /** What the goal is called. */
  titles: Texts;
  reachedAt: Date | null;
  /** It plays in a group of a messenger; otherwise somebody shows its link to others. */
  isGroup: boolean;
}

/** Null: there is no such team, or its quest has none any more. */
export async function findTeam(db: Reader, teamId: TeamId): Promise<Team | null> {
  const [row] = await db
    .select({ team: questTeam, terms: quest.terms })
    .from(questTeam)
    .innerJoin(quest, and(eq(quest.questId, questTeam.questId)))
    .where(eq(questTeam.teamId, teamId));
  return row ? teamOf(row.team, row.terms as QuestTerms) : null;
}

/** The team of a player with what they have gathered by now, which the count of the team comes to some seconds later. */
export async function findTeamOf(
  db: Reader,
  { playerId, teamId, score }: Pick<Player, 'playerId' | 'teamId' | 'score'>,
): Promise<Team | null> {
  const team = teamId && (await findTeam(db, teamId));
  if (!team) return null;
  const [others] = await db
    .select({ score: sql<number>`coalesce(sum(${questPlayer.score}), 0)::integer` })
    .from(questPlayer)
    .where(and(eq(questPlayer.teamId, teamId), ne(questPlayer.playerId, playerId)));
  return { ...team, score: score + (others?.score ?? 0) };
}

export function teamOf(
  { teamId, questId, title, score, players, reachedAt, identityId }: typeof questTeam.$inferSelect,
  { team }: Pick<QuestTerms, 'team'>,
): Team | null {
  if (!team) return null;
  const { goal, titles } = team;
  return { teamId, questId, title, score, players, goal, titles, reachedAt, isGroup: identityId !== null };
}

/** The payload of the link that joins a team. */
export const teamPayload = (teamId: TeamId): string => `m-${teamId.slice('tem_'.length)}`;

export function readTeamPayload(payload: string): TeamId | null {
  const teamId = `tem_${/^m-([0-9a-z]{20})$/.exec(payload)?.[1] ?? ''}`;
  return isId('tem', teamId) ? teamId : null;
}
