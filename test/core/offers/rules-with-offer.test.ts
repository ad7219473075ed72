// An offer is there for whoever takes it from the moment it goes live, though the rules are kept in memory for a second.
import { beforeAll, expect, it } from 'vitest';
import { offersOf, withOffers } from '#src/core/offers/known-offers.ts';
import { pauseOffer } from '#src/core/offers/pause-offer.ts';
import { rulesWithOffer } from '#src/core/offers/rules-with-offer.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import { newId } from '#src/lib/id.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { anOffer, changeOf } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();

beforeAll(() => aShop(database.db));

/** A process for which no time passes: of itself it never asks again. */
function aProcess() {
  const known = knownProgramme(database.db, () => 0);
  return withOffers(
    database.db,
    knownRules(database.db, known, () => 0),
    known,
  );
}

it('when an offer went live after the rules were read, then they are read again for whoever asks for it', async () => {
  const rules = aProcess();
  await rules();
  const offerId = await anOffer(database.db);
  expect(offersOf(await rules()).live).toEqual([]);
  const live = offersOf(await rulesWithOffer(database.db, rules, offerId)).live;
  expect(live.map((each) => each.offerId)).toEqual([offerId]);
  expect(offersOf(await rules()).live).toEqual(live);
});

it('when an offer is paused, or there is none, then the rules stay as they were read', async () => {
  const rules = aProcess();
  const offerId = await anOffer(database.db);
  const change = await changeOf(database.db, offerId, NOON);
  await transaction(database.db, (tx) => pauseOffer(tx, change));
  const before = await rules();
  expect(await rulesWithOffer(database.db, rules, offerId)).toBe(before);
  expect(await rulesWithOffer(database.db, rules, newId('off', NOON.getTime()))).toBe(before);
});
