import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basketAnswer } from '#src/contract/receipt-basket.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { endOpenReceipts } from '#src/core/receipts/end-open-receipts.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, SECRET_KEY } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';
import { publishRule } from '#test/support/publish-rule.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write', 'members:write', 'balance:read'] }));
});
afterAll(() => server.close());

let count = 0;
const aLine = (fields: Record<string, unknown> = {}) => ({
  sku: '1',
  name: 'Сир',
  category: 'cheese',
  quantityMilli: 1000,
  priceMinor: 100_00,
  amountMinor: 100_00,
  ...fields,
});
const newKey = () => `день/каса 1/${++count}`;
/** The answer is written as it was built: each is held against the contract here, field by field. */
async function put(
  externalId: string,
  body: Record<string, unknown>,
  { dry = false, language = 'en' }: { dry?: boolean; language?: string } = {},
) {
  const url = `/api/v1/receipts/${encodeURIComponent(externalId)}${dry ? '?dry=true' : ''}`;
  const reply = await askAgain(server, 'PUT', url, {
    headers: { authorization, 'accept-language': language },
    payload: { storeId: STORE, tillId: TILL, lines: [aLine()], ...body },
  });
  if (reply.statusCode === 200) expect(basketAnswer.parse(reply.json())).toEqual(reply.json());
  return reply;
}
const TEN = { kind: 'fixed' as const, currency: 'points', points: 10 };
const liveCode = async (memberId: MemberId) =>
  (await issueLiveCode(database.db, { memberId, secretKey: SECRET_KEY, at: server.clock.now() })).code;
const balanceOf = (memberId: MemberId) => readBalance(database.db, memberId, server.clock.now());
const yesterday = () => new Date(server.clock.now().getTime() - 86_400_000).toISOString();
const sound = async () => expect(await auditLedger(database.db)).toMatchObject({ findings: [] });

describe('a preview', () => {
  it('when it is asked for, then it tells what the basket would bring and stores nothing', async () => {
    const { memberId, cardNumber } = await aMember(database.db, { balance: 80n });
    const key = newKey();
    const reply = await put(key, { memberCode: cardNumber }, { dry: true });
    expect(reply.statusCode).toBe(200);
    const answer = basketAnswer.parse(reply.json());
    expect(answer).toMatchObject({
      state: 'open',
      dry: true,
      memberId,
      receiptId: null,
      toPayMinor: 100_00,
      maximumBurn: 50,
      balance: 80,
      points: [{ currency: 'points', points: 5 }],
      next: [{ kind: 'tier' }],
    });
    const [row] = await database.sql`select
      (select count(*) from open_receipt) + (select count(*) from receipt_key) as n`;
    expect(row?.n).toBe(0n);
  });

  it('when nobody has shown a card, then it tells what a new member would get', async () => {
    const reply = await put(newKey(), {}, { dry: true, language: 'uk' });
    expect(reply.json()).toMatchObject({
      memberId: null,
      balance: null,
      maximumBurn: 0,
      points: [{ points: 5 }],
      words: { cashier: 'Покажіть картку: це 5 балів' },
    });
  });
});

