// Staff settle a task by hand: what a player could not send or was refused by mistake, or what they should not have.
import type { Tx } from '#src/db/client.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import { settleTask } from '../settle-task.ts';
import { tellPlayer } from '../tell/tell-player.ts';
import { requirePlayer } from './require-player.ts';

export interface GiveTask {
  questId: QuestId;
  playerId: PlayerId;
  taskNo: number;
  /** withdrawn: done before, and it does not count any more. */
  verdict: 'right' | 'withdrawn';
  /** To the player. */
  reason: string;
  /** Of the form that was sent: sent again, it is not done again. */
  requestKey: string;
  /** A staff id. */
  actor: string;
  at: Date;
}

/**
 * Returns whether it has changed anything: a task that is done is not done again. Throws Refusal `player_not_found`,
 * `quest_task_gone`.
 */
export async function giveTask(
  tx: Tx,
  { questId, playerId, taskNo, verdict, reason, requestKey, actor, at }: GiveTask,
): Promise<boolean> {
  await requirePlayer(tx, { questId, playerId });
  const key = `staff:${requestKey}`;
  const given = { kind: 'pressed' } as const;
  const answered = await settleTask(tx, {
    playerId,
    taskNo,
    key,
    verdict,
    given,
    by: actor,
    note: reason,
    at,
  });
  if (answered.outcome === 'again') return false;
  await recordAudit(tx, {
    actor,
    action: 'quest.give_task',
    subject: playerId,
    detail: { questId, taskNo, verdict, reason },
    at,
  });
  const news = { news: 'answered', taskNo, answered, note: reason } as const;
  await tellPlayer(tx, { playerId, news, key, at });
  return true;
}
