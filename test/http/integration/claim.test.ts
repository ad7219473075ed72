import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { claimReceipt } from '#src/core/receipts/claim-receipt.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database, { bots: { telegram: 'poruch_bot', viber: 'poruch' } });
  ({ authorization } = await aKey(database, { scopes: ['receipts:write'] }));
});
afterAll(() => server.close());

let count = 0;
const LINES = [
  { sku: '1', name: 'Сир', quantityMilli: 2000, priceMinor: 100_00, amountMinor: 200_00 },
  { sku: '2', name: 'Хліб', quantityMilli: 1000, priceMinor: 40_00, amountMinor: 40_00 },
];
const newKey = () => `slip-${++count}`;
const sell = (externalId: string, fields: Record<string, unknown> = {}) =>
  askAgain(server, 'PUT', `/api/v1/receipts/${externalId}`, {
    headers: { authorization },
    payload: { storeId: STORE, tillId: TILL, lines: LINES, ...fields },
  });
const bringBack = (externalId: string, body: Record<string, unknown>) =>
  askAgain(server, 'POST', `/api/v1/receipts/${externalId}/returns`, {
    headers: { authorization },
    payload: { storeId: STORE, externalId: `back-${++count}`, ...body },
  });
const show = async (externalId: string) =>
  (
    await askAgain(server, 'GET', `/api/v1/receipts/${externalId}?storeId=${STORE}`, {
      headers: { authorization },
    })
  ).json();
const page = async (code: string) => (await askAgain(server, 'GET', `/r/${code}?lang=uk`)).body;
const claim = async (claimCode: string, memberId: MemberId, at = server.clock.now()) => {
  const known = knownProgramme(database.db);
  const rules = knownRules(database.db, known);
  const settings = { claimCode, memberId, at, known: await known(), rules };
  return await transaction(database.db, (tx) => claimReceipt(tx, settings));
};
const balanceOf = async (memberId: MemberId) =>
  (await readBalance(database.db, memberId, server.clock.now())).balance;
