import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { claimReceipt } from '#src/core/receipts/claim-receipt.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, SECRET_KEY } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write'] }));
});
afterAll(() => server.close());

let count = 0;
const newKey = () => `key-${++count}`;
const LINE = { sku: '1', name: 'Сир', quantityMilli: 1000, priceMinor: 100_00, amountMinor: 100_00 };
const put = (externalId: string, body: Record<string, unknown>) =>
  askAgain(server, 'PUT', `/api/v1/receipts/${externalId}`, {
    headers: { authorization },
    payload: { storeId: STORE, tillId: TILL, lines: [LINE], ...body },
  });
const yesterday = () => new Date(server.clock.now().getTime() - 86_400_000).toISOString();
const minutesAgo = (minutes: number) =>
  new Date(server.clock.now().getTime() - minutes * 60_000).toISOString();
const liveCode = async (memberId: MemberId) =>
  (await issueLiveCode(database.db, { memberId, secretKey: SECRET_KEY, at: server.clock.now() })).code;
const balanceOf = async (memberId: MemberId) =>
  (await readBalance(database.db, memberId, server.clock.now())).balance;

describe('a slip that comes under another key', () => {
  it('is refused and told the first, until that one is cancelled', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const slip = { memberCode: cardNumber, number: '77', occurredAt: yesterday() };
    const [first, second] = [newKey(), newKey()];
    expect((await put(first, slip)).json()).toMatchObject({ state: 'closed', replayed: false });
    const again = await put(second, slip);
    expect([again.statusCode, again.json().error]).toMatchObject([
      409,
      { code: 'receipt_told_before', details: { externalId: first } },
    ]);
    expect(again.json().error.message).toContain(first);
    expect((await put(first, slip)).json()).toMatchObject({ replayed: true });
    expect((await put(newKey(), { ...slip, number: '78' })).json()).toMatchObject({ replayed: false });
    expect(await balanceOf(memberId)).toBe(10n);
    expect((await put(first, { state: 'cancelled' })).statusCode).toBe(200);
    expect((await put(second, slip)).json()).toMatchObject({ state: 'closed', replayed: false });
    expect((await put(first, slip)).json()).toMatchObject({ state: 'cancelled' });
    expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
  });

  it('earns once when fifty come at once', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const slip = { memberCode: cardNumber, number: '79', occurredAt: yesterday() };
    const replies = await Promise.all(Array.from({ length: 50 }, () => put(newKey(), slip)));
    expect(replies.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array(49).fill(409),
    ]);
    expect(await balanceOf(memberId)).toBe(5n);
  });

  it('is refused in a batch of a till that was cut off, whatever was bought since', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const slip = { memberCode: cardNumber, storeId: STORE, tillId: TILL, number: '80', lines: [LINE] };
    const sold = { ...slip, occurredAt: yesterday() };
    const first = newKey();
    await put(first, sold);
    await put(newKey(), { memberCode: cardNumber, number: '81' });
    const told = { kind: 'receipt', ...sold };
    const reply = await askAgain(server, 'POST', '/api/v1/receipts/batch', {
      headers: { authorization },
      payload: {
        items: [
          { ...told, externalId: newKey() },
          { ...told, externalId: first },
        ],
      },
    });
    expect(reply.json()).toMatchObject({
      items: [{ error: { code: 'receipt_told_before' } }, { outcome: 'replayed' }],
    });
    expect(await balanceOf(memberId)).toBe(10n);
  });

  it('is refused on the day itself, whatever was bought since', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const slip = { memberCode: cardNumber, number: '82', occurredAt: minutesAgo(10) };
    const first = newKey();
    await put(first, slip);
    await put(newKey(), { memberCode: cardNumber, number: '83' });
    const again = await put(newKey(), slip);
    expect(again.json().error).toMatchObject({
      code: 'receipt_told_before',
      details: { externalId: first },
    });
    expect((await put(first, slip)).json()).toMatchObject({ replayed: true });
    const other = { ...slip, occurredAt: minutesAgo(5) };
    expect((await put(newKey(), other)).json()).toMatchObject({ replayed: false });
    expect(await balanceOf(memberId)).toBe(15n);
  });

  it('is refused when the card that it was told to has become part of another', async () => {
    const [gone, stays] = [await aMember(database.db), await aMember(database.db)];
    const slip = { number: '84', occurredAt: minutesAgo(10) };
    const first = newKey();
    await put(first, { ...slip, memberCode: gone.cardNumber });
    await transaction(database.db, (tx) =>
      mergeMembers(tx, {
        from: gone.memberId,
        into: stays.memberId,
        actor: 'stf_anna',
        at: server.clock.now(),
      }),
    );
    for (const { cardNumber: memberCode } of [stays, gone])
      expect((await put(newKey(), { ...slip, memberCode })).json().error).toMatchObject({
        code: 'receipt_told_before',
        details: { externalId: first },
      });
    expect((await put(first, { ...slip, memberCode: stays.cardNumber })).json()).toMatchObject({
      replayed: true,
    });
    expect(await balanceOf(stays.memberId)).toBe(5n);
    expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
  });

  it('is paid with points once, and told so even where they are all spent', async () => {
    const { memberId } = await aMember(database.db, { balance: 40n });
    const slip = { number: '85', occurredAt: minutesAgo(10), burn: 40 };
    const first = newKey();
    expect((await put(first, { ...slip, memberCode: await liveCode(memberId) })).json()).toMatchObject({
      state: 'closed',
      burn: 40,
    });
    server.clock.advance(1_000);
    const again = await put(newKey(), { ...slip, memberCode: await liveCode(memberId) });
    expect([again.statusCode, again.json().error]).toMatchObject([
      409,
      { code: 'receipt_told_before', details: { externalId: first } },
    ]);
    expect(await balanceOf(memberId)).toBe(3n);
  });

  it('brings nothing when it is claimed after it was told with a card', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const slip = { number: '86', occurredAt: minutesAgo(10) };
    const { code } = (await put(newKey(), slip)).json().claim;
    await put(newKey(), { ...slip, memberCode: cardNumber });
    const known = knownProgramme(database.db);
    const at = server.clock.now();
    const asked = {
      claimCode: code,
      memberId,
      at,
      known: await known(),
      rules: knownRules(database.db, known),
    };
    await expect(transaction(database.db, (tx) => claimReceipt(tx, asked))).rejects.toMatchObject({
      code: 'claim_used',
    });
    expect(await balanceOf(memberId)).toBe(5n);
  });
});
