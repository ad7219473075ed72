// Receipts as they come in by the thousand after a broadcast, one callback for each reader: gathered while the last ones are
// being written, and settled together in one statement. What that does not know is settled one by one.
import { sql } from 'drizzle-orm';
import { type Db, type Tx, transaction } from '#src/db/client.ts';
import { type DeliveryReceipt, settleReceipt, TOLD_WITHIN_DAYS } from './settle-receipt.ts';

export interface ReceiptGatherer {
  /** Resolves when the receipt is committed; throws what the database threw, and the messenger tells it again later. */
  settle(receipt: DeliveryReceipt): Promise<void>;
}

/** A callback waits for an answer within a few seconds (bots/viber/webhook.ts). */
const MOST_AT_ONCE = 200;

interface Waiting {
  receipt: DeliveryReceipt;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export function gatherReceipts(db: Db): ReceiptGatherer {
  let waiting: Waiting[] = [];
  let busy = false;

  async function run(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const batch = take();
      try {
        const receipts = batch.map(({ receipt }) => receipt);
        await transaction(db, (tx) => settleReceipts(tx, receipts));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  }

  /** Of one message to one person one receipt at a time: the next finds what it has changed. */
  function take(): Waiting[] {
    const batch = new Map<string, Waiting>();
    const later: Waiting[] = [];
    for (const each of waiting) {
      const { messenger, externalMessageId, externalId } = each.receipt;
      const key = `${messenger} ${externalMessageId} ${externalId}`;
      if (batch.size < MOST_AT_ONCE && !batch.has(key)) batch.set(key, each);
      else later.push(each);
    }
    waiting = later;
    return [...batch.values()];
  }

  return {
    settle: (receipt) =>
      new Promise((resolve, reject) => {
        waiting.push({ receipt, resolve, reject });
        if (!busy) void run();
      }),
  };
}

/** As settleReceipt does for each; no two may be about the same message to the same person. */
export async function settleReceipts(tx: Tx, receipts: DeliveryReceipt[]): Promise<void> {
  const [only, ...more] = receipts;
  if (only && more.length === 0) return await settleReceipt(tx, only);
  const told = receipts.map(({ messenger, externalMessageId, externalId, receipt, reason, at }, no) => ({
    no,
    messenger,
    externalMessageId,
    externalId,
    arrived: receipt !== 'failed',
    seenAt: receipt === 'seen' ? at : null,
    reason: reason?.slice(0, 300) ?? 'the messenger says: failed',
    at,
  }));
  const status = sql`case when t.arrived and d.status = 'unknown' then 'sent'
    when not t.arrived and d.status in ('sent', 'unknown') and d.seen_at is null then 'failed' else d.status end`;
  // Rows are locked in one order, so that two processes never wait for each other.
  const settled = await tx.execute<{ no: number }>(sql`
    with told as materialized (
      select r.*, i.identity_id, i.member_id
      from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as r(no integer, messenger text, "externalMessageId" text,
          "externalId" text, arrived boolean, "seenAt" timestamptz, reason text, at timestamptz)
        join identity i on i.messenger = r.messenger and i.external_id = r."externalId"
    ), their_single as materialized (
      select t.no, d.delivery_id from told t cross join lateral (
        select delivery_id from delivery o
        where o.external_message_id = t."externalMessageId" and o.identity_id = t.identity_id offset 0) as d
    ), single_locked as materialized (
      select delivery_id from delivery where delivery_id in (select delivery_id from their_single)
      order by delivery_id for update
    ), single as (
      update delivery d set seen_at = coalesce(d.seen_at, t."seenAt"), status = ${status},
        error = case when t.arrived then d.error else t.reason end
      from their_single s join told t on t.no = s.no join single_locked l on l.delivery_id = s.delivery_id
      where d.delivery_id = s.delivery_id
      returning t.no
    ), theirs as materialized (
      select t.no, d.campaign_id, d.delivery_seq from told t cross join lateral (
        select o.campaign_id, o.delivery_seq from campaign p join campaign_delivery o on o.campaign_id = p.campaign_id
        where p.launched_at > t.at - ${TOLD_WITHIN_DAYS}::integer * interval '1 day' and o.member_id = t.member_id
          and o.identity_id = t.identity_id and o.external_message_id = t."externalMessageId" offset 0) as d
      where not exists (select from their_single s where s.no = t.no)
    ), bulk_locked as materialized (
      select campaign_id, delivery_seq from campaign_delivery
      where (campaign_id, delivery_seq) in (select campaign_id, delivery_seq from theirs)
      order by campaign_id, delivery_seq for update
    ), bulk as (
      update campaign_delivery d set seen_at = coalesce(d.seen_at, t."seenAt"), status = ${status},
        reason = case when t.arrived then d.reason else t.reason end,
        delivered_at = case when t.arrived then coalesce(d.delivered_at, t.at) else d.delivered_at end
      from theirs s join told t on t.no = s.no
        join bulk_locked l on l.campaign_id = s.campaign_id and l.delivery_seq = s.delivery_seq
      where d.campaign_id = s.campaign_id and d.delivery_seq = s.delivery_seq
      returning t.no
    )
    select no from single union all select no from bulk`);
  const known = new Set(settled.map(({ no }) => no));
  for (const [no, receipt] of receipts.entries()) if (!known.has(no)) await settleReceipt(tx, receipt);
}
