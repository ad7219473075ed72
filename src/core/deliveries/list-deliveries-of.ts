import { and, desc, eq, lt } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { delivery } from '#src/db/schema/deliveries.ts';
import type { DeliveryId, MemberId } from '#src/lib/id.ts';
import type { Prompt } from './prompt.ts';
import { readRichText } from './rich-text.ts';

export interface DeliveryTold {
  deliveryId: DeliveryId;
  messenger: 'telegram' | 'viber';
  status: (typeof delivery.$inferSelect)['status'];
  /** What was said, without markup. */
  text: string;
  createdAt: Date;
  seenAt: Date | null;
}

/**
 * What the bots have told a member, the newest first: a page of at most `limit`, toasts left out. `next`, handed in as
 * `before`, leads to the next page; null after the last one.
 */
export async function listDeliveriesOf(
  db: Reader,
  { memberId, before, limit }: { memberId: MemberId; before?: bigint | undefined; limit: number },
): Promise<{ deliveries: DeliveryTold[]; next: bigint | null }> {
  const rows = await db
    .select()
    .from(delivery)
    .where(
      and(
        eq(delivery.memberId, memberId),
        before === undefined ? undefined : lt(delivery.deliveryNo, before),
      ),
    )
    .orderBy(desc(delivery.deliveryNo))
    .limit(limit);
  const deliveries = rows.flatMap((row) => {
    // Only queueDelivery writes prompts.
    const prompt = row.prompt as Prompt;
    if (prompt.say === 'toast' || prompt.say === 'delete') return [];
    const { deliveryId, messenger, status, createdAt, seenAt } = row;
    const text = readRichText(prompt.text)
      .map((span) => span.text)
      .join('');
    return [{ deliveryId, messenger, status, text, createdAt, seenAt }];
  });
  const next = rows.length === limit ? (rows.at(-1)?.deliveryNo ?? null) : null;
  return { deliveries, next };
}
