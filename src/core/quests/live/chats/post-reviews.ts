// Shows each photo that waits once to each connected group of the staff.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { type DeliveryId, type IdentityId, newId, type PlayerId, type QuestId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { type QueueDelivery, queueDeliveries } from '../../../deliveries/queue-delivery.ts';
import { readWholeQuest, type WholeQuest } from '../../read-quest.ts';
import { composeReview, reviewButtons } from './compose-review.ts';

/** Telegram takes 20 messages a minute in a group (core.telegram.org/bots/faq), edits among them. */
const MOST_A_MINUTE = 8;
const MINUTE_MS = 60_000;

interface Waiting extends Record<string, unknown> {
  identity_id: IdentityId;
  language: Language;
  player_id: PlayerId;
  attempt_key: string;
  quest_id: QuestId;
  task_no: number;
  nickname: string;
  picture_id: string;
}

/** A group that has put the bot out is connected no more. Returns how many photos were shown. */
export async function postReviews(tx: Tx, at: Date): Promise<number> {
  await tx.execute(sql`
    update staff_chat c set disconnected_at = ${at}::timestamptz from identity i
    where i.identity_id = c.identity_id and not i.reachable and c.disconnected_at is null`);
  const since = new Date(at.getTime() - MINUTE_MS);
  // Two processes do not show the same photo, nor more of them than a group takes.
  const chats = await tx.execute<{ identity_id: IdentityId }>(sql`
    select identity_id from staff_chat where disconnected_at is null
    order by identity_id for no key update skip locked`);
  const waiting: Waiting[] = [];
  for (const { identity_id: identityId } of chats)
    waiting.push(
      ...(await tx.execute<Waiting>(sql`
        select i.identity_id, i.language, a.player_id, a.attempt_key, a.quest_id, a.task_no, p.nickname,
          a.given->>'pictureId' as picture_id
        from quest_attempt a join quest_player p using (player_id) join identity i on i.identity_id = ${identityId}
        where a.verdict = 'waiting' and a.given->>'kind' = 'photo' and a.given->>'pictureId' is not null
          and not exists (select 1 from quest_review_post s
            where s.player_id = a.player_id and s.attempt_key = a.attempt_key and s.identity_id = i.identity_id)
        order by a.attempted_at, a.player_id
        limit greatest(0, ${MOST_A_MINUTE}::integer - (select count(*) from quest_review_post s
          where s.identity_id = ${identityId} and s.posted_at > ${since}::timestamptz))`)),
    );
  const quests = new Map<QuestId, WholeQuest>();
  for (const { quest_id: questId } of waiting)
    if (!quests.has(questId)) quests.set(questId, await readWholeQuest(tx, questId));
  const posts = waiting.map((one) => ({ ...one, deliveryId: newId('dlv', at.getTime()) }));
  for (const { deliveryId, identity_id, player_id, attempt_key } of posts)
    await tx.execute(sql`
      insert into quest_review_post (delivery_id, identity_id, player_id, attempt_key, posted_at)
      values (${deliveryId}, ${identity_id}, ${player_id}, ${attempt_key}, ${at}::timestamptz)`);
  await queueDeliveries(
    tx,
    posts.map((post) => deliveryOf(post, quests.get(post.quest_id), at)),
  );
  return posts.length;
}

function deliveryOf(
  post: Waiting & { deliveryId: DeliveryId },
  whole: WholeQuest | undefined,
  at: Date,
): QueueDelivery {
  const { deliveryId, identity_id: identityId, language, nickname, picture_id: pictureId } = post;
  const task = whole?.tasks.find(({ taskNo }) => taskNo === post.task_no);
  const text = composeReview({ quest: whole?.quest.terms.titles ?? {}, task, nickname, language });
  const picture = { picture: 'stored', pictureId } as const;
  const buttons = reviewButtons(deliveryId, language);
  return {
    deliveryId,
    identityId,
    lane: 'notice',
    prompt: { say: 'message', text, picture, buttons },
    at,
  };
}
