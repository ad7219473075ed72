import { beforeAll, expect, it } from 'vitest';
import { listTerms, readTerms } from '#src/core/partners/read-terms.ts';
import { setTerms } from '#src/core/partners/set-terms.ts';
import { transaction } from '#src/db/client.ts';
import { aPartner, someTerms } from '#test/support/a-partner.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const HOUR_MS = 3_600_000;
const later = (hours: number) => new Date(NOON.getTime() + hours * HOUR_MS);

beforeAll(async () => {
  await aShop(database.db);
});

it('when another partner has agreed on other prices since, then each still has its own', async () => {
  const { db } = database;
  const first = await aPartner(db, { issueMinor: 90n, redeemMinor: 80n });
  const second = await aPartner(db, { issueMinor: 95n, redeemMinor: 85n, at: later(1) });
  const told = await listTerms(db, { at: later(2) });
  expect(new Map(told.map((each) => [each.partnerId, [each.issueMinor, each.redeemMinor]]))).toEqual(
    new Map([
      [first, [90n, 80n]],
      [second, [95n, 85n]],
    ]),
  );
});

it('when a partner agrees on the very prices that another has, then they are its own from then on', async () => {
  const { db } = database;
  const partnerId = await aPartner(db, { issueMinor: 70n, redeemMinor: 60n });
  await aPartner(db, { issueMinor: 99n, redeemMinor: 98n, at: later(1) });
  const terms = { ...someTerms(partnerId), issueMinor: 99n, redeemMinor: 98n, at: later(2) };
  await transaction(db, (tx) => setTerms(tx, terms));
  const read = (hours: number) => readTerms(db, { partnerId, currency: 'points', at: later(hours) });
  expect(await read(1)).toMatchObject({ issueMinor: 70n, redeemMinor: 60n });
  expect(await read(2)).toMatchObject({ issueMinor: 99n, redeemMinor: 98n });
});