describe('a sale in one call', () => {
  it('when it comes fifty times at once, then it is booked once and all hear the same', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const key = newKey();
    const replies = await Promise.all(Array.from({ length: 50 }, () => put(key, { memberCode: cardNumber })));
    const answers = replies.map((reply) => basketAnswer.parse(reply.json()));
    expect(new Set(answers.map(({ replayed: _replayed, ...rest }) => JSON.stringify(rest))).size).toBe(1);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(answers[0]).toMatchObject({ state: 'closed', moneyMinor: 100_00, balance: 5 });
    expect((await balanceOf(memberId)).balance).toBe(5n);
  });

  it('when another basket comes under its key, then 422', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    await put(key, { memberCode: cardNumber });
    const reply = await put(key, { memberCode: cardNumber, lines: [aLine(), aLine()] });
    expect([reply.statusCode, reply.json().error.code]).toEqual([422, 'receipt_differs']);
  });

  it('when POST and PUT tell the same receipt, then it is one', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    const same = { storeId: STORE, tillId: TILL, number: '7', memberCode: cardNumber, lines: [aLine()] };
    const posted = await askAgain(server, 'POST', '/api/v1/receipts', {
      headers: { authorization },
      payload: { ...same, externalId: key, amountMinor: 100_00 },
    });
    const reply = await put(key, same);
    expect(reply.json()).toMatchObject({ replayed: true, receiptId: posted.json().receiptId });
  });

  it('when the payments do not add up, then 422 says what is due; when they do, it is booked', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    const pay = (amountMinor: number) =>
      put(key, { memberCode: cardNumber, payments: [{ kind: 'card', amountMinor }] });
    const wrong = await pay(90_00);
    expect([wrong.statusCode, wrong.json().error]).toMatchObject([
      422,
      { code: 'payments_differ', details: { expectedMinor: 100_00, givenMinor: 90_00 } },
    ]);
    expect(wrong.json().error.message).toContain('100.00');
    expect((await pay(100_00)).json()).toMatchObject({ state: 'closed', replayed: false });
    expect((await pay(100_00)).json()).toMatchObject({ state: 'closed', replayed: true });
  });

  it('when a member is named by an own system, by memberId or phone, then it is theirs', async () => {
    const { memberId } = await aMember(database.db, { phone: '+380671112233' });
    const named = await askAgain(server, 'PUT', `/api/v1/members/${memberId}/external-id`, {
      headers: { authorization },
      payload: { externalId: 'crm-1' },
    });
    expect(named.statusCode).toBe(200);
    for (const memberCode of ['ext:crm-1', memberId, '0671112233'])
      expect((await put(newKey(), { memberCode })).json()).toMatchObject({ memberId });
    expect((await put(newKey(), { memberCode: 'ext:crm-2' })).json().error.code).toBe('card_not_found');
    const { memberId: other } = await aMember(database.db);
    const taken = await askAgain(server, 'PUT', `/api/v1/members/${other}/external-id`, {
      headers: { authorization },
      payload: { externalId: 'crm-1' },
    });
    expect([taken.statusCode, taken.json().error.code]).toEqual([409, 'external_id_taken']);
  });
});

