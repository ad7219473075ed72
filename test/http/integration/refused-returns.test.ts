// Returns that came before their sale and do not fit it: where their system and the operators see that.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiptShown } from '#src/contract/receipt-returns.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { applyWaitingReturns, logUnbooked } from '#src/core/receipts/apply-waiting-returns.ts';
import { claimReceipt } from '#src/core/receipts/claim-receipt.ts';
import { listFailedReturns } from '#src/core/reports/list-failed-returns.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import { makeLog } from '#src/lib/log.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';

beforeAll(async () => {
  await aShop(database.db, { returnsAnywhere: true });
  await database.sql`insert into store (store_id, name, city, address) values ('str_other', 'Подол 3', 'x', 'x')`;
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write'] }));
});
afterAll(() => server.close());

let count = 0;
const newKey = (kind = 'r') => `${kind}-${++count}`;
const LINES = [
  { sku: '1', name: 'Сир', category: 'cheese', quantityMilli: 2000, priceMinor: 100_00, amountMinor: 200_00 },
];
const line = (lineNo: number, quantityMilli = 1000) => ({ lines: [{ lineNo, quantityMilli }] });
const send = (method: 'PUT' | 'POST' | 'GET', url: string, payload?: unknown) =>
  askAgain(server, method, `/api/v1/receipts/${url}`, {
    headers: { authorization },
    ...(payload === undefined ? {} : { payload }),
  });
const sale = (fields: object) => ({ storeId: STORE, tillId: TILL, lines: LINES, ...fields });
const bringBack = async (key: string, body: object) => {
  server.clock.advance(1_000);
  const reply = await send('POST', `${key}/returns`, { storeId: STORE, ...body });
  const answer = reply.json();
  return [reply.statusCode, answer.error?.code ?? answer.outcome];
};
const refusedOf = async (key: string) =>
  receiptShown.parse((await send('GET', `${key}?storeId=${STORE}`)).json()).refusedReturns;
/** As the worker does; answers what it has logged. */
const applyAll = async () => {
  const logged: string[] = [];
  const log = makeLog('info', { write: (text) => void logged.push(text) });
  const settings = { at: server.clock.now(), known: await knownProgramme(database.db)() };
  for (let settled = 1; settled > 0; ) {
    const applied = await transaction(database.db, (tx) => applyWaitingReturns(tx, settings));
    logUnbooked(log, applied);
    ({ settled } = applied);
  }
  return logged.map((text) => JSON.parse(text));
};

