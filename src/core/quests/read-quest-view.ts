import { eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { quest, questPlayer, questProgress } from '#src/db/schema/quests.ts';
import type { PlayerId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { readKnownQuest } from './known-quests.ts';
import type { Quest } from './read-quest.ts';
import { findTeam } from './teams/team.ts';
import { type QuestView, viewQuest } from './view-quest.ts';

/** A quest as one player stands in it. Throws Refusal `quest_not_joined`. */
export async function readQuestView(
  db: Reader,
  { playerId, at }: { playerId: PlayerId; at: Date },
): Promise<QuestView> {
  const [row] = await db
    .select({ player: questPlayer, quest })
    .from(questPlayer)
    .innerJoin(quest, eq(quest.questId, questPlayer.questId))
    .where(eq(questPlayer.playerId, playerId));
  if (!row) throw new Refusal('quest_not_joined');
  const { questId, version } = row.quest;
  const { whole, timeZone } = await readKnownQuest(db, { questId, version });
  const team = row.player.teamId && (await findTeam(db, row.player.teamId));
  const progress = await db.select().from(questProgress).where(eq(questProgress.playerId, playerId));
  // Only checked terms are stored.
  const now = { ...whole, quest: row.quest as Quest };
  return viewQuest({ whole: now, player: row.player, team: team || null, progress, timeZone, at });
}
