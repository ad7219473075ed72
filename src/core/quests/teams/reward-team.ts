// A team has reached its goal: prizes that wait for that go to its players, and whoever has no group to read it in is told.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questProgress } from '#src/db/schema/quests.ts';
import type { QuestId, TeamId } from '#src/lib/id.ts';
import { readKnownQuest } from '../known-quests.ts';
import type { Player } from '../player.ts';
import { winPrizes } from '../prizes/win-prizes.ts';
import { readQuest } from '../read-quest.ts';
import { tellPlayer } from '../tell/tell-player.ts';

export interface RewardTeam {
  teamId: TeamId;
  questId: QuestId;
  isGroup: boolean;
  /** Whoever plays in it, locked before the team. */
  players: readonly Player[];
  at: Date;
}

export async function rewardTeam(
  tx: Tx,
  { teamId, questId, isGroup, players, at }: RewardTeam,
): Promise<void> {
  const { version } = await readQuest(tx, questId);
  const { whole } = await readKnownQuest(tx, { questId, version });
  for (const player of players) {
    const { playerId } = player;
    const progress = await tx.select().from(questProgress).where(eq(questProgress.playerId, playerId));
    const states = new Map(progress.map(({ taskNo, state }) => [taskNo, state]));
    const won = await winPrizes(tx, { whole, player, states, at });
    if (!isGroup) {
      const news = { news: 'team', goal: whole.quest.terms.team?.titles ?? {} } as const;
      await tellPlayer(tx, { playerId, news, key: `team:${teamId}`, at });
    }
    for (const prizeNo of won)
      await tellPlayer(tx, {
        playerId,
        news: { news: 'won', prizeNo, place: null },
        key: `won:${prizeNo}`,
        at,
      });
  }
}
