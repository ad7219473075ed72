import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedReceipt, tillMember } from '#src/contract/till.ts';
import {
  type FoundReceipt,
  foundReceipt,
  type ReturnShown,
  returnShown,
} from '#src/contract/till-returns.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { listReturns } from '#src/core/receipts/list-returns.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { rule, ruleVersion } from '#src/db/schema/rules.ts';
import type { StoreId } from '#src/lib/id.ts';
import { type AMember, aMember, aReceipt, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person, SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import { aRule, inCategory } from '#test/support/some-rules.ts';

const OTHER: StoreId = 'str_00000000000000000002';
const database = useDatabase();
let server: AnApp;
let cashier: Person;

beforeAll(async () => {
  await aShop(database.db);
  await database.sql`insert into store (store_id, name, city, address) values (${OTHER}, 'Поділ', 'Київ', 'вул. Спаська, 5')`;
  const names = { en: { one: 'sticker', other: 'stickers' } };
  await database.sql`insert into currency (currency, kind, names, expiry)
    values ('bread', 'stickers', ${database.sql.json(names)}, 'never')`;
  server = await anApp(database);
  cashier = await aPerson(server, database, { role: 'cashier' });
});
afterAll(async () => {
  expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
  await server.close();
});

const post = (url: string, payload: unknown, as = cashier) => ask(server, 'POST', url, { as, payload });
const balanceOf = async ({ memberId }: AMember) =>
  (await readBalance(database.db, memberId, server.clock.now())).balance;
const errorOf = (reply: Awaited<ReturnType<typeof post>>) => [reply.statusCode, reply.json().error.code];

/** Accepted by the cashier at the till's screen. */
async function sells(
  member: AMember,
  {
    amountMinor = 200_00,
    burn = 0,
    receiptNumber = randomUUID().slice(0, 8),
    attempt = 1,
    as = cashier,
  } = {},
) {
  const code =
    burn > 0
      ? (
          await issueLiveCode(database.db, {
            memberId: member.memberId,
            secretKey: SECRET_KEY,
            at: server.clock.now(),
          })
        ).code
      : member.cardNumber;
  server.clock.advance(1_000);
  const { ticket } = tillMember.parse((await post('/api/till/members/find', { code }, as)).json());
  const body = { storeId: STORE, tillId: TILL, ticket, receiptNumber, amountMinor, burn, attempt };
  const reply = await post('/api/till/receipts', body, as);
  return { reply, receiptNumber };
}
/** Told by another system. */
const accepts = (receipt: ReceiptInput, { memberId }: AMember) =>
  receiptDesk({ sql: database.sql, clock: server.clock, ...fresh(database.db) }).accept(receipt, {
    memberId,
  });
async function finds(receiptNumber: string, fields = {}): Promise<FoundReceipt> {
  const reply = await post('/api/till/receipts/find', { storeId: STORE, receiptNumber, ...fields });
  return foundReceipt.parse(reply.json().receipts[0]);
}
const back = ({ storeId, externalId }: FoundReceipt) => ({ storeId: STORE, boughtAt: storeId, externalId });
const shown = (reply: Awaited<ReturnType<typeof post>>): ReturnShown => returnShown.parse(reply.json());

describe('a return by the receipt’s number', () => {
  it('when it is looked at first, then it says what comes back and books nothing', async () => {
    const member = await aMember(database.db, { name: 'Олена Коваленко', balance: 100n });
    const { receiptNumber } = await sells(member, { burn: 50 });
    const found = await finds(receiptNumber);
    expect(found).toMatchObject({
      shownName: 'Олена К.',
      state: 'closed',
      amountMinor: 200_00,
      burnt: 50,
      lines: [],
    });
    expect(JSON.stringify(found)).not.toContain('Коваленко');
    const before = await balanceOf(member);
    const preview = shown(await post('/api/till/returns/preview', { ...back(found), all: true }));
    expect(preview).toMatchObject({
      booked: false,
      amountMinor: 200_00,
      moneyBackMinor: 150_00,
      givenBack: 50,
      takenBack: 7,
      owed: 0,
      balance: 100,
    });
    expect(await balanceOf(member)).toBe(before);
    expect((await finds(receiptNumber)).state).toBe('closed');
  });

  it('when it is booked twice at once with one key, then it comes back once, as it was said, and is audited', async () => {
    const member = await aMember(database.db, { balance: 100n });
    const { receiptNumber } = await sells(member, { burn: 50 });
    const found = await finds(receiptNumber);
    const preview = shown(await post('/api/till/returns/preview', { ...back(found), all: true }));
    const body = { ...back(found), all: true, key: randomUUID() };
    const replies = await Promise.all([1, 2, 3].map(() => post('/api/till/returns', body)));
    const answers = replies.map(shown);
    expect(answers.filter((each) => !each.replayed)).toEqual([{ ...preview, booked: true }]);
    expect(await balanceOf(member)).toBe(100n);
    expect((await finds(receiptNumber)).state).toBe('returned');
    const rows = await database.sql`
      select actor from audit_log where action = 'till.return' and subject = ${member.memberId}`;
    expect(rows).toEqual([{ actor: cashier.staff.staffId }]);
    const again = await post('/api/till/returns', { ...back(found), all: true, key: randomUUID() });
    expect(errorOf(again)).toEqual([409, 'already_returned']);
  });

  it('when some lines are chosen, then their points go and the rest stays', async () => {
    const member = await aMember(database.db);
    const line = { category: 'bread', quantityMilli: 2_000, discountMinor: 0 };
    const receipt = aReceipt({
      occurredAt: server.clock.now(),
      amountMinor: 300_00n,
      lines: [
        { ...line, sku: '1', name: 'Хліб', priceMinor: 50_00, amountMinor: 100_00 },
        { ...line, sku: '2', name: 'Сир', priceMinor: 100_00, amountMinor: 200_00 },
      ],
    });
    await accepts(receipt, member);
    const found = await finds(receipt.number);
    expect(found.lines.map(({ name, quantityMilli }) => [name, quantityMilli])).toEqual([
      ['Хліб', 2_000],
      ['Сир', 2_000],
    ]);
    const lines = [{ lineNo: 2, quantityMilli: 1_000 }];
    const answer = shown(await post('/api/till/returns', { ...back(found), lines, key: randomUUID() }));
    expect(answer).toMatchObject({ moneyBackMinor: 100_00, takenBack: 5, balance: 10 });
    const after = await finds(receipt.number);
    expect([after.state, after.lines[1]?.returnedMilli]).toEqual(['partly_returned', 1_000]);
    const tooMany = [{ lineNo: 2, quantityMilli: 1_500 }];
    expect(errorOf(await post('/api/till/returns/preview', { ...back(found), lines: tooMany }))).toEqual([
      422,
      'return_above_bought',
    ]);
  });

  it('when stamps go with the goods, then they are told in words, before and after', async () => {
    const member = await aMember(database.db);
    const line = { quantityMilli: 3_000, priceMinor: 50_00, discountMinor: 0, amountMinor: 150_00 };
    const lines = [{ ...line, sku: '1', name: 'Батон', category: 'Хліб' }];
    const { ruleId, name, definition } = aRule('bread', {
      effects: [{ kind: 'stamp', currency: 'bread', need: 5, where: inCategory('Хліб') }],
    });
    const [createdAt, by] = [server.clock.now(), 'test'];
    await database.db
      .insert(rule)
      .values({ ruleId, name, status: 'live', createdBy: by, createdAt, changedAt: createdAt });
    await database.db
      .insert(ruleVersion)
      .values({ ruleId, version: 1, name, definition, publishedBy: by, liveFrom: createdAt });
    const receipt = aReceipt({ occurredAt: server.clock.now(), amountMinor: 150_00n, lines });
    await accepts(receipt, member);
    const asked = { ...back(await finds(receipt.number)), lines: [{ lineNo: 1, quantityMilli: 2_000 }] };
    const preview = shown(await post('/api/till/returns/preview', asked));
    expect(preview).toMatchObject({ booked: false, others: [{ amount: -2, words: '2\u00a0stickers' }] });
    const booked = { ...preview, booked: true };
    const body = { ...asked, key: randomUUID() };
    expect(shown(await post('/api/till/returns', body))).toEqual(booked);
    expect(shown(await post('/api/till/returns', body))).toEqual({ ...booked, replayed: true });
  });

  it('when the points have been spent, then it says how many are owed', async () => {
    const member = await aMember(database.db);
    const { receiptNumber } = await sells(member, { amountMinor: 200_00 });
    await sells(member, { amountMinor: 100_00, burn: 8 });
    const preview = shown(
      await post('/api/till/returns/preview', { ...back(await finds(receiptNumber)), all: true }),
    );
    // 10 were earned; 8 are gone, and 4 came with the second receipt.
    expect(preview).toMatchObject({ takenBack: 10, owed: 4, balance: 0 });
  });

  it('when nothing, or two things, are said to come back, then 400', async () => {
    const { receiptNumber } = await sells(await aMember(database.db));
    const found = back(await finds(receiptNumber));
    for (const what of [{}, { all: true, amountMinor: 100 }, { amountMinor: 0 }, { lines: [] }])
      expect((await post('/api/till/returns/preview', { ...found, ...what })).statusCode).toBe(400);
  });

  it('when the number is of another day, then it is found by its day', async () => {
    const member = await aMember(database.db);
    const { receiptNumber } = await sells(member);
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Kyiv' }).format(server.clock.now());
    expect((await finds(receiptNumber, { day })).receiptNumber).toBe(receiptNumber);
    const none = await post('/api/till/receipts/find', { storeId: STORE, receiptNumber, day: '2026-01-05' });
    expect(none.json().receipts).toEqual([]);
  });
});

describe('goods of another store', () => {
  it('when the programme does not say so, then a cashier can neither look for them nor take them back', async () => {
    const find = { storeId: STORE, boughtAt: OTHER, receiptNumber: '1' };
    expect(errorOf(await post('/api/till/receipts/find', find))).toEqual([403, 'return_other_store']);
    const take = { storeId: STORE, boughtAt: OTHER, externalId: 'x', all: true };
    expect(errorOf(await post('/api/till/returns/preview', take))).toEqual([403, 'return_other_store']);
    expect(errorOf(await post('/api/till/returns', { ...take, key: randomUUID() }))).toEqual([
      403,
      'return_other_store',
    ]);
    const list = await ask(server, 'GET', `/api/till/return-stores?storeId=${STORE}`, { as: cashier });
    expect(list.json().stores.map((each: { storeId: string }) => each.storeId)).toEqual([STORE]);
    expect(list.json().refusesOthers).toBe(true);
  });

  it('when the programme does not say so, then the same holds for whoever works in both, in their own words', async () => {
    const of = { login: 'both', storeIds: [STORE, OTHER], language: 'uk' as const };
    const both = await aPerson(server, database, { role: 'cashier', ...of });
    const member = await aMember(database.db);
    const receipt = aReceipt({ storeId: OTHER, tillId: null, occurredAt: server.clock.now() });
    await accepts(receipt, member);
    const take = { storeId: STORE, boughtAt: OTHER, externalId: receipt.externalId, all: true };
    const refused = await post('/api/till/returns', { ...take, key: randomUUID() }, both);
    expect(errorOf(refused)).toEqual([403, 'return_other_store']);
    expect(refused.json().error.message).toBe('Це куплено в іншому магазині. Повернути можна лише там.');
    const there = await post('/api/till/returns', { ...take, storeId: OTHER, key: randomUUID() }, both);
    expect(shown(there).takenBack).toBe(5);
  });

  it('when the programme says so, then they come back here, and are known as of this store', async () => {
    await database.sql`update programme set returns_anywhere = true`;
    const anywhere = await anApp(database);
    const here = await aPerson(anywhere, database, { role: 'cashier' });
    const list = await ask(anywhere, 'GET', `/api/till/return-stores?storeId=${STORE}`, { as: here });
    expect([list.json().stores.length, list.json().refusesOthers]).toEqual([2, false]);
    const member = await aMember(database.db);
    const receipt = aReceipt({ storeId: OTHER, tillId: null, occurredAt: server.clock.now() });
    await accepts(receipt, member);
    const send = (url: string, payload: unknown) => ask(anywhere, 'POST', url, { as: here, payload });
    const found = await send('/api/till/receipts/find', {
      storeId: STORE,
      boughtAt: OTHER,
      receiptNumber: receipt.number,
    });
    const { externalId } = foundReceipt.parse(found.json().receipts[0]);
    const body = { storeId: STORE, boughtAt: OTHER, externalId, all: true, key: randomUUID() };
    expect(shown(await send('/api/till/returns/preview', { ...body, key: undefined })).takenBack).toBe(5);
    expect(shown(await send('/api/till/returns', body)).takenBack).toBe(5);
    const returns = await listReturns(database.db, member.memberId, { limit: 10 });
    expect(returns).toMatchObject([{ storeName: 'Хрещатик 12' }]);
    const [event] = await database.sql`
      select data from event where kind = 'receipt.returned' and member_id = ${member.memberId}`;
    expect(event?.data).toMatchObject({ storeId: OTHER, returnedIn: STORE });
    await anywhere.close();
    await database.sql`update programme set returns_anywhere = false`;
    // What was booked is answered as booked, also once the programme has changed its mind.
    const strict = await anApp(database);
    const again = await ask(strict, 'POST', '/api/till/returns', { as: here, payload: body });
    expect(shown(again)).toMatchObject({ replayed: true, takenBack: 5 });
    await strict.close();
  });
});

describe('undoing the last sale', () => {
  const last = async (as = cashier) =>
    (await ask(server, 'GET', `/api/till/undo?storeId=${STORE}`, { as })).json();
  const undo = (found: FoundReceipt, as = cashier) =>
    post('/api/till/undo', { storeId: STORE, externalId: found.externalId }, as);

  it('when it is undone twice at once, then it is cancelled whole and once', async () => {
    const member = await aMember(database.db, { balance: 100n });
    const { receiptNumber } = await sells(member, { burn: 30 });
    const { receipt, until } = await last();
    expect([receipt.receiptNumber, until === null]).toEqual([receiptNumber, false]);
    const replies = await Promise.all([undo(receipt), undo(receipt)]);
    const answers = replies.map(shown);
    expect(answers.filter(({ replayed }) => replayed)).toHaveLength(1);
    for (const answer of answers)
      expect(answer).toMatchObject({ amountMinor: 200_00, givenBack: 30, takenBack: 8, balance: 100 });
    expect(await balanceOf(member)).toBe(100n);
    const linked = await database.sql<{ linked: bigint }[]>`
      select count(*) as linked from transfer where member_id = ${member.memberId} and reverses is not null`;
    expect(linked[0]?.linked).toBe(2n);
    expect((await last()).until).toBeNull();
    const list = await ask(server, 'GET', `/api/till/receipts?storeId=${STORE}&tillId=${TILL}`, {
      as: cashier,
    });
    expect(list.json().receipts[0]).toMatchObject({ receiptNumber, state: 'cancelled' });
  });

  it('when the right receipt is accepted under the number of the undone one, then it counts, and only anew', async () => {
    const member = await aMember(database.db);
    const { receiptNumber } = await sells(member, { amountMinor: 2_000_00 });
    await undo((await last()).receipt);
    const same = await sells(member, { receiptNumber, amountMinor: 200_00 });
    expect(same.reply.json().error).toMatchObject({ code: 'receipt_undone', details: { attempt: 2 } });
    const again = await sells(member, { receiptNumber, amountMinor: 200_00, attempt: 2 });
    expect(acceptedReceipt.parse(again.reply.json())).toMatchObject({
      replayed: false,
      earned: 10,
      balance: 10,
    });
  });

  it('when the member burns the points at that moment, then either they are undone or the cashier is told', async () => {
    for (let turn = 0; turn < 8; turn++) {
      const member = await aMember(database.db);
      await sells(member, { amountMinor: 400_00 });
      const { receipt } = await last();
      const [undone, burnt] = await Promise.all([
        undo(receipt),
        sells(member, { amountMinor: 100_00, burn: 20 }).then(({ reply }) => reply),
      ]);
      const outcome = [undone.statusCode, burnt.statusCode].join(' ');
      expect(['200 409', '409 200']).toContain(outcome);
      if (undone.statusCode === 409) expect(undone.json().error.code).toBe('undo_points_spent');
      else expect(burnt.json().error.code).toMatch(/insufficient_points|burn_above_maximum/);
      const rows = await database.sql`select owed from account where member_id = ${member.memberId}`;
      expect(rows).toEqual([{ owed: 0n }]);
    }
  });

  it('when a quarter of an hour has gone by, then it is too late and says what to do', async () => {
    await sells(await aMember(database.db));
    const { receipt } = await last();
    server.clock.advance(15 * 60_000 + 1);
    const reply = await undo(receipt);
    expect(errorOf(reply)).toEqual([409, 'undo_too_late']);
    expect(reply.json().error.message).toContain('Take a return');
    expect((await last()).until).toBeNull();
  });

  it('when another cashier made the sale, then only they and an admin may undo it', async () => {
    const colleague = await aPerson(server, database, { role: 'cashier' });
    await sells(await aMember(database.db), { as: colleague });
    const { receipt } = await last(colleague);
    expect(errorOf(await undo(receipt))).toEqual([403, 'undo_not_yours']);
    const admin = await aPerson(server, database, { role: 'admin' });
    expect((await undo(receipt, admin)).statusCode).toBe(200);
  });

  it('when a part of it has been returned, then it is not undone', async () => {
    const { receiptNumber } = await sells(await aMember(database.db));
    const found = await finds(receiptNumber);
    await post('/api/till/returns', { ...back(found), amountMinor: 10_00, key: randomUUID() });
    expect(errorOf(await undo(found))).toEqual([409, 'already_returned']);
  });
});
