// A member who owes points: every answer says the same of it, as the programme wants it told.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { type AMember, aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, SECRET_KEY } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';
let member: AMember;

beforeAll(() => aShop(database.db));
afterAll(() => server.close());

let count = 0;
const send = (
  method: 'PUT' | 'POST' | 'GET',
  url: string,
  payload?: Record<string, unknown>,
  language = 'uk',
) =>
  askAgain(server, method, `/api/v1/${url}`, {
    headers: { authorization, 'accept-language': language },
    ...(payload && { payload }),
  });
const put = (
  sumMinor: number,
  fields: Record<string, unknown> = {},
  { dry = false, key = `debt-${++count}` } = {},
) =>
  send('PUT', `receipts/${key}${dry ? '?dry=true' : ''}`, {
    storeId: STORE,
    tillId: TILL,
    amountMinor: sumMinor,
    memberCode: member.cardNumber,
    ...fields,
  });

/** Thirty points are earned, burnt and taken back: thirty are owed. */
async function owesThirty(): Promise<void> {
  member = await aMember(database.db);
  const key = `debt-${++count}`;
  await put(600_00, {}, { key });
  const { memberId } = member;
  const at = server.clock.now();
  const { code } = await issueLiveCode(database.db, { memberId, secretKey: SECRET_KEY, at });
  const burnt = await put(100_00, { memberCode: code, burn: 30 });
  expect(burnt.json()).toMatchObject({ burn: 30 });
  const back = { storeId: STORE, externalId: `back-${key}`, all: true };
  expect((await send('POST', `receipts/${key}/returns`, back)).statusCode).toBe(201);
}

async function open(): Promise<void> {
  await server?.close();
  server = await anApp(database);
  const scopes = ['receipts:write', 'balance:read'] as const;
  ({ authorization } = await aKey(database, { scopes: [...scopes] }));
  await owesThirty();
}

describe('when the programme remembers debts', () => {
  beforeEach(open);

  it('then a preview, a close, its repetition, POST and GET all say 0 and the debt, in words too', async () => {
    const owed = (await send('GET', `members/${member.memberId}/balance`)).json();
    expect(owed).toMatchObject({ balance: 0, spendable: 0 });
    const { debt } = owed;
    expect(debt).toBeGreaterThan(20);
    const dry = (await put(100_00, {}, { dry: true })).json();
    expect(dry).toMatchObject({ balance: 0, debt });
    expect(dry.words.slip).toContain(`На рахунку: 0 балів, борг ${debt} балів`);
    const key = `debt-${++count}`;
    const closed = (await put(200_00, {}, { key })).json();
    expect(closed).toMatchObject({ balance: 0, debt: debt - 10, replayed: false });
    expect(closed.words.cashier).toBe(`+10 балів, на рахунку 0, борг ${debt - 10}`);
    const again = (await put(200_00, {}, { key })).json();
    expect(again).toMatchObject({ balance: 0, debt: debt - 10, replayed: true });
    const posted = await send('POST', 'receipts', {
      externalId: `debt-${++count}`,
      storeId: STORE,
      number: '7',
      memberCode: member.cardNumber,
      amountMinor: 100_00,
    });
    expect(posted.json()).toMatchObject({ balance: 0, debt: debt - 15 });
    expect((await send('GET', `members/${member.memberId}/balance`)).json()).toMatchObject({
      balance: 0,
      debt: debt - 15,
    });
    const cancelled = (await put(200_00, { lines: [], state: 'cancelled' }, { key })).json();
    expect(cancelled).toMatchObject({ state: 'cancelled', balance: 0, debt: debt - 5 });
    const paidOff = (await put(1_000_00)).json();
    expect(paidOff).toMatchObject({ balance: 55 - debt, debt: 0 });
  });

  it('then the till of the console says so as well', async () => {
    const cashier = await aPerson(server, database, { role: 'cashier', language: 'uk' });
    const { debt } = (await send('GET', `members/${member.memberId}/balance`)).json();
    const found = await ask(server, 'POST', '/api/till/members/find', {
      as: cashier,
      payload: { code: member.cardNumber },
    });
    const { ticket } = found.json();
    const sale = { storeId: STORE, tillId: TILL, ticket, amountMinor: 100_00 };
    const sold = await ask(server, 'POST', '/api/till/receipts', {
      as: cashier,
      payload: { ...sale, receiptNumber: '8' },
    });
    expect(sold.json()).toMatchObject({ balance: 0 });
    expect(sold.json().words.replaceAll('\u00a0', ' ')).toContain(`0 балів, борг ${debt - 5}`);
  });
});

describe('when the programme lets balances go below zero', () => {
  beforeEach(async () => {
    await database.sql`update programme set return_policy = 'negative'`;
    await open();
  });

  it('then every answer says so, with the debt beside it, and words say it once', async () => {
    const { balance, debt } = (await send('GET', `members/${member.memberId}/balance`)).json();
    expect(balance).toBe(-debt);
    expect((await put(100_00, {}, { dry: true })).json()).toMatchObject({ balance, debt });
    const closed = (await put(200_00)).json();
    expect(closed).toMatchObject({ balance: balance + 10, debt: debt - 10 });
    expect(closed.words.cashier).toContain(`${debt - 10}`);
    expect(closed.words.cashier).not.toContain('борг');
  });
});
