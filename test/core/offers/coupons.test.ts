// The life of a coupon: taken, used at the till by itself, given back with the goods, expired.
import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { undoMerge } from '#src/core/ledger/undo-merge.ts';
import { addCodes } from '#src/core/offers/add-codes.ts';
import { expireCoupons } from '#src/core/offers/expire-coupons.ts';
import { takeCodes } from '#src/core/offers/name-codes.ts';
import { endOffer, pauseOffer, resumeOffer } from '#src/core/offers/pause-offer.ts';
import { publishOffer } from '#src/core/offers/publish-offer.ts';
import { saveOfferDraft } from '#src/core/offers/save-draft.ts';
import { quoteReceipt } from '#src/core/receipts/quote-receipt.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { anOffer, changeOf, MARKETER } from '#test/support/an-offer.ts';
import { bread, couponShop, milk } from '#test/support/coupon-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;

beforeAll(async () => {
  await aShop(database.db);
});
beforeEach(() => clock.set(NOON));

const { take, accept, giveBack, couponsOf } = couponShop(database, clock);

describe('a coupon that was taken', () => {
  test('works on the next receipt by itself, is named in the answer, and is used up by it', async () => {
    const { memberId } = await aMember(database.db);
    const offerId = await anOffer(database.db, { title: 'Ten off' });
    const { coupon: taken } = await take(memberId, offerId);
    const first = await accept(memberId);
    expect(first.discountMinor).toBe(10_00n);
    expect(first.told.coupons).toMatchObject([
      { code: taken.code, savedMinor: 10_00, title: { en: 'Ten off' } },
    ]);
    const second = await accept(memberId);
    expect(second.discountMinor).toBe(0n);
    expect(await couponsOf(memberId)).toMatchObject([
      { status: 'used', receiptId: first.receiptId, savedMinor: 10_00n },
    ]);
  });

  test('when the very receipt is told again, then it is answered as before and nothing more is used', async () => {
    const { memberId } = await aMember(database.db);
    await take(memberId, await anOffer(database.db, { perMember: 2 }));
    const receipt = aReceipt();
    const first = await accept(memberId, receipt);
    const again = await accept(memberId, receipt);
    expect(again).toMatchObject({ outcome: 'replayed', discountMinor: 10_00n, told: first.told });
  });

  test('when two receipts race for it, then one has it', async () => {
    const { memberId } = await aMember(database.db);
    await take(memberId, await anOffer(database.db));
    const both = await Promise.all([accept(memberId), accept(memberId)]);
    expect(new Set(both.map((each) => each.discountMinor))).toEqual(new Set([0n, 10_00n]));
  });

  test('when the basket does not fit, then it stays, and the answer says why', async () => {
    const { memberId } = await aMember(database.db);
    const only = { field: 'line.category', is: 'is' as const, value: 'milk' };
    const offerId = await anOffer(database.db, {
      title: 'Milk',
      effects: [{ kind: 'discountShare', shareBp: 5_000, on: 'lines', where: only }],
    });
    const { coupon: taken } = await take(memberId, offerId);
    const told = await accept(memberId, { lines: [bread(100_00)] });
    expect(told.told.coupons).toBeUndefined();
    expect(told.told.couponsLeft).toMatchObject([{ code: taken.code, why: 'noLines' }]);
    expect(await couponsOf(memberId)).toMatchObject([{ status: 'taken' }]);
  });

  test('when it is kept for another time, then it does not work', async () => {
    const { memberId } = await aMember(database.db);
    const { coupon: taken } = await take(memberId, await anOffer(database.db));
    const told = await accept(memberId, { keepCoupons: [taken.code] });
    expect(told.discountMinor).toBe(0n);
    expect(await couponsOf(memberId)).toMatchObject([{ status: 'taken' }]);
  });

  test('when it gives points, then they are explained by its name, and a return takes them back', async () => {
    const { memberId } = await aMember(database.db);
    await take(
      memberId,
      await anOffer(database.db, { effects: [{ kind: 'fixed', currency: 'points', points: 50 }] }),
    );
    const receipt = aReceipt();
    const accepted = await accept(memberId, receipt);
    expect(accepted).toMatchObject({ earned: 55n, told: { coupons: [{ points: 50, savedMinor: 0 }] } });
    const back = await giveBack(receipt.externalId);
    expect(back.takenBack).toBe(55n);
    expect(await couponsOf(memberId)).toMatchObject([{ status: 'taken', returnedAt: NOON }]);
  });

  test('when its offer works in another store only, then it waits', async () => {
    const { memberId } = await aMember(database.db);
    await take(memberId, await anOffer(database.db, { stores: ['str_00000000000000000009'] }));
    expect(await accept(memberId)).toMatchObject({
      discountMinor: 0n,
      told: { couponsLeft: [{ why: 'condition' }] },
    });
  });

  test('when two offers do not add up, then the better one works and the other stays', async () => {
    const { memberId } = await aMember(database.db);
    const alone = { group: 'offers' };
    await take(memberId, await anOffer(database.db, { title: 'Ten', gives: alone }));
    await take(
      memberId,
      await anOffer(database.db, {
        title: 'Thirty',
        gives: alone,
        effects: [{ kind: 'discountSum', amountMinor: 30_00, on: 'receipt' }],
      }),
    );
    const told = await accept(memberId);
    expect(told.discountMinor).toBe(30_00n);
    expect(told.told).toMatchObject({
      coupons: [{ title: { en: 'Thirty' } }],
      couponsLeft: [{ title: { en: 'Ten' }, why: 'group' }],
    });
    expect((await accept(memberId)).discountMinor).toBe(10_00n);
  });

  test('a quote tells the same as the receipt, and uses nothing', async () => {
    const { memberId } = await aMember(database.db);
    await take(memberId, await anOffer(database.db));
    const { known, rules } = fresh(database.db);
    const asked = { memberId, receipt: aReceipt(), at: NOON, known: await known(), rules: await rules() };
    const quote = await quoteReceipt(database.db, asked);
    expect(quote).toMatchObject({ discountMinor: 10_00n, told: { coupons: [{ savedMinor: 10_00 }] } });
    expect(await couponsOf(memberId)).toMatchObject([{ status: 'taken' }]);
  });
});