describe('an open basket', () => {
  it('when it is told again and closed by its quote, then the price holds; a stale quote is 409 with a fresh one', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    const first = await put(key, { memberCode: cardNumber, state: 'open' });
    const again = await put(key, { memberCode: cardNumber, state: 'open', lines: [aLine(), aLine()] });
    const { quoteId } = first.json();
    const close = (id: string) =>
      put(key, { memberCode: cardNumber, lines: [aLine(), aLine()], quoteId: id });
    const stale = await close(quoteId);
    expect([stale.statusCode, stale.json()]).toMatchObject([
      409,
      { error: { code: 'quote_stale' }, quote: { quoteId: again.json().quoteId, points: [{ points: 10 }] } },
    ]);
    expect((await close(again.json().quoteId)).json()).toMatchObject({ state: 'closed', balance: 10 });
    expect((await close(quoteId)).json()).toMatchObject({ state: 'closed', replayed: true });
    const late = await put(key, { memberCode: cardNumber, state: 'open' });
    expect([late.statusCode, late.json().error.code]).toEqual([409, 'receipt_closed']);
  });

  it('when points are held for it, then they are kept, changed with the basket, captured in part, and the rest is free', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const memberCode = await liveCode(memberId);
    const key = newKey();
    const open = (points: number) => put(key, { memberCode, state: 'open', hold: { points, minutes: 15 } });
    const held = (await Promise.all(Array.from({ length: 10 }, () => open(20)))).map((reply) => reply.json());
    expect(new Set(held.map(({ hold }) => hold?.holdId)).size).toBe(1);
    expect(await balanceOf(memberId)).toMatchObject({ spendable: 80n, held: 20n });
    server.clock.advance(5 * 60_000);
    const more = await open(40);
    expect(more.json()).toMatchObject({ maximumBurn: 50, hold: { points: 40 } });
    expect(await balanceOf(memberId)).toMatchObject({ spendable: 60n, held: 40n });
    const close = () => put(key, { memberCode, burn: 30, payments: [{ kind: 'cash', amountMinor: 70_00 }] });
    const closed = await close();
    expect(closed.json()).toMatchObject({ state: 'closed', burn: 30, moneyMinor: 70_00, balance: 73 });
    expect((await close()).json()).toEqual({ ...closed.json(), replayed: true });
    expect(await balanceOf(memberId)).toMatchObject({ balance: 73n, spendable: 73n, held: 0n });
    await sound();
  });

  it('when it is closed thirty times at once, by its hold or by a live code, then points pay once', async () => {
    for (const opened of [true, false]) {
      const { memberId } = await aMember(database.db, { balance: 100n });
      const memberCode = await liveCode(memberId);
      const key = newKey();
      if (opened) await put(key, { memberCode, state: 'open', hold: { points: 40 } });
      const replies = await Promise.all(
        Array.from({ length: 30 }, () => put(key, { memberCode, burn: 30, occurredAt: yesterday() })),
      );
      const answers = replies.map((reply) => basketAnswer.parse(reply.json()));
      expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect(new Set(answers.map(({ receiptId }) => receiptId)).size).toBe(1);
      expect(await balanceOf(memberId)).toMatchObject({ balance: 73n, spendable: 73n, held: 0n });
    }
    await sound();
  });

  it('when the hold has run out, then the proof still pays; after an hour a new code is needed', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const keys = [newKey(), newKey()];
    const codes: string[] = [];
    for (const key of keys) {
      const memberCode = await liveCode(memberId);
      codes.push(memberCode);
      await put(key, { memberCode, state: 'open', hold: { points: 20, minutes: 1 } });
    }
    server.clock.advance(2 * 60_000);
    const paid = await put(keys[0] ?? '', { memberCode: codes[0], burn: 20 });
    expect(paid.json()).toMatchObject({ state: 'closed', burn: 20 });
    server.clock.advance(61 * 60_000);
    const late = await put(keys[1] ?? '', { memberCode: codes[1], burn: 20 });
    expect([late.statusCode, late.json().error.code]).toEqual([409, 'burn_needs_confirmation']);
    expect((await balanceOf(memberId)).held).toBe(20n);
    await transaction(database.db, (tx) =>
      endOpenReceipts(tx, new Date(server.clock.now().getTime() + 86_400_000)),
    );
    expect((await balanceOf(memberId)).held).toBe(0n);
    await sound();
  });

  it('when a number alone asks for a hold or a burn, then it is refused', async () => {
    const { cardNumber } = await aMember(database.db, { balance: 100n });
    for (const body of [{ state: 'open', hold: { points: 10 } }, { burn: 10 }]) {
      const reply = await put(newKey(), { memberCode: cardNumber, ...body });
      expect([reply.statusCode, reply.json().error.code]).toEqual([409, 'burn_needs_confirmation']);
    }
  });

  it('when it is cancelled, then the points are free; when it was closed, the sale is taken back whole', async () => {
    const { memberId, cardNumber } = await aMember(database.db, { balance: 100n });
    const memberCode = await liveCode(memberId);
    const key = newKey();
    await put(key, { memberCode, state: 'open', hold: { points: 20 } });
    const cancelled = await put(key, { lines: [], state: 'cancelled' });
    expect([cancelled.statusCode, cancelled.json().state]).toEqual([200, 'cancelled']);
    expect((await balanceOf(memberId)).held).toBe(0n);
    const sold = newKey();
    await put(sold, { memberCode: cardNumber });
    for (const replayed of [false, true]) {
      const reply = await put(sold, { lines: [], state: 'cancelled' });
      expect(reply.json()).toMatchObject({ state: 'cancelled', memberId, balance: 100, replayed });
    }
    expect((await put(sold, { memberCode: cardNumber })).json()).toMatchObject({
      state: 'cancelled',
      replayed: true,
    });
    const shown = await askAgain(
      server,
      'GET',
      `/api/v1/receipts/${encodeURIComponent(sold)}?storeId=${STORE}`,
      {
        headers: { authorization },
      },
    );
    expect(shown.json()).toMatchObject({ state: 'cancelled', returnedMinor: 100_00, takenBack: 5 });
    await sound();
  });

  it('when it is left for a day or was closed on the quick way, then it ends by itself', async () => {
    const { memberId, cardNumber } = await aMember(database.db, { balance: 100n });
    const [left, closed] = [newKey(), newKey()];
    for (const key of [left, closed]) {
      const memberCode = await liveCode(memberId);
      await put(key, { memberCode, state: 'open', hold: { points: 10, minutes: 1_440 } });
    }
    await put(closed, { memberCode: cardNumber });
    await transaction(database.db, (tx) => endOpenReceipts(tx, server.clock.now()));
    expect((await balanceOf(memberId)).held).toBe(10n);
    server.clock.advance(25 * 3_600_000);
    await transaction(database.db, (tx) => endOpenReceipts(tx, server.clock.now()));
    expect((await balanceOf(memberId)).held).toBe(0n);
    const states = [];
    for (const key of [left, closed]) {
      const url = `/api/v1/receipts/${encodeURIComponent(key)}?storeId=${STORE}`;
      states.push((await askAgain(server, 'GET', url, { headers: { authorization } })).json().state);
    }
    expect(states).toEqual(['cancelled', 'closed']);
  });
});

