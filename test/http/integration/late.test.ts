import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchAnswer, returnAnswer } from '#src/contract/receipt-returns.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { applyWaitingReturns } from '#src/core/receipts/apply-waiting-returns.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, ask } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';
import { publishRule } from '#test/support/publish-rule.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';
const DAY_MS = 86_400_000;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write'] }));
});
afterAll(() => server.close());

let count = 0;
const newKey = (kind = 'r') => `${kind}/${++count}`;
const LINES = [
  { sku: '1', name: 'Сир', category: 'cheese', quantityMilli: 2000, priceMinor: 100_00, amountMinor: 200_00 },
  { sku: '2', name: 'Хліб', category: 'bread', quantityMilli: 1000, priceMinor: 40_00, amountMinor: 40_00 },
];
const send = (method: 'PUT' | 'POST' | 'GET', url: string, payload?: unknown) =>
  askAgain(server, method, `/api/v1/receipts/${url}`, {
    headers: { authorization },
    ...(payload === undefined ? {} : { payload }),
  });
const sell = (externalId: string, memberCode: string, fields: Record<string, unknown> = {}) =>
  send('PUT', encodeURIComponent(externalId), {
    storeId: STORE,
    tillId: TILL,
    memberCode,
    lines: LINES,
    ...fields,
  });
const bringBack = (externalId: string, body: Record<string, unknown>) =>
  send('POST', `${encodeURIComponent(externalId)}/returns`, {
    storeId: STORE,
    externalId: newKey('ret'),
    ...body,
  });
const show = async (externalId: string) =>
  (await send('GET', `${encodeURIComponent(externalId)}?storeId=${STORE}`)).json();
const balanceOf = async (memberId: MemberId) =>
  (await readBalance(database.db, memberId, server.clock.now())).balance;
const applyNow = async () => {
  const settings = { at: server.clock.now(), known: await knownProgramme(database.db)() };
  return (await transaction(database.db, (tx) => applyWaitingReturns(tx, settings))).settled;
};
const sound = async () => expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
const ago = (days: number) => new Date(server.clock.now().getTime() - days * DAY_MS).toISOString();

