// What people are told by their conversations, as rows that are sent once the transaction has committed.
import { type QueueDelivery, queueDeliveries } from '#src/core/deliveries/queue-delivery.ts';
import { keepQuestMessage } from '#src/core/quests/tell/quest-message.ts';
import type { Tx } from '#src/db/client.ts';
import type { DeliveryId } from '#src/lib/id.ts';
import type { Composed } from './compose.ts';
import type { View } from './scene.ts';

interface Said {
  view: View;
  prompts: Composed[];
}

/** Queues what all of them are told, in one statement, and what changes later, in another. Ids by talk. */
export async function queueSaid(tx: Tx, talks: Said[]): Promise<DeliveryId[][]> {
  const said = talks.flatMap(({ view, prompts }, talk) =>
    prompts.map((composed) => ({ ...composed, talk, to: addressee(view) })),
  );
  const ids = await queueDeliveries(
    tx,
    said.map(({ prompt, withinMs, onceKey, lasts, to }) => ({
      ...to,
      prompt,
      onceKey,
      ...(lasts && { deliveryId: lasts.deliveryId }),
      ...(withinMs ? { notAfter: after(to.at, withinMs) } : {}),
    })),
  );
  const edits = said.flatMap(({ later, to }, index): QueueDelivery[] => {
    const deliveryId = ids[index];
    if (!deliveryId) return [];
    return later.map(({ afterMs, ...change }) => ({
      ...to,
      prompt: { say: 'edit', of: { deliveryId }, ...change, orSend: false },
      notBefore: after(to.at, afterMs),
    }));
  });
  await queueDeliveries(tx, edits);
  for (const { lasts, to } of said)
    if (lasts) await keepQuestMessage(tx, { ...lasts, identityId: to.identityId });
  return talks.map(
    (_, talk) => ids.filter((id, index) => id !== null && said[index]?.talk === talk) as DeliveryId[],
  );
}

function addressee({ identity, member, at }: View) {
  const { identityId } = identity;
  return { identityId, memberId: member?.memberId ?? null, lane: 'reply', at } as const;
}

const after = (at: Date, ms: number) => new Date(at.getTime() + ms);
