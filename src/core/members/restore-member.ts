// Parting two members again, and what the one who stays is lent while they are one.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity, member, phone, standing } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { moveSomeCards } from '../cards/move-cards.ts';
import { Refusal } from '../refusal.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { countMonths, countPurchases } from './count-purchases.ts';
import { countsReturned } from './counts-returned.ts';
import { hasSaidYes, lastWordSince } from './join-consents.ts';
import { partCounts } from './joined-counts.ts';
import type { KeptBefore, KeptPerson } from './keep-aside.ts';
import { moveCouponsBack } from './move-coupons.ts';
import { readCounts } from './read-counts.ts';
import { type Member, readMember } from './read-member.ts';

interface Parted {
  /** Who had become part of the other. */
  from: MemberId;
  into: MemberId;
  kept: KeptPerson;
  mergedAt: Date;
}

/**
 * The one who stays gets the other's phone and birthday where they have none, and burning waits as long as it would have
 * for either. Returns how they stand then.
 */
export async function completeProfile(
  tx: Tx,
  { into, kept }: { into: MemberId; kept: KeptBefore },
): Promise<{ tierAfter: string; consentAfter: boolean }> {
  const { gone, stays } = kept;
  const lent = kept.phones.find((each) => each.phone === gone.phone);
  if (lent && stays.phone === null) {
    await tx.insert(phone).values({ ...lent, memberId: into });
    await tx.update(member).set({ phone: lent.phone }).where(eq(member.memberId, into));
  }
  if (gone.birthday)
    await tx
      .update(member)
      .set({ birthday: gone.birthday })
      .where(and(eq(member.memberId, into), isNull(member.birthday)));
  if (gone.burnAllowedFrom)
    await tx
      .update(member)
      .set({
        burnAllowedFrom: sql`greatest(${member.burnAllowedFrom}, ${gone.burnAllowedFrom}::timestamptz)`,
      })
      .where(eq(member.memberId, into));
  const { tierKey, marketingConsent } = await readMember(tx, into);
  return { tierAfter: tierKey, consentAfter: marketingConsent };
}

/**
 * Gives back messenger accounts, cards, phone, name, tier and what was bought less what came back; what was bought since stays. The caller has
 * locked both standings. Throws Refusal `member_erased` when one of them has left since or became part of a third.
 */
export async function restoreMember(tx: Tx, parted: Parted): Promise<void> {
  const { from, into, kept } = parted;
  const now = await readMember(tx, into);
  const [gone] = await tx.select().from(member).where(eq(member.memberId, from)).for('update');
  if (gone?.absorbedInto !== into) throw new Refusal('member_erased');
  await moveCouponsBack(tx, { from: into, to: from });
  for (const { identityId, linkedAt, vouchedAt } of kept.identities) {
    await tx
      .update(identity)
      .set({ memberId: from, linkedAt, vouchedAt })
      .where(and(eq(identity.identityId, identityId), eq(identity.memberId, into)));
  }
  await moveSomeCards(tx, { from: into, to: from, cardIds: kept.cards.map((each) => each.cardId) });
  const ownPhone = await restorePhones(tx, parted);
  const said = await lastWordSince(tx, into, parted.mergedAt);
  // Taken back by whom both were, it is taken back by both: nobody knows which of them it was.
  const marketingConsent = kept.gone.marketingConsent && said !== false;
  await tx
    .update(member)
    .set({
      ...kept.gone,
      marketingConsent,
      phone: ownPhone,
      status: 'active',
      erasedAt: null,
      absorbedInto: null,
    })
    .where(eq(member.memberId, from));
  const absorbed = kept.absorbed.map((each) => each.memberId);
  if (absorbed.length > 0)
    await tx.update(member).set({ absorbedInto: from }).where(inArray(member.memberId, absorbed));
  const { stays, tierAfter } = kept;
  const agrees = said === null ? await consentBefore(tx, { now, kept }) : null;
  await tx
    .update(member)
    .set({
      // A tier that was reached since stays.
      tierKey: sql`case when ${member.tierKey} = ${tierAfter} then ${stays.tierKey} else ${member.tierKey} end`,
      ...(agrees !== null && { marketingConsent: agrees }),
      ...(stays.birthday === null && kept.gone.birthday !== null && { birthday: null }),
    })
    .where(eq(member.memberId, into));
  await restoreStanding(tx, parted);
}

/**
 * Whether the one who stays agrees to offers again as before; null: what the merge left was changed by another one since,
 * or their yes was lent by somebody who has parted from them meanwhile.
 */
async function consentBefore(
  tx: Tx,
  { now, kept }: { now: Member; kept: KeptPerson },
): Promise<boolean | null> {
  const { stays, consentAfter = now.marketingConsent } = kept;
  const before = stays.marketingConsent;
  if (before === undefined || now.marketingConsent !== consentAfter) return null;
  const isBack = before && !now.marketingConsent;
  return isBack && !(await hasSaidYes(tx, now.memberId)) ? null : before;
}

/** Returns the phone that is theirs again; null when somebody else has taken it meanwhile. */
async function restorePhones(tx: Tx, { from, into, kept }: Parted): Promise<string | null> {
  const { gone, stays } = kept;
  if (stays.phone === null && gone.phone !== null) {
    const lent = and(eq(phone.memberId, into), eq(phone.phone, gone.phone));
    const returned = await tx.delete(phone).where(lent).returning();
    if (returned.length > 0) await tx.update(member).set({ phone: null }).where(eq(member.memberId, into));
  }
  if (kept.phones.length === 0) return null;
  const mine = await tx
    .insert(phone)
    .values(kept.phones.map((each) => ({ ...each, memberId: from })))
    .onConflictDoNothing()
    .returning({ phone: phone.phone });
  return mine.find((each) => each.phone === gone.phone)?.phone ?? null;
}

/** Receipts say what each has bought by now, whatever came back meanwhile; what rules have counted has to be parted. */
async function restoreStanding(tx: Tx, { from, into, kept, mergedAt }: Parted): Promise<void> {
  if (!kept.standing) return;
  await tx.update(standing).set(kept.standing).where(eq(standing.memberId, from));
  await countPurchases(tx, [from, into]);
  await countMonths(tx, [from, into], await readProgramme(tx));
  if (!kept.counts) return;
  const { own: then, before } = kept.counts;
  const memberIds = [from, ...kept.absorbed.map((each) => each.memberId)];
  const back = await countsReturned(tx, { memberIds, day: then.day, since: mergedAt });
  const own = partCounts(then, { own: back, before: { day: null, earnedToday: {}, ruleUse: {} } });
  await tx.update(standing).set(own).where(eq(standing.memberId, from));
  await tx
    .update(standing)
    .set(partCounts(await readCounts(tx, into), { own, before }))
    .where(eq(standing.memberId, into));
}
