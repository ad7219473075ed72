// One handful of a repair: each message becomes a delivery like any other, queued at the bot's pace and once for each, so
// that a crash repeats nothing; or it is noted why nothing can be done about it.
import { sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { type CampaignId, type DeliveryId, newId, type RepairId } from '#src/lib/id.ts';
import type { Messenger, MessengerName } from '../../deliveries/messenger.ts';
import type { MessagePrompt, Prompt } from '../../deliveries/prompt.ts';
import { type QueueDelivery, queueDeliveries } from '../../deliveries/queue-delivery.ts';
import type { CampaignContent } from '../campaign-content.ts';
import type { CampaignMessage } from '../sending/advance-chunk.ts';
import { type RepairKind, WITHDRAW_WITHIN_HOURS } from './start-repair.ts';

export interface RunningRepair {
  repairId: RepairId;
  campaignId: CampaignId;
  kind: RepairKind;
  content: CampaignContent | null;
}

/** Which messenger a kind of repair is for. */
const MESSENGER_OF: Record<RepairKind, MessengerName> = {
  edit: 'telegram',
  withdraw: 'telegram',
  correct: 'viber',
};

/**
 * The oldest repair that has something to do on this messenger; null when there is none. A correction wakes people, so it
 * waits for the end of the quiet hours; what changes in a chat makes no sound.
 */
export async function findRepair(
  db: Reader,
  { name }: Pick<Messenger, 'name'>,
  at: Date,
): Promise<RunningRepair | null> {
  const kinds = (['edit', 'withdraw', 'correct'] as const).filter((kind) => MESSENGER_OF[kind] === name);
  const [row] = await db.execute<RunningRepair & Record<string, unknown>>(sql`
    select repair_id as "repairId", campaign_id as "campaignId", kind, content from campaign_repair
    where status = 'running' and kind in ${kinds} and (kind <> 'correct' or quiet_everywhere(${at}) is null)
    order by created_at limit 1`);
  return row ?? null;
}

export interface AdvanceRepair {
  repair: RunningRepair;
  /** What is said to each; not asked for where messages are only taken away. */
  compose: (messages: CampaignMessage[]) => Promise<MessagePrompt[]>;
  limit: number;
  at: Date;
}

/** Queues the next `limit` of them. Returns how many were looked at, 0 when all are queued or another process is at it. */
export async function advanceRepair(tx: Tx, { repair, compose, limit, at }: AdvanceRepair): Promise<number> {
  const { repairId, campaignId, kind } = repair;
  const [held] = await tx.execute<{ next_seq: number }>(sql`
    select next_seq from campaign_repair where repair_id = ${repairId} and status = 'running'
    for update skip locked`);
  if (!held) return 0;
  const rows = await tx.execute<RepairRow>(sql`
    select d.delivery_seq as seq, d.member_id as "memberId", d.identity_id as "identityId", i.external_id as "externalId",
      d.external_message_id as "messageId", d.attempts, m.name, m.language, coalesce(a.balance, 0)::bigint as balance,
      d.variant, d.picked, d.offers, case
        when m.member_id is null or m.status <> 'active' then 'erased'
        when i.member_id is distinct from d.member_id or not i.reachable then 'unreachable'
        when ${kind} = 'correct' and not m.marketing_consent then 'consent'
        when ${kind} = 'withdraw'
          and d.settled_at <= ${at}::timestamptz - ${WITHDRAW_WITHIN_HOURS}::integer * interval '1 hour' then 'too_old'
        when ${kind} <> 'correct' and coalesce(d.external_message_id, '') = '' then 'no_answer'
      end as skip
    from campaign_delivery d
      join identity i on i.identity_id = d.identity_id and i.messenger = ${MESSENGER_OF[kind]}
      left join member m on m.member_id = d.member_id
      left join account a on a.member_id = d.member_id and a.currency = 'points'
    where d.campaign_id = ${campaignId} and d.delivery_seq >= ${held.next_seq} and d.status in ('sent', 'unknown')
    order by d.delivery_seq limit ${limit}`);
  const last = rows.at(-1);
  if (!last) return 0;
  const todo = rows.filter(({ skip }) => skip === null);
  const prompts = kind === 'withdraw' ? [] : await compose(todo);
  const deliveries = todo.map((row, index): QueueDelivery & { deliveryId: DeliveryId } => ({
    deliveryId: newId('dlv', at.getTime()),
    identityId: row.identityId,
    memberId: row.memberId,
    lane: 'notice',
    prompt: promptFor(kind, row.messageId ?? '', prompts[index]),
    at,
    onceKey: `repair:${repairId}:${row.seq}`,
  }));
  await queueDeliveries(tx, deliveries);
  const noted = rows.map(({ seq, skip }) => ({ seq, skip, deliveryId: null as DeliveryId | null }));
  for (const [index, { seq }] of todo.entries()) {
    const row = noted.find((each) => each.seq === seq);
    if (row) row.deliveryId = deliveries[index]?.deliveryId ?? null;
  }
  await tx.execute(sql`
    insert into campaign_repair_message (repair_id, delivery_seq, delivery_id, outcome, reason)
    select ${repairId}, seq, "deliveryId", case when skip is not null then 'skipped' end, skip
    from jsonb_to_recordset(${JSON.stringify(noted)}::jsonb) as n(seq integer, skip text, "deliveryId" text)`);
  await tx.execute(sql`
    update campaign_repair set next_seq = ${last.seq + 1} where repair_id = ${repairId}`);
  return rows.length;
}

/** Writes down what became of the messages on their way, and ends the repairs of which nothing is open. */
export async function settleRepairs(tx: Tx, at: Date): Promise<void> {
  await tx.execute(sql`
    update campaign_repair_message r set reason = d.error, outcome = case d.status
        when 'sent' then 'done' when 'unknown' then 'unknown' when 'skipped' then 'skipped' else 'failed' end
    from delivery d
    where r.outcome is null and d.delivery_id = r.delivery_id and d.status not in ('queued', 'sending')`);
  await tx.execute(sql`
    update campaign_repair p set status = 'finished', finished_at = ${at}
    where p.status = 'running' and not exists (
        select from campaign_repair_message r where r.repair_id = p.repair_id and r.outcome is null)
      and not exists (
        select from campaign_delivery d join identity i on i.identity_id = d.identity_id
        where d.campaign_id = p.campaign_id and d.delivery_seq >= p.next_seq and d.status in ('sent', 'unknown')
          and i.messenger = case when p.kind = 'correct' then 'viber' else 'telegram' end)`);
}

interface RepairRow extends CampaignMessage, Record<string, unknown> {
  messageId: string | null;
  skip: string | null;
}

function promptFor(kind: RepairKind, externalMessageId: string, prompt: MessagePrompt | undefined): Prompt {
  if (kind === 'withdraw') return { say: 'delete', of: { externalMessageId }, text: '' };
  if (!prompt) throw new Error('A message of a repair was not composed.');
  if (kind === 'correct') return prompt;
  const { text, buttons } = prompt;
  return { say: 'edit', of: { externalMessageId }, text, ...(buttons && { buttons }), orSend: false };
}
