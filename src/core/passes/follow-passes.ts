// What happened to members that a pass shows: it makes their passes stale. Many changes of a moment are one.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { followEvents } from '../events/follow-events.ts';
import type { EventKind } from '../events/happened.ts';

/** Nothing of it is on a pass. */
const UNSEEN = new Set<EventKind>([
  'burn.requested',
  'burn.settled',
  'identity.linked',
  'points.expiring',
  'receipt.rated',
  'rule.message',
  'rule.event',
  'tier.at_risk',
  'member.event',
]);

/** Reads the next events, at most `limit`; returns how many there were. */
export async function followPasses(tx: Tx, { at, limit }: { at: Date; limit: number }): Promise<number> {
  const { events, seen } = await followEvents(tx, { reader: 'passes', limit });
  const members = new Set(events.filter(({ kind }) => !UNSEEN.has(kind)).map(({ memberId }) => memberId));
  // Phones know a pass by the second of its last change: no two changes of a pass share one, and none is before another,
  // whichever worker's clock has told it.
  if (members.size > 0)
    await tx.execute(sql`
      update wallet_pass set
        changed_at = greatest(${at}::timestamptz, date_trunc('second', changed_at) + interval '1 second'),
        stale_since = coalesce(stale_since, ${at}), attempts = 0
      where member_id in (select jsonb_array_elements_text(${JSON.stringify([...members])}::jsonb))`);
  return seen;
}
