// Somebody says that a phone is theirs. What follows depends on the proof and on who else says so:
//
//   the number is nobody's              -> unknown: the person registers with it (a member's own number changes)
//   it is a member's, no proof          -> codeNeeded: nothing is shown or linked before the code from the SMS
//   it is a member's, with proof        -> linked, the others told, burning waits (link-identity.ts)
//   another only claimed it, with proof -> the claim is released; whoever proves owes nothing to who claimed
//
// A member who had claimed a number that another has proven, and proves it too, is one person with two cards: absorbed.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity, member, phone as phoneTable } from '#src/db/schema/members.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { Refusal } from '../refusal.ts';
import { absorbMember } from './absorb-member.ts';
import { type Identity, listIdentities } from './ensure-identity.ts';
import { type Linked, linkIdentity } from './link-identity.ts';
import { lockMembers } from './lock-members.ts';
import type { Phone } from './phone-number.ts';
import { hasProvenPhone } from './read-member.ts';

export interface ClaimPhone {
  identityId: IdentityId;
  phone: Phone;
  /** Own Telegram contact or the right one-time code: true. A Viber contact or a typed number: false. */
  proven: boolean;
  at: Date;
}

export type PhoneClaimed =
  /** Nobody has it now. `released`: the accounts of the member whose mere claim has just lapsed; tell them. */
  | { outcome: 'unknown'; released: IdentityId[] }
  | { outcome: 'codeNeeded' }
  | ({ outcome: 'linked' } & Opened)
  /** The person's own member had this number, or has it from now on. `first`: no number of theirs was proven before. */
  | { outcome: 'confirmed'; memberId: MemberId; first: boolean }
  /** The person's own member became part of the one who has the number: move the points of `from` in this transaction. */
  | ({ outcome: 'absorbed'; from: MemberId } & Opened);

/** `first`: staff have written down whoever has the number, and nobody had proven it before. */
type Opened = Linked & { first: boolean };

/**
 * Whom a claim may concern: the person's own member and whoever has the number. Their points may move with it, so the
 * caller locks these accounts first.
 */
export async function membersOfClaim(
  tx: Tx,
  { identityId, phone }: { identityId: IdentityId; phone: Phone },
): Promise<MemberId[]> {
  const own = await memberOf(tx, identityId);
  const [holder] = await tx
    .select({ memberId: phoneTable.memberId })
    .from(phoneTable)
    .where(eq(phoneTable.phone, phone));
  return [...new Set([own, holder?.memberId].filter((id) => id != null))];
}

/** Throws Refusal `phone_in_dispute`, `already_member` (a proven number of their own, and this one is another's). */
export async function claimPhone(tx: Tx, claim: ClaimPhone): Promise<PhoneClaimed> {
  const { identityId, phone, proven, at } = claim;
  const [holder] = await tx.select().from(phoneTable).where(eq(phoneTable.phone, phone)).for('update');
  const own = await memberOf(tx, identityId);
  await lockMembers(tx, ...[own, holder?.memberId].filter((id) => id != null));
  if (own) return await claimAsMember(tx, { ...claim, own, holder });

  if (!holder) return { outcome: 'unknown', released: [] };
  if (!proven) return { outcome: 'codeNeeded' };
  const others = await listIdentities(tx, holder.memberId);
  if (holder.provenAt === null && others.length > 0) {
    await release(tx, phone, holder.memberId);
    return { outcome: 'unknown', released: others.map((each) => each.identityId) };
  }
  return { outcome: 'linked', ...(await openTo(tx, { identityId, holder, others, at })) };
}

interface Opening {
  identityId: IdentityId;
  holder: Holder;
  /** The accounts that the holder had before. */
  others: Identity[];
  at: Date;
}

/** The number is proven from now on, and its member's card is open in this chat. */
async function openTo(tx: Tx, { identityId, holder, others, at }: Opening): Promise<Opened> {
  const { memberId, phone } = holder;
  await tx.update(phoneTable).set({ provenAt: at }).where(eq(phoneTable.phone, phone));
  const first = holder.provenAt === null && (await isNew(tx, memberId));
  if (first) await recordProven(tx, { memberId, at });
  const known = others.map((each) => each.identityId);
  return { first, ...(await linkIdentity(tx, { identityId, memberId, known, at })) };
}

/** Who came with an import was there before. */
async function isNew(tx: Tx, memberId: MemberId): Promise<boolean> {
  const [row] = await tx.select({ source: member.source }).from(member).where(eq(member.memberId, memberId));
  return row?.source !== 'import';
}

type Holder = typeof phoneTable.$inferSelect;

async function claimAsMember(
  tx: Tx,
  { identityId, phone, proven, own, holder, at }: ClaimPhone & { own: MemberId; holder: Holder | undefined },
): Promise<PhoneClaimed> {
  if (!proven) return { outcome: 'codeNeeded' };
  const hadProven = await hasProvenPhone(tx, own);
  if (!holder || holder.memberId === own) {
    await giveOnlyPhone(tx, { memberId: own, phone, at });
    if (!hadProven) await recordProven(tx, { memberId: own, at });
    return { outcome: 'confirmed', memberId: own, first: !hadProven };
  }
  const others = await listIdentities(tx, holder.memberId);
  if (holder.provenAt === null && others.length > 0) {
    await release(tx, phone, holder.memberId);
    await giveOnlyPhone(tx, { memberId: own, phone, at });
    if (!hadProven) await recordProven(tx, { memberId: own, at });
    return { outcome: 'confirmed', memberId: own, first: !hadProven };
  }
  if (hadProven) throw new Refusal('already_member');
  await absorbMember(tx, { from: own, into: holder.memberId, at });
  return { outcome: 'absorbed', from: own, ...(await openTo(tx, { identityId, holder, others, at })) };
}

async function recordProven(tx: Tx, { memberId, at }: { memberId: MemberId; at: Date }): Promise<void> {
  await recordEvent(tx, { memberId, happened: { kind: 'phone.proven', data: {} }, at });
}

async function memberOf(tx: Tx, identityId: IdentityId): Promise<MemberId | null> {
  const [row] = await tx
    .select({ memberId: identity.memberId })
    .from(identity)
    .where(eq(identity.identityId, identityId));
  return row?.memberId ?? null;
}

async function release(tx: Tx, phone: Phone, memberId: MemberId): Promise<void> {
  await tx.delete(phoneTable).where(eq(phoneTable.phone, phone));
  await tx.update(member).set({ phone: null }).where(eq(member.memberId, memberId));
}

/** The number becomes the member's only one, proven. */
async function giveOnlyPhone(
  tx: Tx,
  { memberId, phone, at }: { memberId: MemberId; phone: Phone; at: Date },
): Promise<void> {
  await tx.delete(phoneTable).where(eq(phoneTable.memberId, memberId));
  const [mine] = await tx
    .insert(phoneTable)
    .values({ phone, memberId, provenAt: at })
    .onConflictDoNothing()
    .returning({ phone: phoneTable.phone });
  // Somebody else took the free number this very moment.
  if (!mine) throw new Refusal('already_member');
  await tx.update(member).set({ phone }).where(eq(member.memberId, memberId));
}
