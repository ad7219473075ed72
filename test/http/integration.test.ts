import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { balanceAnswer, memberAnswer, receiptAnswer } from '#src/contract/integration.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { linkExternalId } from '#src/core/members/external-id.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, ask, SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write', 'members:read', 'balance:read'] }));
});
afterAll(() => server.close());

let count = 0;
const aBody = (fields: Record<string, unknown>) => ({
  externalId: `x${++count}`,
  storeId: STORE,
  tillId: TILL,
  number: String(count),
  amountMinor: 100_00,
  ...fields,
});
const send = (body: unknown, key = authorization) =>
  ask(server, 'POST', '/api/v1/receipts', { headers: { authorization: key }, payload: body });
const get = (url: string) => ask(server, 'GET', url, { headers: { authorization } });

describe('POST /api/v1/receipts', () => {
  it('when the same receipt comes again, then 201 once, 200 replayed after, and one booking', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const yesterday = new Date(server.clock.now().getTime() - 86_400_000).toISOString();
    for (const occurredAt of [undefined, yesterday]) {
      const body = aBody({ memberCode: cardNumber, occurredAt });
      const replies = await Promise.all(Array.from({ length: 20 }, () => send(body)));
      server.clock.advance(5_000);
      replies.push(await send(body));
      expect(replies.filter((reply) => reply.statusCode === 201)).toHaveLength(1);
      expect(replies.filter((reply) => reply.statusCode === 200)).toHaveLength(20);
      const answers = replies.map((reply) => receiptAnswer.parse(reply.json()));
      expect(new Set(answers.map(({ replayed: _replayed, ...answer }) => JSON.stringify(answer))).size).toBe(
        1,
      );
      expect(answers[0]).toMatchObject({ memberId, earned: 5, burnt: 0 });
    }
    const balance = balanceAnswer.parse((await get(`/api/v1/members/${memberId}/balance`)).json());
    expect(balance).toMatchObject({ balance: 10, spendable: 10, pending: [] });
  });

  it('when another receipt comes under the key, then 422 and nothing is booked', async () => {
    const { cardNumber } = await aMember(database.db);
    const body = aBody({ memberCode: cardNumber });
    await send(body);
    const reply = await send({ ...body, amountMinor: 200_00 });
    expect([reply.statusCode, reply.json().error.code]).toEqual([422, 'receipt_differs']);
    const [row] = await database.sql`select count(*) from receipt where external_id = ${body.externalId}`;
    expect(row?.count).toBe(1n);
  });

  it('when points are burnt with a live code, then once, and the repeat answers the same after the code is stale', async () => {
    const { memberId, cardNumber } = await aMember(database.db, { balance: 100n });
    const { code } = await issueLiveCode(database.db, {
      memberId,
      secretKey: SECRET_KEY,
      at: server.clock.now(),
    });
    const body = aBody({ memberCode: code, burn: 30 });
    expect((await send(aBody({ memberCode: cardNumber, burn: 30 }))).json().error.code).toBe(
      'burn_needs_confirmation',
    );
    const first = await send(body);
    expect([first.statusCode, first.json()]).toMatchObject([201, { burnt: 30, earned: 3, balance: 73 }]);
    server.clock.advance(120_000);
    const again = await send(body);
    expect([again.statusCode, again.json()]).toEqual([200, { ...first.json(), replayed: true }]);
    const elsewhere = await send(aBody({ memberCode: code, burn: 30 }));
    expect(elsewhere.json().error.code).toBe('live_code_expired');
    expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
  });

  it('when the member is named by phone, then it works as with the number', async () => {
    const { memberId } = await aMember(database.db, { phone: '+380671234567' });
    for (const memberCode of ['+380 67 123 45 67', '0671234567']) {
      expect((await send(aBody({ memberCode }))).json()).toMatchObject({ memberId });
    }
  });

  it('when it has lines, then they are kept as they came', async () => {
    const { cardNumber } = await aMember(database.db);
    const line = { sku: '482', name: 'Сир', quantityMilli: 1250, priceMinor: 80_00, amountMinor: 100_00 };
    const body = aBody({ memberCode: cardNumber, lines: [line] });
    const { receiptId } = (await send(body)).json();
    const rows =
      await database.sql`select sku, name, category, quantity_milli from receipt_line where receipt_id = ${receiptId}`;
    expect(rows).toEqual([{ sku: '482', name: 'Сир', category: 'other', quantity_milli: 1250n }]);
  });

  it('when the key belongs to another store, then 403; an unknown store or till 404; a closed one 409', async () => {
    const { cardNumber: memberCode } = await aMember(database.db);
    await database.sql`insert into store (store_id, name, city, address, closed_at) values ('str_closed', 'x', 'x', 'x', now())`;
    const own = await aKey(database, { scopes: ['receipts:write'], storeId: 'str_closed' });
    server.clock.advance(1);
    const statuses = [
      await send(aBody({ memberCode }), own.authorization),
      await send(aBody({ memberCode, storeId: 'str_none' })),
      await send(aBody({ memberCode, tillId: 'til_none' })),
    ];
    expect(statuses.map((reply) => reply.statusCode)).toEqual([403, 404, 404]);
  });

  it.each([
    ['an unknown field', { bonus: 1 }, 'bonus'],
    ['a fraction', { amountMinor: 1.5 }, 'amountMinor'],
    ['nothing bought', { amountMinor: 0 }, 'amountMinor'],
    ['a negative burn', { burn: -1 }, 'burn'],
    ['more than 2^53', { amountMinor: 2 ** 60 }, 'amountMinor'],
    ['text for a number', { amountMinor: '100' }, 'amountMinor'],
    [
      'an unknown field in a line',
      { lines: [{ sku: '1', name: 'x', quantityMilli: 1, priceMinor: 1, amountMinor: 1, x: 1 }] },
      'lines.0.x',
    ],
  ])('when it holds %s, then 400 names the field', async (_what, fields, field) => {
    const reply = await send(aBody({ memberCode: '2900000000001', ...fields }));
    expect([reply.statusCode, reply.json().error]).toMatchObject([
      400,
      { code: 'invalid_input', details: { field } },
    ]);
  });
});

