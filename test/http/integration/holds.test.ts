import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdAnswer } from '#src/contract/holds.ts';
import { transfersAnswer } from '#src/contract/member-facts.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { captureHold } from '#src/core/ledger/capture-hold.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { followTriggers } from '#src/core/triggers/follow-triggers.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, SECRET_KEY } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';
import { eventsSettled } from '#test/support/events-settled.ts';
import { publishRule } from '#test/support/publish-rule.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';

beforeAll(async () => {
  await aShop(database.db);
  await publishRule(database, 'rul_app', {
    trigger: { on: 'event', name: 'app_installed' },
    effects: [
      { kind: 'fixed', currency: 'points', points: 25 },
      { kind: 'message', text: { uk: 'Дякуємо', en: 'Thank you' } },
    ],
    limits: { perMember: 1, perMemberDay: null },
  });
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write', 'members:write', 'balance:read'] }));
});
afterAll(() => server.close());

const call = (
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  payload?: unknown,
  key = authorization,
) =>
  askAgain(server, method, `/api/v1/${url}`, {
    headers: { authorization: key },
    ...(payload === undefined ? {} : { payload }),
  });
const liveCode = async (memberId: MemberId) =>
  (await issueLiveCode(database.db, { memberId, secretKey: SECRET_KEY, at: server.clock.now() })).code;
const balanceOf = (memberId: MemberId) => readBalance(database.db, memberId, server.clock.now());
/** What the workers do: rules answer what was told. */
const answerEvents = async () => {
  await eventsSettled(database.sql);
  const at = server.clock.now();
  const rules = await knownRules(database.db, knownProgramme(database.db))();
  const asked = { rules, timeZone: 'Europe/Kyiv', at, limit: 100 };
  await transaction(database.db, (tx) => followTriggers(tx, asked));
};
const sound = async () => expect(await auditLedger(database.db)).toMatchObject({ findings: [] });

describe('a hold', () => {
  it('when it is asked for fifty times at once and again with a stale code, then it is one', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const body = { memberCode: await liveCode(memberId), points: 60, minutes: 10, key: 'order-1' };
    const replies = await Promise.all(Array.from({ length: 50 }, () => call('POST', 'holds', body)));
    server.clock.advance(120_000);
    replies.push(await call('POST', 'holds', body));
    expect(replies.filter((reply) => reply.statusCode === 201)).toHaveLength(1);
    expect(new Set(replies.map((reply) => holdAnswer.parse(reply.json()).holdId)).size).toBe(1);
    expect(await balanceOf(memberId)).toMatchObject({ spendable: 40n, held: 60n });
    const other = await call('POST', 'holds', { ...body, points: 61 });
    expect([other.statusCode, other.json().error.code]).toEqual([422, 'key_reused']);
  });

  it('when it is captured in part, then the rest is free; when let go, all; when its time is up, nothing is captured', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const open = async (key: string) => {
      const body = { memberCode: await liveCode(memberId), points: 20, minutes: 10, key };
      return (await call('POST', 'holds', body)).json().holdId;
    };
    const [one, two, three] = [await open('a'), await open('b'), await open('c')];
    for (let turn = 0; turn < 2; turn++) {
      const captured = await call('POST', `holds/${one}/capture`, { points: 15 });
      expect(captured.json()).toMatchObject({ status: 'captured', captured: 15, balance: 85 });
    }
    expect((await call('DELETE', `holds/${two}`)).json()).toMatchObject({ status: 'voided' });
    expect((await call('DELETE', `holds/${two}`)).statusCode).toBe(200);
    expect((await call('DELETE', `holds/${one}`)).json().error.code).toBe('hold_settled');
    server.clock.advance(11 * 60_000);
    expect((await call('GET', `holds/${three}`)).json()).toMatchObject({ status: 'expired' });
    const late = await call('POST', `holds/${three}/capture`, {});
    expect([late.statusCode, late.json().error.code]).toEqual([409, 'hold_settled']);
    await sound();
  });

  it('when it is captured, then the member is told once, the entry says by whom, and so does one from before that', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const body = { memberCode: await liveCode(memberId), points: 20, minutes: 10, key: 'told' };
    const { holdId } = (await call('POST', 'holds', body)).json();
    for (let turn = 0; turn < 2; turn++) await call('POST', `holds/${holdId}/capture`, { points: 15 });
    const told = await database.sql`
      select data from event where member_id = ${memberId} and kind = 'partner.points'`;
    expect(told).toMatchObject([
      { data: { what: 'redeem', amount: '15', balance: '85', currency: 'points' } },
    ]);
    const before = { ...body, memberCode: await liveCode(memberId), key: 'before' };
    const { holdId: old } = (await call('POST', 'holds', before)).json();
    await transaction(database.db, (tx) => captureHold(tx, { holdId: old, at: server.clock.now() }));
    const { transfers } = transfersAnswer.parse((await call('GET', `members/${memberId}/transfers`)).json());
    const burns = transfers.filter(({ kind }) => kind === 'burn').map(({ why }) => why);
    expect(burns).toEqual([["Taken by the shop's system “test”."], ["Taken by the shop's system “test”."]]);
  });

  it('when it is of an open basket, then the basket alone burns it or lets go of it', async () => {
    const { memberId } = await aMember(database.db, { balance: 100n });
    const memberCode = await liveCode(memberId);
    const basket = { storeId: STORE, memberCode, amountMinor: 100_00 };
    const opened = { ...basket, state: 'open', hold: { points: 20 } };
    const { holdId } = (await call('PUT', 'receipts/basket-1', opened)).json().hold;
    expect((await call('GET', `holds/${holdId}`)).json()).toMatchObject({ status: 'open', points: 20 });
    const refused = [
      await call('POST', `holds/${holdId}/capture`, {}),
      await call('DELETE', `holds/${holdId}`),
    ];
    expect(refused.map((reply) => reply.json().error.code)).toEqual(['hold_of_receipt', 'hold_of_receipt']);
    const closed = await call('PUT', 'receipts/basket-1', { ...basket, burn: 20 });
    expect(closed.json()).toMatchObject({ state: 'closed', burn: 20, balance: 84 });
    await sound();
  });

  it('when a number alone, a used code or a foreign key asks, then it is refused', async () => {
    const { memberId, cardNumber } = await aMember(database.db, { balance: 100n });
    const alone = await call('POST', 'holds', { memberCode: cardNumber, points: 5, key: 'n' });
    expect([alone.statusCode, alone.json().error.code]).toEqual([409, 'burn_needs_confirmation']);
    const memberCode = await liveCode(memberId);
    const { holdId } = (await call('POST', 'holds', { memberCode, points: 5, key: 'm' })).json();
    const used = await call('POST', 'holds', { memberCode, points: 5, key: 'other' });
    expect(used.json().error.code).toBe('live_code_used');
    const foreign = await aKey(database, { scopes: ['receipts:write'], storeId: STORE });
    expect((await call('GET', `holds/${holdId}`, undefined, foreign.authorization)).json().error.code).toBe(
      'hold_not_found',
    );
  });
});