describe('a return', () => {
  it('when lines come back in any order, more than once and at any age, then the end is the same', async () => {
    const orders = [
      [
        { lineNo: 1, quantityMilli: 1000 },
        { lineNo: 2, quantityMilli: 1000 },
        { lineNo: 1, quantityMilli: 1000 },
      ],
      [
        { lineNo: 2, quantityMilli: 1000 },
        { lineNo: 1, quantityMilli: 2000 },
      ],
    ];
    for (const order of orders) {
      const { memberId, cardNumber } = await aMember(database.db);
      const key = newKey();
      await sell(key, cardNumber, { occurredAt: ago(30) });
      expect(await balanceOf(memberId)).toBe(12n);
      for (const line of order) {
        const body = { externalId: newKey('ret'), lines: [line] };
        const replies = await Promise.all([1, 2, 3].map(() => bringBack(key, body)));
        expect(replies.map((reply) => reply.statusCode).toSorted((a, b) => a - b)).toEqual([200, 200, 201]);
        for (const reply of replies) returnAnswer.parse(reply.json());
      }
      expect(await balanceOf(memberId)).toBe(0n);
      expect(await show(key)).toMatchObject({
        state: 'returned',
        returnedMinor: 240_00,
        takenBack: 12,
        lines: [{ returnedMilli: 2000 }, { returnedMilli: 1000 }],
      });
    }
    await sound();
  });

  it('when fifty tills tell one at once, then it counts once', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const key = newKey();
    await sell(key, cardNumber);
    const body = { externalId: newKey('ret'), all: true };
    const replies = await Promise.all(Array.from({ length: 50 }, () => bringBack(key, body)));
    expect(replies.filter((reply) => reply.statusCode === 201)).toHaveLength(1);
    expect(replies.filter((reply) => reply.statusCode === 200)).toHaveLength(49);
    expect(await balanceOf(memberId)).toBe(0n);
    await sound();
  });

  it('when it is more than was bought, or another under its key, then it is refused', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    await sell(key, cardNumber);
    const refusals = [
      await bringBack(key, { lines: [{ lineNo: 1, quantityMilli: 2001 }] }),
      await bringBack(key, { lines: [{ lineNo: 3, quantityMilli: 1 }] }),
      await bringBack(key, {}),
      await bringBack(key, { all: true, amountMinor: 5 }),
    ];
    expect(refusals.map((reply) => reply.json().error.code)).toEqual([
      'return_above_bought',
      'line_not_found',
      'invalid_input',
      'invalid_input',
    ]);
    const externalId = newKey('ret');
    await bringBack(key, { externalId, lines: [{ lineNo: 2, quantityMilli: 1000 }] });
    const differs = await bringBack(key, { externalId, all: true });
    expect([differs.statusCode, differs.json().error.code]).toEqual([422, 'return_differs']);
    await bringBack(key, { all: true });
    expect((await bringBack(key, { all: true })).json().error.code).toBe('already_returned');
  });

  it('when it comes before its sale, then it waits, and is booked once the sale is there', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const key = newKey();
    const body = { externalId: newKey('ret'), lines: [{ lineNo: 2, quantityMilli: 1000 }] };
    for (let turn = 0; turn < 2; turn++) {
      const waiting = await bringBack(key, body);
      expect([waiting.statusCode, waiting.json().outcome]).toEqual([202, 'waiting']);
    }
    await bringBack(key, { lines: [{ lineNo: 9, quantityMilli: 1000 }] });
    await sell(key, cardNumber);
    expect(await applyNow()).toBe(2);
    expect(await applyNow()).toBe(0);
    expect(await show(key)).toMatchObject({ state: 'partly_returned', returnedMinor: 40_00 });
    expect(await balanceOf(memberId)).toBe(10n);
    expect((await bringBack(key, body)).json()).toMatchObject({ outcome: 'replayed' });
    const [row] = await database.sql`select refused from waiting_return where receipt_external_id = ${key}`;
    expect(row?.refused).toBe('line_not_found');
    await sound();
  });

  it('when another store’s key tells it or looks, then 403', async () => {
    await database.sql`insert into store (store_id, name, city, address) values ('str_other', 'x', 'x', 'x')
      on conflict do nothing`;
    const own = await aKey(database, { scopes: ['receipts:write'], storeId: 'str_other' });
    const headers = { authorization: own.authorization };
    const replies = [
      await askAgain(server, 'GET', `/api/v1/receipts/x?storeId=${STORE}`, { headers }),
      await askAgain(server, 'POST', '/api/v1/receipts/x/returns', {
        headers,
        payload: { storeId: STORE, externalId: 'y', all: true },
      }),
      await askAgain(server, 'PUT', '/api/v1/receipts/x', {
        headers,
        payload: { storeId: STORE, lines: LINES },
      }),
    ];
    expect(replies.map((reply) => reply.statusCode)).toEqual([403, 403, 403]);
  });
});

