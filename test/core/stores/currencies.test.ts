import { beforeAll, describe, expect, test } from 'vitest';
import { currencyTerms } from '#src/core/rules/currency-terms.ts';
import {
  type CurrencyChange,
  changeCurrency,
  closeCurrency,
  createCurrency,
  type NewCurrency,
} from '#src/core/stores/change-currency.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { listCurrencies, readCurrency } from '#src/core/stores/list-currencies.ts';
import { transaction } from '#src/db/client.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const names = { uk: { one: 'наліпка', few: 'наліпки', many: 'наліпок', other: 'наліпки' } };
const create = (fields: Partial<NewCurrency> = {}) =>
  transaction(database.db, (tx) =>
    createCurrency(tx, { currency: 'stickers', kind: 'stickers', names, ...fields }),
  );
const change = (fields: CurrencyChange, code = 'points') =>
  transaction(database.db, (tx) => changeCurrency(tx, code, { ...fields, at: NOON }));

describe('the currencies of a programme', () => {
  test('begin with its own points, and others are added once', async () => {
    const made = await create({ expiry: 'never', position: 0 });
    expect(made).toMatchObject({ currency: 'stickers', kind: 'stickers', names, expiry: 'never' });
    await expect(create()).rejects.toMatchObject({ code: 'currency_taken' });
    const all = await listCurrencies(database.db);
    expect(all.map((each) => each.currency)).toEqual(['points', 'stickers']);
  });

  test('change their terms, and what was not named stays', async () => {
    await change({ pending: 'days', pendingAmount: 14, capDay: 100n });
    const now = await change({ expiry: 'calendar', expiryMonthDay: '06-30', expiryMonths: 0 });
    expect(currencyTerms(now)).toEqual({
      currency: 'points',
      pending: { days: 14 },
      expiry: { kind: 'calendar', monthDay: '06-30', months: 0 },
      capReceipt: null,
      capDay: 100,
      capBalance: null,
    });
    expect(await change({})).toEqual(now);
  });

  test('that are closed are known no more but can be opened again; the own points cannot be closed', async () => {
    await create({ currency: 'miles', kind: 'partner' });
    const close = (code: string, closed: boolean) =>
      transaction(database.db, (tx) => closeCurrency(tx, code, { closed, at: NOON }));
    expect((await close('miles', true)).closedAt).toEqual(NOON);
    const { currencies } = await knownProgramme(database.db)();
    expect(currencies.map((each) => each.currency)).not.toContain('miles');
    expect((await close('miles', false)).closedAt).toBeNull();
    await expect(close('points', true)).rejects.toMatchObject({ code: 'currency_not_valid' });
    await expect(close('none', true)).rejects.toMatchObject({ code: 'currency_not_found' });
  });
});

describe('terms that cannot be', () => {
  const wrong: [field: string, terms: CurrencyChange][] = [
    ['pendingAction', { pending: 'action', pendingAction: null }],
    ['pendingAction', { pending: 'action', pendingAction: 'Do it' }],
    ['pendingAmount', { pending: 'hours', pendingAmount: 0 }],
    ['pendingAmount', { pending: 'days', pendingAmount: 731 }],
    ['pendingAmount', { pendingAmount: 1.5 }],
    ['expiryMonths', { expiry: 'rolling', expiryMonths: 0 }],
    ['expiryMonths', { expiry: 'inactivity', expiryMonths: 121 }],
    ['expiryMonthDay', { expiry: 'calendar', expiryMonthDay: '02-30' }],
    ['capReceipt', { capReceipt: 0n }],
    ['names', { names: { uk: { other: '' } } }],
    ['names', { names: JSON.parse('{"de": {"other": "Punkte"}}') }],
    ['position', { position: -1 }],
  ];
  test.each(wrong)('are refused by naming %s: %o', async (field, terms) => {
    const before = await readCurrency(database.db, 'points');
    await expect(change(terms)).rejects.toMatchObject({ code: 'currency_not_valid', details: { field } });
    expect(await readCurrency(database.db, 'points')).toEqual(before);
  });

  test('are refused for a new currency, too', async () => {
    await expect(create({ currency: 'Бали' })).rejects.toMatchObject({ details: { field: 'currency' } });
    await expect(create({ currency: 'x2', names: {} })).rejects.toMatchObject({
      details: { field: 'names' },
    });
    await expect(create({ currency: 'x2', pending: 'action' })).rejects.toMatchObject({
      details: { field: 'pendingAction' },
    });
    await expect(readCurrency(database.db, 'x2')).rejects.toMatchObject({ code: 'currency_not_found' });
  });
});
