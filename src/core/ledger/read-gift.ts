import { and, desc, eq, or } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { gift } from '#src/db/schema/ledger.ts';
import type { GiftId, MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

/** `memberId` is the giver. */
export type Gift = typeof gift.$inferSelect;

/** A gift by its id, or by the code that stands in its link. */
export type GiftName = { giftId: GiftId } | { code: string };

/** Throws Refusal `gift_not_found`. */
export async function readGift(db: Reader, name: GiftName): Promise<Gift> {
  const named = 'code' in name ? eq(gift.code, name.code) : eq(gift.giftId, name.giftId);
  const [row] = await db.select().from(gift).where(named);
  if (!row) throw new Refusal('gift_not_found');
  return row;
}

/** Gifts that a member has given or that are meant for them, newest first. */
export async function listGifts(db: Reader, memberId: MemberId, limit: number): Promise<Gift[]> {
  return await db
    .select()
    .from(gift)
    .where(or(eq(gift.memberId, memberId), eq(gift.toMemberId, memberId)))
    .orderBy(desc(gift.givenAt), desc(gift.giftId))
    .limit(limit);
}

/** Settles a gift that waits, or reverses one that was accepted; false when somebody was quicker. The caller has locked both members' accounts. */
export async function settleGift(
  tx: Tx,
  { giftId, memberId }: Pick<Gift, 'giftId' | 'memberId'>,
  settled: { status: 'accepted' | 'returned' | 'cancelled' | 'reversed'; toMemberId?: MemberId; at: Date },
): Promise<boolean> {
  const { at, ...changed } = settled;
  const from = settled.status === 'reversed' ? 'accepted' : 'waiting';
  const rows = await tx
    .update(gift)
    .set({ ...changed, settledAt: at })
    .where(and(eq(gift.memberId, memberId), eq(gift.giftId, giftId), eq(gift.status, from)))
    .returning({ giftId: gift.giftId });
  return rows.length > 0;
}
