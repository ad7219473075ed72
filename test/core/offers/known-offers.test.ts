// What a process that keeps the offers in memory comes to see, though changes that began earlier are committed later.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { offersOf } from '#src/core/offers/known-offers.ts';
import { pauseOffer } from '#src/core/offers/pause-offer.ts';
import { publishOffer } from '#src/core/offers/publish-offer.ts';
import { saveOfferDraft } from '#src/core/offers/save-draft.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { OfferId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { anOffer, changeOf } from '#test/support/an-offer.ts';
import { couponShop } from '#test/support/coupon-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const { take, accept, giveBack } = couponShop(database, clock);
const later = (seconds: number) => clock.set(new Date(NOON.getTime() + seconds * 1_000));

beforeAll(() => aShop(database.db));
beforeEach(() => clock.set(NOON));

/** Buys with a coupon of the version that is out now; returns the receipt. */
async function buy(offerId: OfferId) {
  const { memberId } = await aMember(database.db);
  await take(memberId, offerId);
  const receipt = aReceipt();
  await accept(memberId, receipt);
  return receipt.externalId;
}

async function publishAnew(offerId: OfferId) {
  const effects = [{ kind: 'discountShare', shareBp: 500, on: 'receipt' }];
  const content = { words: { uk: { title: 'Кава' } }, gives: { effects } };
  const change = await changeOf(database.db, offerId);
  await transaction(database.db, (tx) => saveOfferDraft(tx, { ...change, content }));
  const drafted = await changeOf(database.db, offerId);
  await transaction(database.db, (tx) => publishOffer(tx, drafted));
}

/** A process of its own; answers which versions of an offer it knows. */
function aProcess() {
  const { rules } = fresh(database.db);
  return async (offerId: OfferId) =>
    [...offersOf(await rules()).byKey.values()]
      .filter((each) => each.offerId === offerId)
      .map(({ version, status }) => `${version} ${status}`);
}

describe('offers in memory', () => {
  it('when goods come back in another order than their returns began, then every version is known again', async () => {
    const [one, other] = [await anOffer(database.db), await anOffer(database.db)];
    const first = await buy(one);
    await publishAnew(one);
    const second = await buy(one);
    await publishAnew(one);
    const others = await buy(other);
    await publishAnew(other);
    const known = aProcess();
    expect([await known(one), await known(other)]).toEqual([['3 live'], ['2 live']]);
    later(2);
    await giveBack(others);
    expect(await known(other)).toEqual(['1 live', '2 live']);
    later(1);
    await giveBack(first);
    expect(await known(one)).toEqual(['1 live', '3 live']);
    await giveBack(second);
    expect(await known(one)).toEqual(['1 live', '2 live', '3 live']);
  });

  it('when two are paused, and the pause that began first is committed last, then both are known as paused', async () => {
    const [one, other] = [await anOffer(database.db), await anOffer(database.db)];
    const pause = async (offerId: OfferId, seconds: number) => {
      const at = new Date(NOON.getTime() + seconds * 1_000);
      const change = { ...(await changeOf(database.db, offerId)), at };
      await transaction(database.db, (tx) => pauseOffer(tx, change));
    };
    const known = aProcess();
    expect(await known(one)).toEqual(['1 live']);
    await pause(other, 4);
    expect(await known(other)).toEqual(['1 paused']);
    await pause(one, 3);
    expect(await known(one)).toEqual(['1 paused']);
  });
});
