// Carries out what was pressed in groups of the staff, and brings their messages up to date: who has decided, wherever
// that was; and a photo of somebody who was erased is taken out of the group.
import { sql } from 'drizzle-orm';
import { type Db, type Tx, transaction } from '#src/db/client.ts';
import type { DeliveryId, IdentityId, PlayerId, QuestId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { Prompt } from '../../../deliveries/prompt.ts';
import { queueDelivery } from '../../../deliveries/queue-delivery.ts';
import { Refusal } from '../../../refusal.ts';
import { readStaffNames } from '../../../staff/read-staff-names.ts';
import { readWholeQuest } from '../../read-quest.ts';
import { decideAttempt } from '../decide-attempt.ts';
import type { RefusalReason } from '../refusal-reasons.ts';
import { composeDecided, type Decision } from './compose-review.ts';

const AT_ONCE = 20;

interface Press extends Record<string, unknown> {
  delivery_id: DeliveryId;
  quest_id: QuestId;
  player_id: PlayerId;
  attempt_key: string;
  pressed: 'right' | 'wrong';
  pressed_reason: RefusalReason | null;
  pressed_by: string;
}

/**
 * Each in its own transaction, which locks the player before the message: a conversation that waits for the message holds
 * no player whom this waits for. Returns how many there were.
 */
export async function decidePressed(db: Db, at: Date): Promise<number> {
  const presses = await db.execute<Press>(sql`
    select s.delivery_id, a.quest_id, s.player_id, s.attempt_key, s.pressed, s.pressed_reason, s.pressed_by
    from quest_review_post s join quest_attempt a using (player_id, attempt_key)
    where s.shows = 'waiting' and s.pressed is not null and a.verdict = 'waiting'
    order by s.pressed_at limit ${AT_ONCE}::integer`);
  for (const press of presses) await decide(db, press, at);
  return presses.length;
}

async function decide(db: Db, press: Press, at: Date): Promise<void> {
  const { quest_id: questId, player_id: playerId, attempt_key: attemptKey, pressed: verdict } = press;
  const reason = press.pressed_reason ?? undefined;
  const decision = { questId, playerId, attemptKey, verdict, reason, actor: press.pressed_by };
  try {
    await transaction(db, (tx) => decideAttempt(tx, { ...decision, note: '', at }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // The task or the player is no more, so there is nothing left to decide.
    await transaction(db, (tx) => takeAway(tx, press.delivery_id, at));
  }
}

interface Settled extends Record<string, unknown> {
  delivery_id: DeliveryId;
  identity_id: IdentityId;
  language: Language;
  quest_id: QuestId;
  task_no: number;
  nickname: string;
  has_picture: boolean;
  verdict: string;
  decided_by: string | null;
  decision_note: string | null;
  /** The first name of whoever has decided in a group. */
  name: string | null;
}

/** Returns how many messages were changed. */
export async function tellDecided(tx: Tx, at: Date): Promise<number> {
  const settled = await tx.execute<Settled>(sql`
    select s.delivery_id, s.identity_id, i.language, a.quest_id, a.task_no, p.nickname, a.verdict, a.decided_by, a.decision_note,
      a.given->>'pictureId' is not null as has_picture,
      (select o.pressed_name from quest_review_post o where o.player_id = s.player_id
        and o.attempt_key = s.attempt_key and o.pressed_by = a.decided_by limit 1) as name
    from quest_review_post s join quest_attempt a using (player_id, attempt_key) join quest_player p using (player_id)
      join identity i on i.identity_id = s.identity_id
    where s.shows = 'waiting' and (a.verdict <> 'waiting' or a.given->>'pictureId' is null)
    order by s.posted_at limit ${AT_ONCE}::integer for no key update of s skip locked`);
  const names = await readStaffNames(
    tx,
    settled.flatMap(({ decided_by }) => decided_by ?? []),
  );
  for (const post of settled) {
    const { verdict, delivery_id: deliveryId, decided_by: decidedBy } = post;
    const isSaid = verdict === 'right' || verdict === 'wrong';
    const by = post.name ?? names.get(decidedBy ?? '') ?? '';
    if (!post.has_picture || !isSaid) await takeAway(tx, deliveryId, at);
    else await show(tx, post, { verdict, by, note: post.decision_note, at });
  }
  return settled.length;
}

async function show(tx: Tx, post: Settled, { at, ...decision }: Decision & { at: Date }): Promise<void> {
  const { delivery_id: deliveryId, identity_id: identityId, nickname, language } = post;
  const { quest, tasks } = await readWholeQuest(tx, post.quest_id);
  const task = tasks.find(({ taskNo }) => taskNo === post.task_no);
  const text = composeDecided({ quest: quest.terms.titles, task, nickname, language }, decision);
  const prompt: Prompt = { say: 'edit', of: { deliveryId }, text, orSend: false };
  await queueDelivery(tx, { identityId, lane: 'notice', prompt, at });
  await tx.execute(sql`update quest_review_post set shows = 'decided' where delivery_id = ${deliveryId}`);
}

async function takeAway(tx: Tx, deliveryId: DeliveryId, at: Date): Promise<void> {
  const [post] = await tx.execute<{ identityId: IdentityId }>(sql`
    update quest_review_post set shows = 'gone' where delivery_id = ${deliveryId} and shows = 'waiting'
    returning identity_id as "identityId"`);
  if (!post) return;
  const prompt: Prompt = { say: 'delete', of: { deliveryId }, text: '' };
  await queueDelivery(tx, { ...post, lane: 'notice', prompt, at });
}
