import type { Tx } from '#src/db/client.ts';
import { event } from '#src/db/schema/events.ts';
import { type MemberId, newId } from '#src/lib/id.ts';
import type { Happened } from './happened.ts';

/** Records what happened to a member, in the transaction in which it happened. Workers read it once it is committed. */
export async function recordEvent(
  tx: Tx,
  { memberId, happened, at }: { memberId: MemberId; happened: Happened; at: Date },
): Promise<void> {
  await tx.insert(event).values({
    memberId,
    eventId: newId('evt', at.getTime()),
    kind: happened.kind,
    data: happened.data,
    recordedAt: at,
  });
}

/** The same for what happened to several members at once, in one statement. */
export async function recordEvents(
  tx: Tx,
  events: { memberId: MemberId; happened: Happened }[],
  at: Date,
): Promise<void> {
  if (events.length === 0) return;
  await tx.insert(event).values(
    events.map(({ memberId, happened }) => ({
      memberId,
      eventId: newId('evt', at.getTime()),
      kind: happened.kind,
      data: happened.data,
      recordedAt: at,
    })),
  );
}
