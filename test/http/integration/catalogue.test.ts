import { afterAll, beforeAll, expect, it } from 'vitest';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';
import { publishRule } from '#test/support/publish-rule.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';
let memberCode = '';

beforeAll(async () => {
  await aShop(database.db);
  await database.sql`insert into product (sku, name, category, brand, price_minor)
    values ('c1', 'Кава', 'coffee', 'Karta', 10000), ('c2', 'Без групи', '', '', 10000)`;
  const where = {
    all: [
      { field: 'line.category', is: 'is' as const, value: 'coffee' },
      { field: 'line.brand', is: 'is' as const, value: 'Karta' },
    ],
  };
  await publishRule(database, 'rul_0000000000000000coff', {
    name: 'Кава',
    effects: [{ kind: 'perPiece', currency: 'points', points: 10, where }],
  });
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write'] }));
  ({ cardNumber: memberCode } = await aMember(database.db));
});
afterAll(() => server.close());

let count = 0;
const newKey = () => `r/${++count}`;
const line = (sku: string, fields = {}) => ({
  sku,
  name: 'Кава',
  quantityMilli: 1000,
  priceMinor: 100_00,
  amountMinor: 100_00,
  ...fields,
});
const send = (method: 'PUT' | 'POST', url: string, payload: unknown, app = server) =>
  askAgain(app, method, `/api/v1/receipts${url}`, { headers: { authorization }, payload });
type Sent = { app?: AnApp; dry?: boolean; occurredAt?: string; memberCode?: undefined };
const put = (externalId: string, lines: unknown[], { app = server, dry = false, ...more }: Sent = {}) =>
  send(
    'PUT',
    `/${encodeURIComponent(externalId)}?dry=${dry}`,
    { storeId: STORE, memberCode, lines, ...more },
    app,
  );
const pointsOf = (reply: { json(): { points: { points: number }[] } }) => reply.json().points[0]?.points;

it('when a line leaves its category out, then the catalogue’s counts, before the sale and in it', async () => {
  expect(pointsOf(await put(newKey(), [line('c1')], { dry: true }))).toBe(15);
  const key = newKey();
  expect(pointsOf(await put(key, [line('c1')]))).toBe(15);
  const [stored] = await database.sql`
    select l.category, l.brand from receipt r join receipt_line l using (member_id, receipt_id) where r.external_id = ${key}`;
  expect(stored).toEqual({ category: 'coffee', brand: 'Karta' });
});

it('when it comes as a till’s plain receipt or in a batch of a till that was cut off, then it counts as well', async () => {
  const at = server.clock.now().toISOString();
  const told = { storeId: STORE, memberCode, lines: [line('c1')] };
  const plain = { ...told, externalId: newKey(), number: '1', amountMinor: 100_00, occurredAt: at };
  expect((await send('POST', '', plain)).json().earned).toBe(15);
  const late = { ...told, kind: 'receipt', externalId: newKey(), occurredAt: at };
  expect((await send('POST', '/batch', { items: [late] })).json().items[0]).toMatchObject({ earned: 15 });
});

it.each([
  ['says another category', line('c1', { category: 'tea' })],
  ['says another brand', line('c1', { brand: 'Other' })],
  ['is of a product without a category', line('c2')],
  ['is of a product that is not there', line('c9')],
])('when a line %s, then the catalogue adds nothing', async (_what, told) => {
  expect(pointsOf(await put(newKey(), [told]))).toBe(5);
});

it('when a till spells a category in capitals, then a rule about it counts', async () => {
  expect(pointsOf(await put(newKey(), [line('c9', { category: ' COFFEE', brand: 'Karta' })]))).toBe(15);
});

it('when a till spells a category of the law otherwise, then it earns nothing and no points pay for it', async () => {
  await database.sql`insert into category (category, excluded) values ('Алкоголь', true)`;
  await server.rules.refresh();
  for (const category of ['Алкоголь', 'алкоголь', ' АЛКОГОЛЬ ']) {
    const reply = await put(newKey(), [line('c9', { category })], { dry: true });
    expect(reply.json()).toMatchObject({
      points: [],
      maximumBurn: 0,
      reasons: [{ code: 'excluded' }, {}, {}],
    });
    const booked = newKey();
    expect((await put(booked, [line('c9', { category })])).json().points).toEqual([]);
    const [stored] = await database.sql`
      select l.excluded from receipt r join receipt_line l using (member_id, receipt_id) where r.external_id = ${booked}`;
    expect(stored).toEqual({ excluded: true });
  }
});

it('when the catalogue changes, then a receipt sent again is the same one, with a card and without', async () => {
  const [withCard, nobodys] = [newKey(), newKey()];
  const lines = [line('c3'), line('c1')];
  const occurredAt = server.clock.now().toISOString();
  const first = await put(withCard, lines, { occurredAt });
  expect((await put(nobodys, lines, { occurredAt, memberCode: undefined })).statusCode).toBe(200);
  await database.sql`insert into product (sku, name, category, brand, price_minor) values ('c3', 'Кава', 'coffee', 'Karta', 1)`;
  await database.sql`update product set category = 'tea' where sku = 'c1'`;
  const other = await anApp(database);
  try {
    // Another process, which has read nothing of the catalogue yet.
    expect(pointsOf(await put(newKey(), [line('c3')], { app: other, dry: true }))).toBe(15);
    const again = await put(withCard, lines, { app: other, occurredAt });
    expect(again.json()).toMatchObject({ replayed: true, points: first.json().points });
    const unclaimed = await put(nobodys, lines, { app: other, occurredAt, memberCode: undefined });
    expect(unclaimed.json()).toMatchObject({ replayed: true });
  } finally {
    await other.close();
  }
});