describe('reasons', () => {
  it('when the law keeps goods out, then points pay for the others alone', async () => {
    const { memberId } = await aMember(database.db, { balance: 500n });
    await database.sql`insert into category (category, excluded) values ('beer', true)`;
    await server.rules.refresh();
    const lines = [aLine(), aLine({ name: 'Пиво', category: 'beer' })];
    const memberCode = await liveCode(memberId);
    const asked = await put(newKey(), { memberCode, lines }, { dry: true });
    expect(asked.json()).toMatchObject({ toPayMinor: 200_00, maximumBurn: 50 });
    const paid = await put(newKey(), { memberCode, lines, burn: 51 });
    expect([paid.statusCode, paid.json().error]).toMatchObject([409, { code: 'burn_above_maximum' }]);
    expect((await balanceOf(memberId)).balance).toBe(500n);
  });

  it('when a rule asks for more, has given all it may, or the law keeps goods out, then each is named', async () => {
    const { cardNumber } = await aMember(database.db);
    await database.sql`insert into category (category, excluded) values ('wine', true)`;
    await publishRule(database, 'rul_large', {
      name: 'Large',
      effects: [TEN],
      when: { field: 'receipt.amount', is: 'atLeast', value: 500_00 },
    });
    await publishRule(database, 'rul_daily', {
      name: 'Daily',
      effects: [TEN],
      limits: { perMember: null, perMemberDay: 1 },
      caps: { receipt: 4, memberDay: null, member: null },
    });
    await server.rules.refresh();
    const wine = aLine({ name: 'Вино', category: 'wine' });
    const first = await put(newKey(), { memberCode: cardNumber, lines: [aLine(), wine] });
    expect(first.json().reasons).toEqual([
      { code: 'excluded', rule: null, sentence: 'Left out by law: Вино.' },
      {
        code: 'cap.ruleReceipt',
        rule: 'Daily',
        sentence: '4\u00a0points of 10: this rule gives at most 4 from a receipt.',
      },
    ]);
    const again = await put(newKey(), { memberCode: cardNumber, lines: [aLine()] });
    expect(again.json().reasons).toMatchObject([{ code: 'limit', rule: 'Daily' }]);
    const asked = await put(newKey(), { lines: [wine] }, { dry: true });
    expect(asked.json().reasons).toMatchObject([
      { code: 'excluded' },
      { code: 'noLines', rule: 'Points for a purchase' },
      { code: 'noLines', rule: 'Daily' },
      { code: 'condition', rule: 'Large', sentence: 'Not met: the receipt comes to at least ₴500.00.' },
    ]);
    expect(asked.json().words.cashier).toBe('Ask for the card');
    const nobodys = await put(newKey(), { lines: [wine] });
    expect(nobodys.json().words).toMatchObject({
      cashier: 'Give the slip: it can be added to a card',
      slip: expect.arrayContaining([expect.stringMatching(/^Add this receipt to your card/)]),
    });
  });
});

describe('words', () => {
  it('when they are told in any language, then they fit the display and the slip', async () => {
    const { memberId } = await aMember(database.db, { balance: 12_345n });
    for (const language of ['uk', 'ru', 'en']) {
      const memberCode = await liveCode(memberId);
      const replies = [
        await put(newKey(), { memberCode }, { dry: true, language }),
        await put(newKey(), { memberCode, burn: 50 }, { language }),
        await put(newKey(), {}, { language }),
      ];
      for (const reply of replies) {
        const { words } = basketAnswer.parse(reply.json());
        expect(words.cashier.length).toBeGreaterThan(0);
        expect(words.slip.length).toBeGreaterThan(0);
        expect([words.cashier, ...words.slip].join(' ')).not.toMatch(/[\u00a0\u202f−₴{}]/);
      }
    }
  });
});
