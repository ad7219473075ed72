// What a member buys most often: counted by receipts, without what came back and what the law keeps out.
import { beforeAll, describe, expect, it } from 'vitest';
import { listFavourites } from '#src/core/receipts/list-favourites.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { coffee, line, theShop, tobacco } from '#test/bots/dialogue/member-in-chat.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;
const { buys, brings } = theShop(database, clock);

beforeAll(async () => {
  await aShop(database.db);
  await database.sql`insert into category (category, excluded) values ('Тютюн', true)`;
});

const namesOf = async (memberId: Parameters<typeof buys>[0]) =>
  (await listFavourites(database.db, { memberId, at: clock.now() })).map(({ name, receipts }) => [
    name,
    receipts,
  ]);

describe('favourites', () => {
  it('when things were bought, then receipts count, not pieces, and only their own; what came back and tobacco do not', async () => {
    clock.set(NOON);
    const { memberId } = await aMember(database.db);
    const { memberId: other } = await aMember(database.db);
    await buys(other, [line({ sku: '9', name: 'Чуже' })]);
    await buys(memberId, [line(), line(), coffee(20), tobacco]);
    clock.advance(DAY_MS);
    await buys(memberId, [line({ name: 'Молоко 2,5 %' }), { ...tobacco, category: 'ТЮТЮН\u00a0' }]);
    clock.advance(DAY_MS);
    await database.sql`update receipt_line set excluded = false where sku = ${tobacco.sku}`;
    const { externalId } = await buys(memberId, [line({ sku: '4', name: 'Сир' }), coffee(2)]);
    await brings(externalId, 1);
    const [first] = await listFavourites(database.db, { memberId, at: clock.now() });
    expect(first).toMatchObject({ name: 'Кава', receipts: 2, lineNo: 2, lastAt: clock.now() });
    expect(await namesOf(memberId)).toEqual([
      ['Кава', 2],
      ['Молоко 2,5 %', 2],
    ]);
  });

  it('when a year has passed, or more than ten are frequent, then only ten of the last year are told', async () => {
    clock.set(NOON);
    const { memberId } = await aMember(database.db);
    await buys(memberId, [line({ sku: 'old', name: 'Торішнє' })]);
    clock.advance(366 * DAY_MS);
    expect(await namesOf(memberId)).toEqual([]);
    await buys(
      memberId,
      Array.from({ length: 12 }, (_, no) => line({ sku: `s${no}`, name: `Товар ${no}` })),
    );
    expect(await namesOf(memberId)).toHaveLength(10);
  });
});
