// Handing out offers: never more than there are, never one code twice.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addCodes } from '#src/core/offers/add-codes.ts';
import { expireCoupons } from '#src/core/offers/expire-coupons.ts';
import { giveCouponAgain } from '#src/core/offers/give-coupon-again.ts';
import { handOut } from '#src/core/offers/take-coupon.ts';
import { withdrawCoupon } from '#src/core/offers/withdraw-coupon.ts';
import { transaction } from '#src/db/client.ts';
import { couponCode, offer } from '#src/db/schema/offers.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { anOffer, MARKETER } from '#test/support/an-offer.ts';
import { couponShop } from '#test/support/coupon-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const { take, accept } = couponShop(database, clock);

beforeAll(async () => {
  await aShop(database.db);
});
beforeEach(() => clock.set(NOON));

describe('handing out', () => {
  test('when many take at the same moment, then exactly as many as there are get one', async () => {
    const offerId = await anOffer(database.db, { stock: 10 });
    const people = await Promise.all(Array.from({ length: 40 }, () => aMember(database.db)));
    const outcomes = await Promise.allSettled(people.map(({ memberId }) => take(memberId, offerId)));
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []));
    expect(outcomes.length - refused.length).toBe(10);
    expect(new Set(refused)).toEqual(new Set(['offer_gone']));
    const codes = await database.db.select().from(couponCode).where(eq(couponCode.offerId, offerId));
    expect(codes).toHaveLength(10);
    const [row] = await database.db.select().from(offer).where(eq(offer.offerId, offerId));
    expect(row?.taken).toBe(10n);
  });

  test('when one member takes twice, then it is the same coupon; after using it they have had their share', async () => {
    const { memberId } = await aMember(database.db);
    const offerId = await anOffer(database.db);
    const [first, second] = await Promise.all([take(memberId, offerId), take(memberId, offerId)]);
    expect(first.coupon.couponId).toBe(second.coupon.couponId);
    await accept(memberId);
    await expect(take(memberId, offerId)).rejects.toMatchObject({ code: 'offer_limit' });
  });

  test('when the one that they held has run out, then another is given, and by staff in its place, within what one may have', async () => {
    const { memberId } = await aMember(database.db);
    const twice = await anOffer(database.db, { perMember: 2, lifeDays: 1 });
    const once = await anOffer(database.db, { lifeDays: 1 });
    const [first, other] = [await take(memberId, twice), await take(memberId, once)];
    clock.advance(2 * 86_400_000);
    const second = await take(memberId, twice);
    expect([second.again, second.coupon.couponId === first.coupon.couponId]).toEqual([false, false]);
    await expect(take(memberId, once)).rejects.toMatchObject({ code: 'offer_limit' });
    const { couponId } = other.coupon;
    const at = clock.now();
    const again = await transaction(database.db, (tx) =>
      giveCouponAgain(tx, { memberId, couponId, reason: 'asked', actor: MARKETER, at }),
    );
    expect(again.coupon.expiresAt?.getTime()).toBeGreaterThan(at.getTime());
    clock.set(NOON);
  });

  test('when codes come from a pool, then each is handed out once, in their order', async () => {
    const offerId = await anOffer(database.db, { codes: 'pool', gives: null, perMember: 1 });
    const csv = 'code\nKINO-1\nKINO-2;x\n"kino-3"\nKINO-2\nп\n';
    const added = await transaction(database.db, (tx) =>
      addCodes(tx, { offerId, csv, actor: MARKETER, at: NOON }),
    );
    expect(added).toEqual({
      added: 3,
      again: 0,
      badCount: 2,
      bad: [
        { line: 5, code: 'KINO-2', why: 'twice' },
        { line: 6, code: 'п', why: 'notACode' },
      ],
    });
    const people = await Promise.all(Array.from({ length: 5 }, () => aMember(database.db)));
    const outcomes = await Promise.allSettled(people.map(({ memberId }) => take(memberId, offerId)));
    const codes = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value.coupon.code] : []));
    expect(codes.sort()).toEqual(['KINO-1', 'KINO-2', 'KINO-3']);
  });

  test('when it is for some members only, then others are refused', async () => {
    const audience = { field: 'member.tier', is: 'is', value: 'gold' };
    const offerId = await anOffer(database.db, { audience });
    const [plain, gold] = [await aMember(database.db), await aMember(database.db, { tierKey: 'gold' })];
    await expect(take(plain.memberId, offerId)).rejects.toMatchObject({ code: 'offer_not_for_you' });
    expect((await take(gold.memberId, offerId)).again).toBe(false);
  });

  test('when its condition looks back over a time, then what was bought then counts', async () => {
    const { memberId } = await aMember(database.db);
    const audience = { field: 'member.receipts', is: 'atLeast', value: 2, period: { days: 30 } };
    const offerId = await anOffer(database.db, { audience });
    await accept(memberId);
    await expect(take(memberId, offerId)).rejects.toMatchObject({ code: 'offer_not_for_you' });
    await accept(memberId);
    expect((await take(memberId, offerId)).again).toBe(false);
  });

  test('when it was given by name and waits, then it works once it is taken', async () => {
    const { memberId } = await aMember(database.db);
    const offerId = await anOffer(database.db, { reach: 'personal', mustTake: true });
    await expect(take(memberId, offerId)).rejects.toMatchObject({ code: 'offer_not_for_you' });
    const issue = () =>
      transaction(database.db, (tx) =>
        handOut(tx, { memberId, offerId, issuedBy: MARKETER, key: 'k1', at: NOON }),
      );
    const issued = await issue();
    expect((await issue()).coupon.couponId).toBe(issued.coupon.couponId);
    expect((await accept(memberId)).discountMinor).toBe(0n);
    await take(memberId, offerId);
    expect((await accept(memberId)).discountMinor).toBe(10_00n);
  });

  test('when it is given back unused, then somebody else can have it', async () => {
    const [one, other] = [await aMember(database.db), await aMember(database.db)];
    const offerId = await anOffer(database.db, { stock: 1 });
    const { coupon: taken } = await take(one.memberId, offerId);
    await expect(take(other.memberId, offerId)).rejects.toMatchObject({ code: 'offer_gone' });
    const { memberId } = one;
    await transaction(database.db, (tx) =>
      withdrawCoupon(tx, { memberId, couponId: taken.couponId, at: NOON }),
    );
    expect((await take(other.memberId, offerId)).again).toBe(false);
    expect((await accept(memberId)).discountMinor).toBe(0n);
  });

  test('when it ends unused, then somebody else can have it, under another code, and nothing is issued twice', async () => {
    const pool = await anOffer(database.db, { codes: 'pool', lifeDays: 1, stock: 1 });
    await transaction(database.db, (tx) =>
      addCodes(tx, { offerId: pool, csv: 'POOL-01\nPOOL-02\n', actor: MARKETER, at: NOON }),
    );
    const someDaysOn = new Date(NOON.getTime() + 5 * 86_400_000);
    for (const offerId of [await anOffer(database.db, { stock: 1, lifeDays: 1 }), pool]) {
      const [one, other] = [await aMember(database.db), await aMember(database.db)];
      const { coupon: first } = await take(one.memberId, offerId);
      await expect(take(other.memberId, offerId)).rejects.toMatchObject({ code: 'offer_gone' });
      await transaction(database.db, (tx) => expireCoupons(tx, someDaysOn));
      await transaction(database.db, (tx) => expireCoupons(tx, someDaysOn));
      const { coupon: second } = await take(other.memberId, offerId);
      expect(second.code).not.toBe(first.code);
      await expect(take((await aMember(database.db)).memberId, offerId)).rejects.toMatchObject({
        code: 'offer_gone',
      });
    }
  });

  test('when its code is used elsewhere, then it cannot be given back, and its end gives nothing back', async () => {
    const { memberId } = await aMember(database.db);
    const offerId = await anOffer(database.db, { codes: 'pool', gives: null, stock: 1, lifeDays: 1 });
    await transaction(database.db, (tx) =>
      addCodes(tx, { offerId, csv: 'KINO-11\nKINO-12', actor: MARKETER, at: NOON }),
    );
    const { coupon: taken } = await take(memberId, offerId);
    const back = transaction(database.db, (tx) =>
      withdrawCoupon(tx, { memberId, couponId: taken.couponId, at: NOON }),
    );
    await expect(back).rejects.toMatchObject({ code: 'coupon_elsewhere' });
    await transaction(database.db, (tx) => expireCoupons(tx, new Date(NOON.getTime() + 5 * 86_400_000)));
    const { memberId: other } = await aMember(database.db);
    await expect(take(other, offerId)).rejects.toMatchObject({ code: 'offer_gone' });
  });
});
