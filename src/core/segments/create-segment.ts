import type { Tx } from '#src/db/client.ts';
import { segment } from '#src/db/schema/segments.ts';
import { newId, type SegmentId } from '#src/lib/id.ts';
import type { Condition } from '../rules/condition.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { requireNoCircle } from './require-no-circle.ts';
import { checkSegmentName } from './segment-name.ts';

export interface NewSegment {
  name: string;
  /** Checked; null is everybody. Left out for a list. */
  where?: Condition | null;
  followed?: boolean;
  /** A staff id. */
  actor: string;
  at: Date;
}

/**
 * A segment by a condition, or an empty list. Throws Refusal invalid_input {field: 'name'}, segment_not_found,
 * segment_too_deep.
 */
export async function createSegment(
  tx: Tx,
  { name, where, followed = false, actor, at }: NewSegment,
): Promise<SegmentId> {
  const segmentId = newId('seg', at.getTime());
  const kind = where === undefined ? 'list' : 'condition';
  await requireNoCircle(tx, { segmentId: null, condition: where ?? null, at });
  await tx.insert(segment).values({
    segmentId,
    name: checkSegmentName(name),
    kind,
    definition: where ?? null,
    followed: kind === 'condition' && followed,
    createdBy: actor,
    createdAt: at,
    changedAt: at,
  });
  await recordAudit(tx, { actor, action: 'segment.create', subject: segmentId, detail: { kind }, at });
  return segmentId;
}
