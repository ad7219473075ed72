import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questCorrection, questPlayer, questProgress } from '#src/db/schema/quests.ts';
import { newId, type PlayerId, type QuestId } from '#src/lib/id.ts';
import { invalidField, Refusal } from '../../refusal.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import { readWholeQuest } from '../read-quest.ts';
import { tellPlayer } from '../tell/tell-player.ts';
import { winPrizes } from './win-prizes.ts';

export interface CorrectPlayer {
  questId: QuestId;
  playerId: PlayerId;
  /** Given, or taken when below zero; not zero. */
  points: number;
  /** The task that it is about; null: none. */
  taskNo: number | null;
  reason: string;
  /** Of the form that was sent: sent again, it is not done again. */
  requestKey: string;
  /** A staff id. */
  actor: string;
  at: Date;
}

/**
 * Staff give or take points of a quest by hand; they are told why, what is paid follows by itself,
 * and prizes that are within reach now are won. Throws
 * Refusal `player_not_found`, `score_too_low` {score}, `invalid_input` {field}.
 */
export async function correctPlayer(
  tx: Tx,
  { questId, playerId, points, taskNo, reason, requestKey, actor, at }: CorrectPlayer,
): Promise<{ score: number; won: number[] }> {
  if (points === 0) throw invalidField('points', 'notZero');
  const [player] = await tx
    .select()
    .from(questPlayer)
    .where(and(eq(questPlayer.playerId, playerId), eq(questPlayer.questId, questId)))
    .for('no key update');
  if (!player) throw new Refusal('player_not_found');
  const made = await tx
    .insert(questCorrection)
    .values({
      correctionId: newId('cor', at.getTime()),
      playerId,
      taskNo,
      points,
      reason,
      correctedBy: actor,
      correctedAt: at,
      requestKey,
    })
    .onConflictDoNothing()
    .returning({ correctionId: questCorrection.correctionId });
  if (made.length === 0) return { score: player.score, won: [] };
  const score = player.score + points;
  if (score < 0) throw new Refusal('score_too_low', { score: player.score });
  const scoredAt = points > 0 ? at : player.scoredAt;
  await tx.update(questPlayer).set({ score, scoredAt }).where(eq(questPlayer.playerId, playerId));
  const detail = { questId, points, taskNo };
  await recordAudit(tx, { actor, action: 'quest.correct', subject: playerId, detail, at });
  const news = { news: 'corrected', points, reason } as const;
  await tellPlayer(tx, { playerId, news, key: `corrected:${requestKey}`, at });
  if (points < 0) return { score, won: [] };
  const states = await tx
    .select({ taskNo: questProgress.taskNo, state: questProgress.state })
    .from(questProgress)
    .where(eq(questProgress.playerId, playerId));
  const won = await winPrizes(tx, {
    whole: await readWholeQuest(tx, questId),
    player: { ...player, score },
    states: new Map(states.map((each) => [each.taskNo, each.state])),
    at,
  });
  for (const prizeNo of won)
    await tellPlayer(tx, { playerId, news: { news: 'won', prizeNo, place: null }, at });
  return { score, won };
}
