// What the owner says about a messenger account that was linked anew. Only an account that itself stands above doubt
// may speak: the one linked first, or one linked longer ago than burning waits.
import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity, member } from '#src/db/schema/members.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { type Identity, listIdentities } from './ensure-identity.ts';
import { UNTIL_STAFF_DECIDE } from './link-identity.ts';
import { doubtedUntil } from './require-proof.ts';

export interface IdentityAnswer {
  /** The account that speaks. */
  byIdentityId: IdentityId;
  /** The account it speaks about. */
  identityId: IdentityId;
  at: Date;
}

/**
 * "That is me": burning waits for this account no longer, only for another one in doubt or for points that are held.
 * Throws Refusal `forbidden` when the speaker may not say so.
 */
export async function confirmIdentity(tx: Tx, answer: IdentityAnswer): Promise<{ memberId: MemberId }> {
  const { identityId, at } = answer;
  const { memberId, burnAllowedFrom, pointsHeldUntil } = await authorise(tx, answer);
  await tx.update(identity).set({ vouchedAt: at }).where(eq(identity.identityId, identityId));
  if (burnAllowedFrom && burnAllowedFrom < UNTIL_STAFF_DECIDE) {
    const { burnWaitHours } = await readProgramme(tx);
    const doubted = doubtedUntil(await listIdentities(tx, memberId), { burnWaitHours, at });
    const waits = [...doubted.values(), ...(pointsHeldUntil ? [pointsHeldUntil] : [])];
    const latest = waits.filter((each) => each > at).toSorted((a, b) => b.getTime() - a.getTime())[0];
    await tx
      .update(member)
      .set({ burnAllowedFrom: latest ?? null })
      .where(eq(member.memberId, memberId));
  }
  await audit(tx, 'identity.confirmed', answer, memberId);
  return { memberId };
}

/**
 * "That is not me": the new account is unlinked, nobody burns and no further account is linked until staff decide.
 * Throws Refusal `forbidden` when the speaker may not say so.
 */
export async function rejectIdentity(tx: Tx, answer: IdentityAnswer): Promise<{ memberId: MemberId }> {
  const { memberId } = await authorise(tx, answer);
  await tx
    .update(identity)
    .set({ memberId: null, linkedAt: null, vouchedAt: null, scene: 'start', sceneState: {} })
    .where(eq(identity.identityId, answer.identityId));
  await tx.update(member).set({ burnAllowedFrom: UNTIL_STAFF_DECIDE }).where(eq(member.memberId, memberId));
  await audit(tx, 'identity.rejected', answer, memberId);
  return { memberId };
}

/** Staff have decided: the member may burn again and link accounts. `actor` is who decided. Throws Refusal `member_not_found`. */
export async function allowBurning(
  tx: Tx,
  { memberId, actor, at }: { memberId: MemberId; actor: string; at: Date },
): Promise<void> {
  const [allowed] = await tx
    .update(member)
    .set({ burnAllowedFrom: null, pointsHeldUntil: null })
    .where(and(eq(member.memberId, memberId), eq(member.status, 'active')))
    .returning({ memberId: member.memberId });
  if (!allowed) throw new Refusal('member_not_found');
  await recordAudit(tx, { actor, action: 'burning.allowed', subject: memberId, at });
}

async function authorise(
  tx: Tx,
  { byIdentityId, identityId, at }: IdentityAnswer,
): Promise<{ memberId: MemberId; burnAllowedFrom: Date | null; pointsHeldUntil: Date | null }> {
  const [asked] = await tx
    .select({ memberId: identity.memberId })
    .from(identity)
    .where(eq(identity.identityId, byIdentityId));
  if (!asked?.memberId || byIdentityId === identityId) throw new Refusal('forbidden');
  const { memberId } = asked;
  const [row] = await tx
    .select({ burnAllowedFrom: member.burnAllowedFrom, pointsHeldUntil: member.pointsHeldUntil })
    .from(member)
    .where(eq(member.memberId, memberId))
    .for('update');
  const all = await listIdentities(tx, memberId);
  const speaker = all.find((each) => each.identityId === byIdentityId);
  const subject = all.find((each) => each.identityId === identityId);
  if (!row || !speaker || !subject || !(await mayVouch(tx, { speaker, subject, all, at })))
    throw new Refusal('forbidden');
  return { memberId, ...row };
}

async function mayVouch(
  tx: Tx,
  of: { speaker: Identity; subject: Identity; all: Identity[]; at: Date },
): Promise<boolean> {
  const { burnWaitHours } = await readProgramme(tx);
  const since = of.speaker.linkedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const subjectSince = of.subject.linkedAt?.getTime() ?? 0;
  if (since > subjectSince) return false;
  return of.all[0] === of.speaker || since + burnWaitHours * 3_600_000 <= of.at.getTime();
}

async function audit(tx: Tx, action: string, answer: IdentityAnswer, memberId: MemberId): Promise<void> {
  await recordAudit(tx, {
    actor: answer.byIdentityId,
    action,
    subject: memberId,
    detail: { identityId: answer.identityId },
    at: answer.at,
  });
}
