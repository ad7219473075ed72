import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tillMember } from '#src/contract/till.ts';
import { type Shift, shift, shiftReport } from '#src/contract/till-shift.ts';
import type { StoreId } from '#src/lib/id.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const OTHER: StoreId = 'str_00000000000000000002';
const database = useDatabase();
let server: AnApp;

beforeAll(async () => {
  await aShop(database.db);
  await database.sql`insert into store (store_id, name, city, address) values (${OTHER}, 'Поділ', 'Київ', 'вул. Спаська, 5')`;
  server = await anApp(database);
});
afterAll(() => server.close());

/** One second after what went before, so that everything has an order. */
const post = (url: string, payload: unknown, as: Person) => {
  server.clock.advance(1_000);
  return ask(server, 'POST', url, { as, payload });
};
const aCashier = () => aPerson(server, database, { role: 'cashier', storeIds: [STORE, OTHER] });
const opens = async (as: Person, storeId = STORE): Promise<Shift> =>
  shift.parse(
    (await post('/api/till/shifts', { storeId, ...(storeId === STORE && { tillId: TILL }) }, as)).json(),
  );
const reads = async (as: Person, { shiftId }: Shift) =>
  shiftReport.parse((await ask(server, 'GET', `/api/till/shifts/${shiftId}`, { as })).json());

async function sells(as: Person, amountMinor: number): Promise<string> {
  const { cardNumber } = await aMember(database.db, { name: 'Олена Коваленко' });
  const { ticket } = tillMember.parse(
    (await post('/api/till/members/find', { code: cardNumber }, as)).json(),
  );
  const receiptNumber = randomUUID().slice(0, 8);
  await post('/api/till/receipts', { storeId: STORE, tillId: TILL, ticket, receiptNumber, amountMinor }, as);
  return receiptNumber;
}

describe('a shift', () => {
  it('when it is opened from two windows at once, then it is one', async () => {
    const cashier = await aCashier();
    const [one, two] = await Promise.all([opens(cashier), opens(cashier)]);
    expect(one).toEqual(two);
    expect(one.closedAt).toBeNull();
  });

  it('when it ends, then its report holds what was done in it and by whom, and nothing else', async () => {
    const [cashier, colleague] = [await aCashier(), await aCashier()];
    await sells(cashier, 50_00);
    server.clock.advance(1_000);
    const mine = await opens(cashier);
    await sells(cashier, 200_00);
    await sells(colleague, 300_00);
    const returned = await sells(cashier, 100_00);
    const found = await post('/api/till/receipts/find', { storeId: STORE, receiptNumber: returned }, cashier);
    const { externalId } = found.json().receipts[0];
    const back = { storeId: STORE, boughtAt: STORE, externalId, amountMinor: 40_00, key: randomUUID() };
    await post('/api/till/returns', back, cashier);
    await sells(cashier, 1_000_00);
    const { receipt } = (await ask(server, 'GET', `/api/till/undo?storeId=${STORE}`, { as: cashier })).json();
    await post('/api/till/undo', { storeId: STORE, externalId: receipt.externalId }, cashier);
    const closed = shiftReport.parse(
      (await post(`/api/till/shifts/${mine.shiftId}/close`, {}, cashier)).json(),
    );
    expect(closed).toMatchObject({
      receipts: 2,
      amountMinor: 300_00,
      earned: 15,
      burnt: 0,
      returns: 1,
      returnedMinor: 40_00,
      takenBack: 2,
      givenBack: 0,
      undone: 1,
      registered: 0,
    });
    expect(closed.operations.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['receipt', 200_00],
      ['receipt', 100_00],
      ['return', 40_00],
      ['undone', 1_000_00],
    ]);
    expect(new Set(closed.operations.map((each) => each.shownName))).toEqual(new Set(['Олена К.']));
    server.clock.advance(60_000);
    await sells(cashier, 70_00);
    expect(await reads(cashier, mine)).toEqual(closed);
    const again = await post(`/api/till/shifts/${mine.shiftId}/close`, {}, cashier);
    expect(again.json().closedAt).toBe(closed.closedAt);
    expect((await opens(cashier)).shiftId).not.toBe(mine.shiftId);
  });

  it('when the cashier begins in another store, or forgot to close, then the former one ends', async () => {
    const cashier = await aCashier();
    const here = await opens(cashier);
    const there = await opens(cashier, OTHER);
    expect((await reads(cashier, here)).closedAt).not.toBeNull();
    server.clock.advance(17 * 3_600_000);
    const next = await opens(cashier, OTHER);
    expect(next.shiftId).not.toBe(there.shiftId);
    const list = await ask(server, 'GET', '/api/till/shifts', { as: cashier });
    const known = list.json().shifts.map((each: Shift) => each.shiftId);
    expect(known).toEqual([next.shiftId, there.shiftId, here.shiftId]);
  });

  it('when it is somebody else’s, then nobody reads or closes it', async () => {
    const [cashier, colleague] = [await aCashier(), await aCashier()];
    const { shiftId } = await opens(cashier);
    expect((await ask(server, 'GET', `/api/till/shifts/${shiftId}`, { as: colleague })).statusCode).toBe(404);
    expect((await post(`/api/till/shifts/${shiftId}/close`, {}, colleague)).statusCode).toBe(404);
    const stranger = await aPerson(server, database, { role: 'cashier', storeIds: [OTHER] });
    const opened = await post('/api/till/shifts', { storeId: STORE }, stranger);
    expect([opened.statusCode, opened.json().error.code]).toEqual([403, 'forbidden']);
  });
});
