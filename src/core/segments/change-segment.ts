import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { segment, segmentMember } from '#src/db/schema/segments.ts';
import { Refusal } from '../refusal.ts';
import type { Condition } from '../rules/condition.ts';
import { alike } from '../rules/overlap.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { lockSegment, type SegmentChange } from './lock-segment.ts';
import { requireNoCircle } from './require-no-circle.ts';
import { checkSegmentName } from './segment-name.ts';

/**
 * What is left out stays as it is. Campaigns and segments that name it follow at once. Throws Refusal segment_not_found,
 * segment_changed, segment_is_list when a list is to have a condition, and those of requireNoCircle and of the name.
 */
export async function changeSegment(
  tx: Tx,
  {
    name,
    where,
    followed,
    ...change
  }: SegmentChange & { name?: string; where?: Condition | null; followed?: boolean },
): Promise<void> {
  const { segmentId, actor, at } = change;
  const locked = await lockSegment(tx, change);
  if (locked.kind === 'list' && (where !== undefined || followed)) throw new Refusal('segment_is_list');
  const isFollowed = followed ?? locked.followed;
  const isAnother =
    isFollowed !== locked.followed || (where !== undefined && !alike(where, locked.definition));
  if (where !== undefined) await requireNoCircle(tx, { segmentId, condition: where, at });
  await tx
    .update(segment)
    .set({
      ...(name !== undefined && { name: checkSegmentName(name) }),
      ...(where !== undefined && { definition: where, members: null, countedAt: null }),
      ...(followed !== undefined && { followed }),
      ...(isAnother && { sweptOn: null, sweptTo: '' }),
      changedAt: locked.nextChangedAt,
    })
    .where(eq(segment.segmentId, segmentId));
  // Who is in it is written down anew, and told to nobody as an event: nothing has happened to them.
  if (locked.followed && isAnother) await forgetMembers(tx, segmentId);
  await recordAudit(tx, { actor, action: 'segment.change', subject: segmentId, at });
}

/** Put away: it is offered nowhere, and what names it goes on as before. Throws Refusal segment_not_found, segment_changed. */
export async function archiveSegment(tx: Tx, change: SegmentChange): Promise<void> {
  const { segmentId, actor, at } = change;
  const { followed, nextChangedAt } = await lockSegment(tx, change);
  await tx
    .update(segment)
    .set({ archivedAt: at, followed: false, changedAt: nextChangedAt })
    .where(eq(segment.segmentId, segmentId));
  if (followed) await forgetMembers(tx, segmentId);
  await recordAudit(tx, { actor, action: 'segment.archive', subject: segmentId, at });
}

async function forgetMembers(tx: Tx, segmentId: SegmentChange['segmentId']): Promise<void> {
  await tx.delete(segmentMember).where(eq(segmentMember.segmentId, segmentId));
}
