import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { SegmentId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Condition } from '../rules/condition.ts';
import { readAudienceKnown, segmentsIn } from './read-audience.ts';

/** Conditions inside of conditions: nobody understands more, and each is a part of the statement. */
const MOST_NAMED = 20;

/**
 * Refuses a condition that leads back to the segment that it is to define (null: a new one, which nobody names yet), or
 * that names one that is not there. Whoever saves one waits for the other, so that two together make no circle either.
 * Throws Refusal segment_in_itself, segment_not_found, segment_too_deep {limit}.
 */
export async function requireNoCircle(
  tx: Tx,
  { segmentId, condition, at }: { segmentId: SegmentId | null; condition: Condition | null; at: Date },
): Promise<void> {
  if (segmentsIn(condition).length === 0) return;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('segment definitions'))`);
  const { segments } = await readAudienceKnown(tx, [condition], at);
  if (segmentId !== null && segments.has(segmentId)) throw new Refusal('segment_in_itself');
  if (segments.size > MOST_NAMED) throw new Refusal('segment_too_deep', { limit: MOST_NAMED });
  if (segmentsIn(condition).some((id) => !segments.has(id))) throw new Refusal('segment_not_found');
}
