// What staff say of a photo, from the console or from their chat.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { botSentence } from '#src/lib/i18n.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { Refusal } from '../../refusal.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import { settleTask } from '../settle-task.ts';
import { tellPlayer } from '../tell/tell-player.ts';
import type { RefusalReason } from './refusal-reasons.ts';

export interface DecideAttempt {
  questId: QuestId;
  playerId: PlayerId;
  attemptKey: string;
  verdict: 'right' | 'wrong';
  /** Ready-made words to the player, in their own language; left out: none. */
  reason?: RefusalReason | undefined;
  /** Own words, in the place of those; empty: none. */
  note: string;
  /** A staff id, or whoever pressed in a staff chat, such as `telegram:912345678`. */
  actor: string;
  at: Date;
}

/** `already`: somebody was quicker, and what they said stands. */
export type Decided = 'decided' | 'already';

/** Settles the task and tells the player, guests too. Throws Refusal `review_not_found`, `quest_not_joined`, `quest_task_gone`. */
export async function decideAttempt(
  tx: Tx,
  { questId, playerId, attemptKey, verdict, reason, note, actor, at }: DecideAttempt,
): Promise<Decided> {
  const [asked] = await tx.execute<{ task_no: number; kind: string; language: Language }>(sql`
    select a.task_no, a.given->>'kind' as kind, i.language
    from quest_attempt a join quest_player p using (player_id) join identity i using (identity_id)
    where a.player_id = ${playerId} and a.attempt_key = ${attemptKey} and a.quest_id = ${questId}`);
  if (asked?.kind !== 'photo') throw new Refusal('review_not_found');
  const taskNo = asked.task_no;
  const readyMade = reason ? botSentence(asked.language, `questReview.${reason}`) : '';
  const said = note.trim() || readyMade;
  const answered = await settleTask(tx, {
    playerId,
    taskNo,
    key: attemptKey,
    verdict,
    by: actor,
    ...(said && { note: said }),
    at,
  });
  if (answered.outcome === 'again') return 'already';
  await recordAudit(tx, {
    actor,
    action: 'quest.decide',
    subject: playerId,
    detail: { questId, taskNo, attemptKey, verdict },
    at,
  });
  const news = { news: 'answered', taskNo, answered, note: said || null } as const;
  await tellPlayer(tx, { playerId, news, key: `decided:${attemptKey}`, at });
  return 'decided';
}