const isHeldUp = async () => {
  const [row] = await database.sql`select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  return row !== undefined;
};
const sound = async () => expect(await auditLedger(database.db)).toMatchObject({ findings: [] });

describe('a receipt without a card', () => {
  it('when it is told again, then the code on the slip is the same; another under its key is refused', async () => {
    const key = newKey();
    const replies = await Promise.all(Array.from({ length: 20 }, () => sell(key)));
    server.clock.advance(1_000);
    replies.push(await sell(key));
    const codes = new Set(replies.map((reply) => reply.json().claim.code));
    expect(codes.size).toBe(1);
    expect(replies[0]?.json()).toMatchObject({ state: 'closed', receiptId: null, claim: { points: 12 } });
    const differs = await sell(key, { lines: [LINES[0]] });
    expect([differs.statusCode, differs.json().error.code]).toEqual([422, 'receipt_differs']);
  });

  it('when two want it at once and again, then one has it, once', async () => {
    const key = newKey();
    const { code } = (await sell(key)).json().claim;
    const [one, two] = [await aMember(database.db), await aMember(database.db)];
    const tries = await Promise.allSettled(
      [one, two, one, two, one, two].map(({ memberId }) => claim(code, memberId)),
    );
    const [row] = await database.sql`select claimed_by from anonymous_receipt where claim_code = ${code}`;
    const owner = row?.claimed_by === one.memberId ? one : two;
    const loser = owner === one ? two : one;
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await expect(claim(code, loser.memberId)).rejects.toMatchObject({ code: 'claim_used' });
    expect(await claim(code.toUpperCase(), owner.memberId)).toMatchObject({
      outcome: 'replayed',
      earned: 12n,
    });
    expect([await balanceOf(owner.memberId), await balanceOf(loser.memberId)]).toEqual([12n, 0n]);
    expect(await show(key)).toMatchObject({ state: 'closed', memberId: owner.memberId, claim: null });
    await sound();
  });

  it('when the code is unknown or too late, then it says so', async () => {
    const { memberId } = await aMember(database.db);
    await expect(claim('000000000000', memberId)).rejects.toMatchObject({ code: 'claim_not_found' });
    await expect(claim('x', memberId)).rejects.toMatchObject({ code: 'claim_not_found' });
    const { code, until } = (await sell(newKey())).json().claim;
    await expect(claim(code, memberId, new Date(until))).rejects.toMatchObject({ code: 'claim_expired' });
  });

  it('when the till puts a card on it later, then the slip brings nothing more', async () => {
    const [owner, finder] = [await aMember(database.db), await aMember(database.db)];
    const key = newKey();
    const { code } = (await sell(key)).json().claim;
    expect((await sell(key, { memberCode: owner.cardNumber })).json()).toMatchObject({
      memberId: owner.memberId,
    });
    await expect(claim(code, finder.memberId)).rejects.toMatchObject({ code: 'claim_used' });
    // Told without the card again, the till prints no code that would bring nothing.
    expect((await sell(key)).json()).toMatchObject({ replayed: true, claim: null });
    expect(await balanceOf(finder.memberId)).toBe(0n);
    await sound();
  });

  it('when it is claimed and the till tells it with the card of its owner, then it is the same receipt', async () => {
    const owner = await aMember(database.db);
    const key = newKey();
    const { code } = (await sell(key)).json().claim;
    const { receiptId } = await claim(code, owner.memberId);
    expect((await sell(key, { memberCode: owner.cardNumber })).json()).toMatchObject({
      receiptId,
      replayed: true,
    });
    expect(await balanceOf(owner.memberId)).toBe(12n);
    await sound();
  });

  it('when goods come back before the claim, then the claim brings the rest; when all did, nothing', async () => {
    const { memberId } = await aMember(database.db);
    const key = newKey();
    const { code } = (await sell(key)).json().claim;
    const early = await bringBack(key, { lines: [{ lineNo: 1, quantityMilli: 1000 }] });
    expect([early.statusCode, early.json().outcome]).toEqual([202, 'waiting']);
    const tooMuch = await bringBack(key, { lines: [{ lineNo: 1, quantityMilli: 1001 }] });
    expect(tooMuch.json().error).toMatchObject({ code: 'return_above_bought', details: { left: 1000 } });
    expect(await show(key)).toMatchObject({
      state: 'partly_returned',
      lines: [{ returnedMilli: 1000 }, {}],
      claim: { points: 7 },
    });
    // The till that tells it again and the page behind the code say the same.
    expect((await sell(key)).json()).toMatchObject({
      state: 'partly_returned',
      replayed: true,
      claim: { code, points: 7 },
    });
    expect(await page(code)).toContain('7\u00a0балів');
    await claim(code, memberId);
    expect(await balanceOf(memberId)).toBe(7n);
    const late = await bringBack(key, { all: true });
    expect([late.statusCode, late.json().takenBack]).toEqual([201, 7]);
    expect(await balanceOf(memberId)).toBe(0n);

    const whole = newKey();
    const { code: other } = (await sell(whole)).json().claim;
    await bringBack(whole, { all: true });
    await expect(claim(other, memberId)).rejects.toMatchObject({ code: 'already_returned' });
    const back = (await sell(whole)).json();
    expect(back).toMatchObject({
      state: 'returned',
      claim: null,
      words: { cashier: 'The purchase was returned' },
    });
    expect(await show(whole)).toMatchObject({ state: 'returned', claim: null });
    expect(await page(other)).toContain('Покупку за цим чеком повернено');
    const unsold = newKey();
    await bringBack(unsold, { lines: [{ lineNo: 1, quantityMilli: 1000 }] });
    expect((await sell(unsold)).json()).toMatchObject({ replayed: false, claim: { points: 7 } });
    expect(await show(unsold)).toMatchObject({ claim: { points: 7 } });
    const cancelled = newKey();
    const { code: third } = (await sell(cancelled)).json().claim;
    expect((await sell(cancelled, { lines: [], state: 'cancelled' })).json()).toMatchObject({
      state: 'cancelled',
      claim: null,
    });
    await expect(claim(third, memberId)).rejects.toMatchObject({ code: 'already_returned' });
    expect(await show(cancelled)).toMatchObject({ state: 'cancelled', claim: null });
    await sound();
  });

  it.each([
    ['goods come back', (key: string) => bringBack(key, { lines: [{ lineNo: 1, quantityMilli: 1000 }] }), 7n],
    ['it is cancelled', (key: string) => sell(key, { lines: [], state: 'cancelled' }), 0n],
  ])('when %s at the very moment of the claim, then nothing is left to wait', async (_, tell, left) => {
    const { memberId } = await aMember(database.db);
    const key = newKey();
    const { code: claimCode } = (await sell(key)).json().claim;
    const known = knownProgramme(database.db);
    const settings = { claimCode, memberId, at: server.clock.now(), known: await known() };
    const told = await transaction(database.db, async (tx) => {
      await claimReceipt(tx, { ...settings, rules: knownRules(database.db, known) });
      // Sent while nobody can see yet whose it is; answered now, or once that is seen.
      const reply = tell(key);
      const isThrough = reply.then(() => true);
      await until('the return has come', () => Promise.race([isThrough, isHeldUp()]));
      return { reply };
    });
    expect((await told.reply).statusCode).toBeLessThan(300);
    expect(await balanceOf(memberId)).toBe(left);
    const waiting = await database.sql`select from waiting_return where receipt_external_id = ${key}`;
    expect(waiting).toHaveLength(0);
    await sound();
  });
});

describe('a slip that comes back by sums', () => {
  const slip = async () => {
    const key = newKey();
    const sold = await sell(key, { lines: [], amountMinor: 100_00 });
    return { key, code: sold.json().claim.code };
  };

  it('when they come to more than it was, then the one that is too much is refused', async () => {
    const { memberId } = await aMember(database.db);
    const { key, code } = await slip();
    expect((await bringBack(key, { amountMinor: 60_00 })).statusCode).toBe(202);
    const tooMuch = await bringBack(key, { amountMinor: 60_00 });
    expect([tooMuch.statusCode, tooMuch.json().error.code]).toEqual([400, 'amount_not_valid']);
    expect(await show(key)).toMatchObject({ state: 'partly_returned', returnedMinor: 60_00 });
    await claim(code, memberId);
    expect(await balanceOf(memberId)).toBe(2n);
    await sound();
  });

  it('when ten tills bring all of it back at once, then one of them does', async () => {
    const { key } = await slip();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => bringBack(key, { amountMinor: 100_00 })),
    );
    expect(replies.map((each) => each.statusCode).toSorted((a, b) => a - b)).toEqual([
      202,
      ...Array(9).fill(409),
    ]);
    expect(await show(key)).toMatchObject({ state: 'returned', returnedMinor: 100_00 });
    await sound();
  });

  it('when they come to all of it, then nothing is left to claim or to return', async () => {
    const { memberId } = await aMember(database.db);
    const { key, code } = await slip();
    await bringBack(key, { amountMinor: 60_00 });
    await bringBack(key, { amountMinor: 40_00 });
    const more = await bringBack(key, { amountMinor: 1 });
    expect([more.statusCode, more.json().error.code]).toEqual([409, 'already_returned']);
    expect(await show(key)).toMatchObject({ state: 'returned', returnedMinor: 100_00, claim: null });
    await expect(claim(code, memberId)).rejects.toMatchObject({ code: 'already_returned' });
  });

  it('when it has lines, then a sum that stands on none of them is refused at once', async () => {
    const key = newKey();
    await sell(key);
    const sum = await bringBack(key, { amountMinor: 60_00 });
    expect([sum.statusCode, sum.json().error.code]).toEqual([400, 'amount_not_valid']);
  });
});

describe('the page behind the code of the slip', () => {
  it('when it is opened, then both messengers carry the code on, and the QR code leads here', async () => {
    const { code, url } = (await sell(newKey())).json().claim;
    expect(url).toBe(`http://127.0.0.1:3000/r/${code}`);
    const page = await askAgain(server, 'GET', `/r/${code}?lang=uk`);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain(`https://t.me/poruch_bot?start=r-${code}`);
    expect(page.body).toContain(`viber://pa?chatURI=poruch&amp;context=r-${code}`);
    expect(page.body).toContain('12');
    const picture = await askAgain(server, 'GET', `/r/${code}/qr.png`);
    expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/png']);
  });

  it('when the receipt is claimed, too old or unknown, then it says so and carries no code', async () => {
    const { memberId } = await aMember(database.db);
    const { code } = (await sell(newKey())).json().claim;
    await claim(code, memberId);
    const used = await askAgain(server, 'GET', `/r/${code}?lang=en`);
    expect(used.body).toContain('taken already');
    expect(used.body).not.toContain(`r-${code}`);
    const unknown = await askAgain(server, 'GET', '/r/000000000000?lang=en');
    expect([unknown.statusCode, unknown.body.includes('no receipt')]).toEqual([404, true]);
    expect((await askAgain(server, 'GET', '/r/none/qr.png')).statusCode).toBe(404);
  });
});
