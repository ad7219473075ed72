import { describe, expect, it } from 'vitest';
import { listStoresWithTills } from '#src/core/stores/change-store.ts';
import { listCurrencies } from '#src/core/stores/list-currencies.ts';
import { listTiers, readProgramme } from '#src/core/stores/read-programme.ts';
import { setUpShop } from '#src/core/stores/set-up-shop.ts';
import { transaction } from '#src/db/client.ts';
import { NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();

function setUp(shopName: string, storeName = 'Центр') {
  const look = { brandColour: '#102030', accentColour: '#f0e0d0', defaultLanguage: 'ru' } as const;
  const store = { name: storeName, city: 'Луцьк', address: 'вул. Лесі Українки, 1' };
  const rest = { timeZone: 'Europe/Warsaw', store, tillName: 'Каса А', at: NOON };
  return transaction(database.db, (tx) => setUpShop(tx, { shopName, ...look, ...rest }));
}

describe('setting a shop up', () => {
  it('when two do it at once in a new database, then there is one programme with tiers, one store and one till', async () => {
    const both = await Promise.all([setUp('Крамниця'), setUp('Крамниця')]);
    expect(both.filter(({ made }) => made)).toHaveLength(1);
    expect(both.filter(({ opened }) => opened)).toHaveLength(1);
    await expect(readProgramme(database.db)).resolves.toMatchObject({
      shopName: 'Крамниця',
      brandColour: '#102030',
      accentColour: '#f0e0d0',
      defaultLanguage: 'ru',
      timeZone: 'Europe/Warsaw',
    });
    const tiers = await listTiers(database.db);
    expect(
      tiers.map(({ tierKey, fromTurnoverMinor, earnBp }) => [tierKey, fromTurnoverMinor, earnBp]),
    ).toEqual([
      ['base', 0n, 300],
      ['silver', 10_000_00n, 400],
      ['gold', 30_000_00n, 500],
    ]);
    const stores = await listStoresWithTills(database.db);
    expect(stores).toMatchObject([
      { name: 'Центр', city: 'Луцьк', timeZone: 'Europe/Warsaw', tills: [{ name: 'Каса А' }] },
    ]);
  });

  it('when it is done, then there are points that live for a year, and the rule that earns them', async () => {
    await setUp('Крамниця');
    await expect(listCurrencies(database.db)).resolves.toMatchObject([
      { currency: 'points', kind: 'points', pending: 'none', expiry: 'rolling', expiryMonths: 12 },
    ]);
    const rules = await database.sql`select name, status from rule`;
    expect(rules).toEqual([{ name: 'base', status: 'live' }]);
  });

  it('when the shop is there, then a second time changes nothing', async () => {
    await setUp('Крамниця');
    const before = await listStoresWithTills(database.db);
    const again = await setUp('Інша крамниця', 'Вокзал');
    expect(again).toMatchObject({ made: false, opened: null, programme: { shopName: 'Крамниця' } });
    await expect(listStoresWithTills(database.db)).resolves.toEqual(before);
  });
});
