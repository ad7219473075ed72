// Writes down what a partner has said, and settles the task by it. The player is locked before the question, as
// everywhere; of two who say something at once the first counts.
import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questAttempt } from '#src/db/schema/quests.ts';
import { questCheck } from '#src/db/schema/quests-pages.ts';
import type { PlayerId } from '#src/lib/id.ts';
import { Refusal } from '../../refusal.ts';
import type { WebhookOutcome } from '../../webhooks/post-webhook.ts';
import { settleTask } from '../settle-task.ts';
import { tellPlayer } from '../tell/tell-player.ts';
import type { ClaimedCheck } from './claim-checks.ts';
import type { CheckVerdict } from './judge-check.ts';

/** Who has decided, in the attempt. */
const BY_CHECK = 'check';
const OPEN = ['queued', 'sending', 'later', 'dead'] as const;

export interface SettleCheck {
  claimed: Pick<ClaimedCheck, 'checkKey' | 'attempts'>;
  outcome: WebhookOutcome;
  verdict: CheckVerdict;
  at: Date;
}

/** Nothing happens to a question that somebody else has taken up or answered meanwhile. True: the player has news. */
export async function settleCheck(
  tx: Tx,
  { claimed, outcome, verdict, at }: SettleCheck,
): Promise<PlayerId | null> {
  const { checkKey, attempts } = claimed;
  const told = { lastStatus: outcome.status, lastError: outcome.error };
  if (verdict.to === 'passed' || verdict.to === 'failed')
    return await decide(tx, { checkKey, passed: verdict.to === 'passed', told, at });
  const nextAt = verdict.to === 'queued' ? new Date(at.getTime() + verdict.delayMs) : at;
  await tx
    .update(questCheck)
    .set({ status: verdict.to, nextAt, ...told })
    .where(
      and(
        eq(questCheck.checkKey, checkKey),
        eq(questCheck.status, 'sending'),
        eq(questCheck.attempts, attempts),
      ),
    );
  return null;
}

/**
 * The partner answers by itself, as it said it would. The same answer again is harmless; returns the player who has news.
 * Throws Refusal `check_not_found`, and `check_settled` when it was settled otherwise before, by them or by staff.
 */
export async function answerCheck(
  tx: Tx,
  { checkKey, passed, at }: { checkKey: string; passed: boolean; at: Date },
): Promise<PlayerId | null> {
  const news = await decide(tx, { checkKey, passed, told: {}, at });
  const [row] = await tx.select().from(questCheck).where(eq(questCheck.checkKey, checkKey));
  if (!row) throw new Refusal('check_not_found');
  if (row.status !== (passed ? 'passed' : 'failed')) throw new Refusal('check_settled');
  return news;
}

interface Decided {
  checkKey: string;
  passed: boolean;
  told: { lastStatus?: number | null; lastError?: string | null };
  at: Date;
}

async function decide(tx: Tx, { checkKey, passed, told, at }: Decided): Promise<PlayerId | null> {
  const [check] = await tx.select().from(questCheck).where(eq(questCheck.checkKey, checkKey));
  if (!check || !OPEN.some((status) => status === check.status)) return null;
  const { playerId, taskNo, attemptKey: key } = check;
  const verdict = passed ? 'right' : 'wrong';
  const answered = await settleTask(tx, { playerId, taskNo, key, verdict, by: BY_CHECK, at }).catch(
    (error: unknown) => {
      if (error instanceof Refusal && error.code === 'quest_task_gone') return null;
      throw error;
    },
  );
  if (answered === null) return await putAside(tx, checkKey, told);
  const { outcome } = answered;
  // Staff may have decided before: then their word stands, and the question is over.
  const status = outcome === 'again' ? await decidedAs(tx, { playerId, key }) : passed ? 'passed' : 'failed';
  const written = await tx
    .update(questCheck)
    .set({ status, settledAt: at, ...told })
    .where(and(eq(questCheck.checkKey, checkKey), inArray(questCheck.status, [...OPEN])))
    .returning({ playerId: questCheck.playerId });
  if (written.length === 0 || outcome === 'again') return null;
  const news = { news: 'answered', taskNo, answered } as const;
  await tellPlayer(tx, { playerId, news, key: `check:${checkKey}`, at });
  return playerId;
}

/** Its task was taken out of the quest: there is nothing left to ask about. */
async function putAside(tx: Tx, checkKey: string, told: Decided['told']): Promise<null> {
  await tx
    .update(questCheck)
    .set({ status: 'dead', ...told })
    .where(and(eq(questCheck.checkKey, checkKey), inArray(questCheck.status, [...OPEN])));
  return null;
}

async function decidedAs(
  tx: Tx,
  { playerId, key }: { playerId: PlayerId; key: string },
): Promise<'passed' | 'failed'> {
  const [attempt] = await tx
    .select({ verdict: questAttempt.verdict })
    .from(questAttempt)
    .where(and(eq(questAttempt.playerId, playerId), eq(questAttempt.attemptKey, key)));
  return attempt?.verdict === 'right' ? 'passed' : 'failed';
}