describe('a batch of a till that was cut off', () => {
  const aSale = (memberCode: string | undefined, fields: Record<string, unknown> = {}) => ({
    kind: 'receipt',
    externalId: newKey(),
    storeId: STORE,
    tillId: TILL,
    number: String(count),
    memberCode,
    occurredAt: ago(3),
    lines: LINES,
    ...fields,
  });
  const sendBatch = async (items: unknown[]) => {
    const reply = await send('POST', 'batch', { items });
    expect(reply.statusCode).toBe(200);
    return batchAnswer.parse(reply.json());
  };

  it('when an item names a store that is not there, then it says which', async () => {
    const { cardNumber } = await aMember(database.db);
    const { items } = await sendBatch([aSale(cardNumber, { storeId: 'str_gone' }), aSale(cardNumber)]);
    expect(items).toMatchObject([
      {
        outcome: 'refused',
        error: {
          code: 'not_found',
          details: { what: 'store', storeId: 'str_gone' },
          message: expect.stringContaining('str_gone'),
        },
      },
      { outcome: 'accepted' },
    ]);
  });

  it('when it holds good and bad, then each has its own outcome, and again changes nothing', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const sale = aSale(cardNumber);
    const other = aSale(cardNumber, { occurredAt: ago(300) });
    const items = [
      {
        kind: 'return',
        storeId: STORE,
        receiptExternalId: sale.externalId,
        externalId: newKey('ret'),
        all: true,
      },
      sale,
      sale,
      other,
      { ...other, lines: [LINES[0]] },
      aSale('2900000000001'),
      aSale(cardNumber, { occurredAt: ago(401) }),
      { kind: 'receipt', nonsense: true },
      { kind: 'return', storeId: STORE, receiptExternalId: 'never', externalId: newKey('ret'), all: true },
      aSale(undefined),
    ];
    const first = await sendBatch(items);
    expect(first.items.map(({ outcome, error }) => error?.code ?? outcome)).toEqual([
      'returned',
      'accepted',
      'replayed',
      'accepted',
      'receipt_differs',
      'card_not_found',
      'receipt_too_old',
      'invalid_input',
      'waiting',
      'unclaimed',
    ]);
    expect(first.items[5]?.error?.message).toBeTruthy();
    expect([first.accepted, first.refused]).toEqual([6, 4]);
    expect(await balanceOf(memberId)).toBe(12n);
    const again = await sendBatch(items);
    expect(again.items.map(({ outcome, error }) => error?.code ?? outcome)).toEqual([
      'replayed',
      'replayed',
      'replayed',
      'replayed',
      'receipt_differs',
      'card_not_found',
      'receipt_too_old',
      'invalid_input',
      'waiting',
      'unclaimed',
    ]);
    expect(again.items[9]?.claim?.code).toBe(first.items[9]?.claim?.code);
    expect(await balanceOf(memberId)).toBe(12n);
    await sound();
  });

  it('when a discount ran at the time, then nothing is taken off what is paid already', async () => {
    await publishRule(database, 'rul_discount', {
      effects: [{ kind: 'discountShare', shareBp: 1000, on: 'receipt' }],
    });
    const fresh = await anApp(database);
    const { cardNumber } = await aMember(database.db);
    const sale = aSale(cardNumber);
    const headers = { authorization };
    const reply = await ask(fresh, 'POST', '/api/v1/receipts/batch', { headers, payload: { items: [sale] } });
    expect(reply.json().items[0]).toMatchObject({ outcome: 'accepted', earned: 12 });
    expect(await show(sale.externalId)).toMatchObject({ discountMinor: 0, toPayMinor: 240_00 });
    const online = await ask(fresh, 'PUT', '/api/v1/receipts/online', {
      headers,
      payload: { storeId: STORE, memberCode: cardNumber, lines: LINES },
    });
    expect(online.json()).toMatchObject({
      discountMinor: 24_00,
      toPayMinor: 216_00,
      discounts: [{ lineNo: null }],
    });
    await database.sql`delete from rule_version where rule_id = 'rul_discount'`;
    await database.sql`delete from rule where rule_id = 'rul_discount'`;
    await fresh.close();
  });

  it('when it holds a thousand receipts of few members, then all come out as if one by one', async () => {
    const members = await Promise.all(Array.from({ length: 20 }, () => aMember(database.db)));
    const items = Array.from({ length: 1_000 }, (_, at) =>
      aSale(members[at % members.length]?.cardNumber, { occurredAt: ago(1 + (at % 300)), lines: [LINES[1]] }),
    );
    const answer = await sendBatch(items);
    expect([answer.accepted, answer.refused]).toEqual([1_000, 0]);
    for (const { memberId } of members) expect(await balanceOf(memberId)).toBe(100n);
    await sound();
  });
});
