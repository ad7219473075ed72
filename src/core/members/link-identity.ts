// Ties a messenger account to a member. When the member had others, those are told by an event, and burning waits:
// a phone number is resold, and whoever holds it now need not be whoever collected the points.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity, member } from '#src/db/schema/members.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { Refusal } from '../refusal.ts';
import { readProgramme } from '../stores/read-programme.ts';

/** Burning is stopped until staff decide: an owner has said that a new messenger account is not theirs. */
export const UNTIL_STAFF_DECIDE = new Date('9999-01-01T00:00:00Z');

export interface Linked {
  memberId: MemberId;
  /** The accounts that were linked before and are told about the new one. */
  known: IdentityId[];
  /** Burning is refused until then; null: it is not. */
  burnAllowedFrom: Date | null;
}

/** Throws Refusal `phone_in_dispute` while staff have to decide about this member. */
export async function linkIdentity(
  tx: Tx,
  {
    identityId,
    memberId,
    known,
    at,
  }: {
    identityId: IdentityId;
    memberId: MemberId;
    /** The member's other accounts, as they were before. */
    known: IdentityId[];
    at: Date;
  },
): Promise<Linked> {
  const [row] = await tx
    .select({ burnAllowedFrom: member.burnAllowedFrom })
    .from(member)
    .where(eq(member.memberId, memberId))
    .for('update');
  if (!row) throw new Refusal('member_not_found');
  if (row.burnAllowedFrom && row.burnAllowedFrom >= UNTIL_STAFF_DECIDE) throw new Refusal('phone_in_dispute');

  await tx
    .update(identity)
    .set({ memberId, linkedAt: at, vouchedAt: null, erasedAt: null })
    .where(eq(identity.identityId, identityId));

  let burnAllowedFrom = row.burnAllowedFrom && row.burnAllowedFrom > at ? row.burnAllowedFrom : null;
  if (known.length > 0) {
    const { burnWaitHours } = await readProgramme(tx);
    const waited = new Date(at.getTime() + burnWaitHours * 3_600_000);
    if (burnWaitHours > 0 && (!burnAllowedFrom || waited > burnAllowedFrom)) burnAllowedFrom = waited;
    await tx.update(member).set({ burnAllowedFrom }).where(eq(member.memberId, memberId));
    const data = { identityId, known, burnAllowedFrom: burnAllowedFrom?.toISOString() ?? null };
    await recordEvent(tx, { memberId, happened: { kind: 'identity.linked', data }, at });
  }
  return { memberId, known, burnAllowedFrom };
}
