import { eq, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { delivery } from '#src/db/schema/deliveries.ts';
import type { DeliveryId } from '#src/lib/id.ts';

export interface FoundMessage {
  deliveryId: DeliveryId;
  /** The messenger's own id; null: the messenger has not told it yet. */
  externalMessageId: string | null;
  /** Of the uploaded picture that it carries; null: it has none. */
  pictureId: string | null;
}

/** A message of ours by its delivery; null when it never went out, or is so old that it is forgotten. */
export async function findMessage(db: Reader, deliveryId: DeliveryId): Promise<FoundMessage | null> {
  const [row] = await db
    .select({
      deliveryId: delivery.deliveryId,
      externalMessageId: delivery.externalMessageId,
      pictureId: sql<string | null>`${delivery.prompt} #>> '{picture,pictureId}'`,
      status: delivery.status,
    })
    .from(delivery)
    .where(eq(delivery.deliveryId, deliveryId));
  if (!row || row.status === 'failed' || row.status === 'skipped') return null;
  const { status: _status, ...message } = row;
  return message;
}