it('when a receipt names its member by memberId, then it is booked like any other', async () => {
  const { memberId } = await aMember(database.db);
  expect((await send(aBody({ memberCode: memberId }))).json()).toMatchObject({ memberId, earned: 5 });
});

describe('GET /api/v1/members', () => {
  it('when asked by code or phone, then the short name comes and neither phone nor whole name', async () => {
    const { memberId, cardNumber } = await aMember(database.db, {
      name: 'Іван Франко',
      phone: '+380671230000',
    });
    await transaction(database.db, (tx) =>
      linkExternalId(tx, { memberId, externalId: 'crm-7', at: server.clock.now() }),
    );
    const codes = [cardNumber, '%2B380671230000', 'ext:crm-7', memberId];
    for (const query of [...codes.map((code) => `code=${code}`), 'phone=%2B380671230000']) {
      const reply = await get(`/api/v1/members?${query}`);
      expect(memberAnswer.parse(reply.json())).toMatchObject({ memberId, shownName: 'Іван Ф.' });
      expect(reply.body).not.toMatch(/Франко|38067/);
    }
  });

  it('when asked by both, by neither or for nobody, then it says so', async () => {
    expect((await get('/api/v1/members?code=2900000000001&phone=0671230000')).statusCode).toBe(400);
    expect((await get('/api/v1/members')).statusCode).toBe(400);
    expect((await get('/api/v1/members?phone=0671239999')).json().error.code).toBe('card_not_found');
    expect((await get('/api/v1/members/mem_none/balance')).json().error.code).toBe('member_not_found');
  });
});