describe('goods that come back', () => {
  test('when only another line comes back, then the coupon stays used; with its own line it is given back', async () => {
    const { memberId } = await aMember(database.db);
    const where = { field: 'line.category', is: 'is' as const, value: 'milk' };
    await take(
      memberId,
      await anOffer(database.db, {
        effects: [{ kind: 'discountShare', shareBp: 5_000, on: 'lines', where }],
      }),
    );
    const receipt = aReceipt({ amountMinor: 150_00n, lines: [milk(100_00), bread(50_00)] });
    expect((await accept(memberId, receipt)).discountMinor).toBe(50_00n);
    const other = await giveBack(receipt.externalId, { lines: [{ lineNo: 2, quantityMilli: 1_000 }] });
    expect(other.amountMinor).toBe(50_00n);
    expect(await couponsOf(memberId)).toMatchObject([{ status: 'used' }]);
    const own = await giveBack(receipt.externalId, { lines: [{ lineNo: 1, quantityMilli: 1_000 }] });
    expect(own.amountMinor).toBe(50_00n);
    expect(await couponsOf(memberId)).toMatchObject([{ status: 'taken', returnedAt: NOON }]);
    expect((await accept(memberId, { lines: [milk(100_00)] })).discountMinor).toBe(50_00n);
  });

  test('when its end has passed meanwhile, then it stays expired', async () => {
    const { memberId } = await aMember(database.db);
    await take(memberId, await anOffer(database.db, { lifeDays: 7 }));
    const receipt = aReceipt();
    await accept(memberId, receipt);
    clock.set(new Date(NOON.getTime() + 8 * DAY_MS));
    await giveBack(receipt.externalId);
    expect(await couponsOf(memberId)).toMatchObject([{ status: 'expired' }]);
  });

  test('when its offer gives a few days more, then it works again for those', async () => {
    const { memberId } = await aMember(database.db);
    await take(memberId, await anOffer(database.db, { lifeDays: 7, reviveDays: 3 }));
    const receipt = aReceipt();
    await accept(memberId, receipt);
    clock.set(new Date(NOON.getTime() + 8 * DAY_MS));
    await giveBack(receipt.externalId);
    expect((await accept(memberId)).discountMinor).toBe(10_00n);
  });
});

describe('a code on paper', () => {
  const named = async (memberId: MemberId, code: string) => {
    const rules = await fresh(database.db).rules();
    return await transaction(database.db, (tx) =>
      takeCodes(tx, { codes: [code], memberId, at: clock.now(), rules, by: MARKETER }),
    );
  };

  test('when it is brought, then it is its bringer’s and works; brought by another it is refused', async () => {
    const [one, other] = [await aMember(database.db), await aMember(database.db)];
    const offerId = await anOffer(database.db, { reach: 'code', codes: 'pool' });
    await transaction(database.db, (tx) =>
      addCodes(tx, { offerId, csv: 'PAPER-1', actor: MARKETER, at: NOON }),
    );
    expect(await named(one.memberId, ' paper-1')).toEqual([]);
    expect(await named(one.memberId, 'PAPER-1')).toEqual([]);
    expect(await named(other.memberId, 'PAPER-1')).toMatchObject([{ why: 'ofAnother' }]);
    expect((await accept(one.memberId)).discountMinor).toBe(10_00n);
    expect(await named(other.memberId, 'PAPER-1')).toMatchObject([{ why: 'used' }]);
    expect(await named(other.memberId, 'NO-SUCH')).toMatchObject([{ why: 'unknown' }]);
  });
});

