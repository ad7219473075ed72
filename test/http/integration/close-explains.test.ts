// A till that never previews hears as much when it closes, if it asks, as one that does: what is next, and why rules did not apply.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BasketAnswer } from '#src/contract/receipt-basket.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, SECRET_KEY } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';
import { publishRule } from '#test/support/publish-rule.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';

const TEN = { kind: 'fixed', currency: 'points', points: 10 } as const;

beforeAll(async () => {
  await aShop(database.db);
  await publishRule(database, 'rul_00000000000000000081', {
    effects: [TEN],
    when: { field: 'receipt.amount', is: 'atLeast', value: 1_000_00 },
  });
  await publishRule(database, 'rul_00000000000000000082', {
    effects: [
      {
        kind: 'discountShare',
        shareBp: 1_000,
        on: 'lines',
        where: { field: 'line.category', is: 'in', value: ['tea'] } as never,
      },
    ],
  });
  await publishRule(database, 'rul_00000000000000000083', {
    effects: [TEN],
    validUntil: '2020-01-01T00:00:00.000Z' as never,
  });
  await publishRule(database, 'rul_00000000000000000084', {
    effects: [TEN],
    caps: { receipt: 4, memberDay: null, member: null },
  });
  await publishRule(database, 'rul_00000000000000000085', {
    effects: [TEN],
    limits: { perMember: 1, perMemberDay: null },
  });
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write'] }));
});
afterAll(() => server.close());

let count = 0;
const newKey = () => `explained-${++count}`;
const LINE = {
  sku: '1',
  name: 'Сир',
  category: 'cheese',
  quantityMilli: 1_000,
  priceMinor: 900_00,
  amountMinor: 900_00,
};
async function put(key: string, body: Record<string, unknown>, dry = false): Promise<BasketAnswer> {
  const reply = await askAgain(server, 'PUT', `/api/v1/receipts/${key}?${dry ? 'dry' : 'explain'}=true`, {
    headers: { authorization, 'accept-language': 'en' },
    payload: { storeId: STORE, tillId: TILL, lines: [LINE], ...body },
  });
  expect(reply.statusCode).toBe(200);
  return reply.json();
}
const codesOf = ({ reasons }: BasketAnswer) => reasons.map(({ code, rule }) => [code, rule]);
const sorted = ({ reasons }: BasketAnswer) => reasons.map((each) => JSON.stringify(each)).toSorted();

describe('the answer of a close', () => {
  it('when it was never previewed and asks, then it tells what a preview tells: what is next, and every reason', async () => {
    const { cardNumber } = await aMember(database.db);
    for (const times of [1, 2]) {
      const key = newKey();
      const dry = await put(key, { memberCode: cardNumber }, true);
      const closed = await put(key, { memberCode: cardNumber });
      expect(closed.next).toEqual(dry.next);
      expect(closed.next.map(({ kind }) => kind)).toContain('threshold');
      expect(sorted(closed)).toEqual(sorted(dry));
      expect(codesOf(closed)).toEqual(
        expect.arrayContaining([
          ['condition', 'rul_00000000000000000081'],
          ['noLines', 'rul_00000000000000000082'],
          ['cap.ruleReceipt', 'rul_00000000000000000084'],
        ]),
      );
      expect(codesOf(closed).some(([code]) => code === 'limit')).toBe(times === 2);
    }
  });

  it('when points pay, or nobody shows a card, then it does so too', async () => {
    const { memberId } = await aMember(database.db, { balance: 80n });
    const at = server.clock.now();
    const { code } = await issueLiveCode(database.db, { memberId, secretKey: SECRET_KEY, at });
    const burnt = newKey();
    const dry = await put(burnt, { memberCode: code, burn: 20 }, true);
    const closed = await put(burnt, { memberCode: code, burn: 20 });
    expect([closed.next, sorted(closed)]).toEqual([dry.next, sorted(dry)]);
    expect(closed.next).not.toEqual([]);
    const slip = newKey();
    const shown = await put(slip, {}, true);
    const kept = await put(slip, {});
    expect([kept.next, sorted(kept)]).toEqual([shown.next, sorted(shown)]);
    expect(codesOf(kept)).toContainEqual(['condition', 'rul_00000000000000000081']);
  });

  it('when it is told again, then what was kept is told, as the reference says', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    const first = await put(key, { memberCode: cardNumber });
    const again = await put(key, { memberCode: cardNumber });
    expect(again).toMatchObject({ replayed: true, next: [], points: first.points, words: first.words });
    expect(codesOf(again)).toEqual(codesOf(first).filter(([code]) => code?.startsWith('cap.')));
  });
});
