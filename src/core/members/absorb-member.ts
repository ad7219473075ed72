import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity, member, phone } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { moveCards } from '../cards/move-cards.ts';
import { lockMembers } from './lock-members.ts';

/**
 * Makes one member part of another: cards, messenger accounts and turnover go over, name and phone are dropped, and
 * what is left stands as erased. Receipts and past transfers stay in the books where they were. The caller moves the
 * points in the same transaction (ledger `moveAllPoints`) and has locked both accounts before anything else.
 */
export async function absorbMember(
  tx: Tx,
  { from, into, at }: { from: MemberId; into: MemberId; at: Date },
): Promise<void> {
  await lockMembers(tx, from, into);
  await moveCards(tx, { from, to: into });
  await tx
    .update(identity)
    .set({ memberId: into, linkedAt: at, vouchedAt: null })
    .where(eq(identity.memberId, from));
  await tx.delete(phone).where(eq(phone.memberId, from));
  const [left] = await tx
    .select({ turnoverMinor: member.turnoverMinor })
    .from(member)
    .where(eq(member.memberId, from));
  const turnover = sql`${member.turnoverMinor} + ${left?.turnoverMinor ?? 0n}`;
  await tx
    .update(member)
    .set({
      turnoverMinor: turnover,
      tierKey: sql`coalesce((select t.tier_key from tier t where t.from_turnover_minor <= ${turnover}
        order by t.position desc limit 1), ${member.tierKey})`,
    })
    .where(eq(member.memberId, into));
  await tx
    .update(member)
    .set({
      name: '',
      phone: null,
      status: 'erased',
      turnoverMinor: 0n,
      marketingConsent: false,
      preferredMessenger: null,
      source: null,
      erasedAt: at,
      absorbedInto: into,
    })
    .where(eq(member.memberId, from));
  // What was part of it before is part of the same one now.
  await tx.update(member).set({ absorbedInto: into }).where(eq(member.absorbedInto, from));
}