describe('an offer that changes', () => {
  test('when it is published anew, then what was taken before keeps its promise', async () => {
    const [before, after] = [await aMember(database.db), await aMember(database.db)];
    const offerId = await anOffer(database.db);
    await take(before.memberId, offerId);
    const content = {
      words: { uk: { title: 'П’ять' } },
      gives: { effects: [{ kind: 'discountShare', shareBp: 500, on: 'receipt' }] },
    };
    const change = await changeOf(database.db, offerId);
    await transaction(database.db, (tx) => saveOfferDraft(tx, { ...change, content }));
    const drafted = await changeOf(database.db, offerId);
    await transaction(database.db, (tx) => publishOffer(tx, drafted));
    await take(after.memberId, offerId);
    expect((await accept(before.memberId)).discountMinor).toBe(10_00n);
    expect((await accept(after.memberId)).discountMinor).toBe(5_00n);
  });

  test('paused it neither gives nor is given; ended it is given no more, and those who have it use it', async () => {
    const [one, other] = [await aMember(database.db), await aMember(database.db)];
    const offerId = await anOffer(database.db);
    await take(one.memberId, offerId);
    const act = async (how: typeof pauseOffer) => {
      const change = await changeOf(database.db, offerId);
      await transaction(database.db, (tx) => how(tx, change));
    };
    await act(pauseOffer);
    expect(await accept(one.memberId)).toMatchObject({
      discountMinor: 0n,
      told: { couponsLeft: [{ why: 'paused' }] },
    });
    await expect(take(other.memberId, offerId)).rejects.toMatchObject({ code: 'offer_not_live' });
    await act(resumeOffer);
    await act(endOffer);
    await expect(take(other.memberId, offerId)).rejects.toMatchObject({ code: 'offer_ended' });
    expect((await accept(one.memberId)).discountMinor).toBe(10_00n);
  });

  test('when its days are over, then it no longer works, and is noted as expired some days later', async () => {
    const { memberId } = await aMember(database.db);
    await take(memberId, await anOffer(database.db, { lifeDays: 1 }));
    clock.set(new Date(NOON.getTime() + DAY_MS));
    expect((await accept(memberId)).discountMinor).toBe(0n);
    clock.set(new Date(NOON.getTime() + 5 * DAY_MS));
    await transaction(database.db, (tx) => expireCoupons(tx, clock.now()));
    expect(await couponsOf(memberId)).toMatchObject([{ status: 'expired', endedAt: clock.now() }]);
    const rows = await database.db.execute(
      sql`select 1 from coupon where status = 'taken' and member_id = ${memberId}`,
    );
    expect(rows).toHaveLength(0);
  });
});

describe('two members who are one person', () => {
  test('when one becomes part of the other, then the coupons go along, and back when that is undone', async () => {
    const [from, into] = [await aMember(database.db), await aMember(database.db)];
    const offerId = await anOffer(database.db);
    const used = await anOffer(database.db, { title: 'Used' });
    await take(from.memberId, used);
    const receipt = aReceipt();
    await accept(from.memberId, receipt);
    await take(from.memberId, offerId);
    const { mergeId } = await transaction(database.db, (tx) =>
      mergeMembers(tx, { from: from.memberId, into: into.memberId, actor: MARKETER, at: NOON }),
    );
    expect(await couponsOf(into.memberId)).toMatchObject([{ offerId, status: 'taken' }]);
    await transaction(database.db, (tx) => undoMerge(tx, { mergeId, actor: MARKETER, at: NOON }));
    expect(await couponsOf(into.memberId)).toEqual([]);
    expect((await accept(from.memberId)).discountMinor).toBe(10_00n);
  });

  test('when goods come back that one of them had bought, then the other has the coupon', async () => {
    const [from, into] = [await aMember(database.db), await aMember(database.db)];
    await take(from.memberId, await anOffer(database.db));
    const receipt = aReceipt();
    await accept(from.memberId, receipt);
    await transaction(database.db, (tx) =>
      mergeMembers(tx, { from: from.memberId, into: into.memberId, actor: MARKETER, at: NOON }),
    );
    await giveBack(receipt.externalId);
    expect((await accept(into.memberId)).discountMinor).toBe(10_00n);
  });
});