describe('a return that waited for its sale and does not fit it', () => {
  it('when the sale comes, then the log, the receipt and the same return again say why', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const key = newKey();
    const [fits, wrong, tooMuch] = [newKey('back'), newKey('back'), newKey('back')];
    expect(await bringBack(key, { externalId: fits, ...line(1) })).toEqual([202, 'waiting']);
    expect(await bringBack(key, { externalId: wrong, ...line(9) })).toEqual([202, 'waiting']);
    expect(await bringBack(key, { externalId: tooMuch, returnedIn: 'str_other', ...line(1, 2000) })).toEqual([
      202,
      'waiting',
    ]);
    const { receiptId } = (await send('PUT', key, sale({ memberCode: cardNumber }))).json();
    expect(await refusedOf(key)).toEqual([]);
    const where = { storeId: STORE, receiptId, level: 40 };
    expect(await applyAll()).toMatchObject([
      { ...where, why: 'line_not_found', msg: 'a return that waited for its sale was refused' },
      { ...where, why: 'return_above_bought' },
    ]);
    expect(await applyAll()).toEqual([]);
    expect(await refusedOf(key)).toEqual([
      { storeId: STORE, externalId: wrong, code: 'line_not_found' },
      { storeId: 'str_other', externalId: tooMuch, code: 'return_above_bought' },
    ]);
    const [since, at] = [new Date(0), server.clock.now()];
    expect(await listFailedReturns(database.db, { since, at, most: 2 })).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          storeId: 'str_other',
          storeName: 'Подол 3',
          externalId: tooMuch,
          memberId,
        }),
      ]),
    );
    expect(await bringBack(key, { externalId: wrong, ...line(9) })).toEqual([422, 'line_not_found']);
    expect(await bringBack(key, { externalId: fits, ...line(1) })).toEqual([200, 'replayed']);

    expect(await bringBack(key, { externalId: wrong, ...line(1) })).toEqual([201, 'returned']);
    expect((await refusedOf(key)).map(({ externalId }) => externalId)).toEqual([tooMuch]);
    expect((await readBalance(database.db, memberId, at)).balance).toBe(0n);
    expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
  });

  it('when a batch brings the sale, then the same holds', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    const back = { storeId: STORE, externalId: newKey('back'), ...line(9) };
    await bringBack(key, back);
    const before = server.logged.length;
    const occurredAt = server.clock.now().toISOString();
    const late = { kind: 'receipt', externalId: key, ...sale({ memberCode: cardNumber, occurredAt }) };
    const answer = (await send('POST', 'batch', { items: [late] })).json();
    expect(answer.items[0].outcome).toBe('accepted');
    const logged = server.logged.slice(before).map((text) => JSON.parse(text));
    expect(logged.filter((each) => each.why !== undefined)).toMatchObject([
      { why: 'line_not_found', receiptId: answer.items[0].receiptId },
    ]);
    expect(await refusedOf(key)).toMatchObject([{ externalId: back.externalId, code: 'line_not_found' }]);
    const item = { kind: 'return', receiptExternalId: key, ...back };
    const again = (await send('POST', 'batch', { items: [item] })).json();
    expect(again.items[0].error.code).toBe('line_not_found');
  });

  it('when what comes is a slip of nobody’s, then it says so before the claim and after', async () => {
    const { memberId } = await aMember(database.db);
    const key = newKey();
    const [fits, wrong, corrected] = [newKey('back'), newKey('back'), newKey('back')];
    await bringBack(key, { externalId: wrong, ...line(9) });
    await bringBack(key, { externalId: corrected, ...line(7) });
    await bringBack(key, { externalId: fits, ...line(1) });
    expect(await bringBack(key, { externalId: wrong, ...line(9) })).toEqual([202, 'waiting']);
    const { claim } = (await send('PUT', key, sale({}))).json();
    const refused = [{ storeId: STORE, externalId: wrong, code: 'line_not_found' }];
    expect(await refusedOf(key)).toEqual([
      { ...refused[0], externalId: wrong },
      { ...refused[0], externalId: corrected },
    ]);
    expect(await bringBack(key, { externalId: wrong, ...line(9) })).toEqual([422, 'line_not_found']);
    expect(await bringBack(key, { externalId: fits, ...line(1) })).toEqual([202, 'waiting']);
    expect(await bringBack(key, { externalId: fits, ...line(1, 500) })).toEqual([422, 'return_differs']);
    expect(await bringBack(key, { externalId: corrected, ...line(8) })).toEqual([422, 'line_not_found']);
    expect(await bringBack(key, { externalId: corrected, ...line(1, 1500) })).toEqual([
      422,
      'return_above_bought',
    ]);
    expect(await bringBack(key, { externalId: corrected, ...line(1, 600) })).toEqual([202, 'waiting']);
    expect(await refusedOf(key)).toEqual(refused);
    const known = knownProgramme(database.db);
    const rules = knownRules(database.db, known);
    const at = server.clock.now();
    const settings = { claimCode: claim.code, memberId, at, known: await known(), rules };
    await transaction(database.db, (tx) => claimReceipt(tx, settings));
    expect(await applyAll()).toMatchObject([{ why: 'line_not_found' }]);
    expect(await refusedOf(key)).toEqual(refused);
    expect((await readBalance(database.db, memberId, at)).balance).toBe(2n);
  });
});