describe('an event of another system', () => {
  it('when points wait for it and a rule does, then they are active and given once, however often it is told', async () => {
    const { memberId } = await aMember(database.db);
    const at = server.clock.now();
    await transaction(database.db, (tx) =>
      postTransfer(tx, {
        memberId,
        kind: 'adjust',
        amount: 40n,
        account: 'adjusted',
        key: 'waits',
        occurredAt: at,
        recordedAt: at,
        lots: [{ amount: 40n, waitsFor: 'app_installed' }],
      }),
    );
    expect((await balanceOf(memberId)).spendable).toBe(0n);
    const body = { name: 'app_installed', key: 'install-1' };
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => call('POST', `members/${memberId}/events`, body)),
    );
    expect(replies.filter((reply) => reply.statusCode === 201)).toHaveLength(1);
    const first = replies.find((reply) => reply.statusCode === 201);
    expect(first?.json()).toEqual({ replayed: false, activated: [{ currency: 'points', points: 40 }] });
    expect((await balanceOf(memberId)).spendable).toBe(40n);
    await answerEvents();
    expect(await balanceOf(memberId)).toMatchObject({ balance: 65n, spendable: 65n });
    // The rule gives once a member; its word was said.
    await call('POST', `members/${memberId}/events`, { ...body, key: 'install-2' });
    await answerEvents();
    expect((await balanceOf(memberId)).balance).toBe(65n);
    const messages =
      await database.sql`select data from event where member_id = ${memberId} and kind = 'rule.message'`;
    expect(messages).toHaveLength(1);
    const differs = await call('POST', `members/${memberId}/events`, { name: 'other', key: 'install-1' });
    expect([differs.statusCode, differs.json().error.code]).toEqual([422, 'key_reused']);
    expect((await call('POST', 'members/mem_none/events', body)).json().error.code).toBe('member_not_found');
    await sound();
  });
});

describe('transfers', () => {
  it('when they are asked for, then each says why', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    await askAgain(server, 'PUT', '/api/v1/receipts/why-1', {
      headers: { authorization },
      payload: {
        storeId: STORE,
        tillId: TILL,
        memberCode: cardNumber,
        lines: [{ sku: '1', name: 'Сир', quantityMilli: 1000, priceMinor: 100_00, amountMinor: 100_00 }],
      },
    });
    const reply = await call('GET', `members/${memberId}/transfers`);
    const { transfers } = transfersAnswer.parse(reply.json());
    expect(transfers).toMatchObject([{ kind: 'earn', amount: 5, balanceAfter: 5 }]);
    expect(transfers[0]?.why.join(' ')).toContain('Сир');
    expect((await call('GET', 'members/mem_none/transfers')).json().error.code).toBe('member_not_found');
  });
});
