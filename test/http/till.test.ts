import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedReceipt, burnRequestState, quote, type TillMember, tillMember } from '#src/contract/till.ts';
import { blockCard } from '#src/core/cards/block-card.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { answerBurn } from '#src/core/receipts/answer-burn.ts';
import { transaction } from '#src/db/client.ts';
import type { BurnRequestId } from '#src/lib/id.ts';
import { type AMember, aMember, anIdentity, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person, SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
let server: AnApp;
let cashier: Person;
let stranger: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  cashier = await aPerson(server, database, { role: 'cashier' });
  stranger = await aPerson(server, database, { role: 'cashier', storeIds: ['str_elsewhere'] });
});
afterAll(() => server.close());

const post = (url: string, payload: unknown, as = cashier) => ask(server, 'POST', url, { as, payload });
const find = async (code: string): Promise<TillMember> =>
  tillMember.parse((await post('/api/till/members/find', { code })).json());
const accept = (fields: Record<string, unknown>, as = cashier) =>
  post(
    '/api/till/receipts',
    { storeId: STORE, tillId: TILL, receiptNumber: aNumber(), amountMinor: 100_00, ...fields },
    as,
  );
const aNumber = () => randomUUID().slice(0, 8);
const liveCode = async ({ memberId }: AMember) =>
  (await issueLiveCode(database.db, { memberId, secretKey: SECRET_KEY, at: server.clock.now() })).code;
const balanceOf = async ({ memberId }: AMember) =>
  (await readBalance(database.db, memberId, server.clock.now())).balance;

describe('finding a member', () => {
  it('when the number is typed with spaces, then the short name, balance and tier come back', async () => {
    const member = await aMember(database.db, { name: 'Олена Коваленко', balance: 120n });
    const found = await find(member.cardNumber.replace(/(\d{4})/g, '$1 '));
    expect(found).toMatchObject({
      memberId: member.memberId,
      proof: 'number',
      shownName: 'Олена К.',
      balance: 120,
      spendable: 120,
      pending: [],
      tier: { tierKey: 'base', earnBp: 500 },
      reachable: false,
    });
  });

  it('when some points can be burnt later only, then it says how many and from when', async () => {
    const member = await aMember(database.db, { balance: 120n });
    const at = server.clock.now();
    const activeAt = new Date(at.getTime() + 14 * 86_400_000);
    await transaction(database.db, (tx) =>
      postTransfer(tx, {
        memberId: member.memberId,
        kind: 'earn',
        amount: 30n,
        account: 'issued',
        key: 'waits',
        occurredAt: at,
        recordedAt: at,
        activeAt,
      }),
    );
    expect(await find(member.cardNumber)).toMatchObject({
      balance: 150,
      spendable: 120,
      pending: [{ points: 30, activeAt: activeAt.toISOString() }],
    });
  });

  it('when the phone is typed as people write it, then the same member comes back', async () => {
    const member = await aMember(database.db, { phone: '+380671112233' });
    for (const code of ['067 111 22 33', '+380671112233', '0671112233']) {
      expect((await find(code)).memberId).toBe(member.memberId);
    }
  });

  it('when nobody has the number, the phone or the text, then the answers are the same', async () => {
    const replies = await Promise.all(
      ['2900000000001', '+380679998877', '+38011', 'hello there'].map((code) =>
        post('/api/till/members/find', { code }),
      ),
    );
    expect(new Set(replies.map((reply) => reply.body)).size).toBe(1);
    expect(replies[0]?.json().error.code).toBe('card_not_found');
  });

  it('when the card is blocked, then it says so', async () => {
    const member = await aMember(database.db, { phone: '+380671112244' });
    await transaction(database.db, (tx) =>
      blockCard(tx, { memberId: member.memberId, reason: 'staff', at: server.clock.now() }),
    );
    for (const code of [member.cardNumber, '+380671112244']) {
      const reply = await post('/api/till/members/find', { code });
      expect([reply.statusCode, reply.json().error.code]).toEqual([409, 'card_blocked']);
    }
  });

  it('when somebody tries out numbers, then after many they have to wait', async () => {
    const guesser = await aPerson(server, database, { role: 'cashier' });
    const at = server.clock.now();
    await database.sql`insert into attempt_count (attempt_key, window_start, attempts)
      values (${`till-find:${guesser.staff.staffId}`}, ${new Date(at.getTime() - 60_000)}, 149)`;
    const guess = async () =>
      (await post('/api/till/members/find', { code: '2900000000001' }, guesser)).statusCode;
    expect([await guess(), await guess()]).toEqual([404, 429]);
    server.clock.advance(10 * 60_000);
    expect(await guess()).toBe(404);
  });
});

describe('a receipt without a burn', () => {
  it('when it is accepted, then points are earned, and pressing twice books once', async () => {
    const member = await aMember(database.db);
    const { ticket } = await find(member.cardNumber);
    const body = { ticket, receiptNumber: aNumber(), amountMinor: 862_40 };
    const [one, two] = await Promise.all([accept(body), accept(body)]);
    const answers = [one, two].map((reply) => acceptedReceipt.parse(reply.json()));
    expect(answers.filter((answer) => answer.replayed)).toHaveLength(1);
    expect(answers[0]).toMatchObject({ earned: 43, burnt: 0, balance: 43 });
    expect(answers[0]?.words).toBe('+43\u00a0points. 43\u00a0points on the account.');
    expect(await balanceOf(member)).toBe(43n);
  });

  it('when it is scanned anew and sent again, then it is still the same receipt', async () => {
    const member = await aMember(database.db);
    const body = { receiptNumber: aNumber() };
    await accept({ ...body, ticket: (await find(member.cardNumber)).ticket });
    server.clock.advance(30_000);
    const again = await accept({ ...body, ticket: (await find(member.cardNumber)).ticket });
    expect(acceptedReceipt.parse(again.json()).replayed).toBe(true);
    const other = await accept({
      ...body,
      amountMinor: 1_00,
      ticket: (await find(member.cardNumber)).ticket,
    });
    expect([other.statusCode, other.json().error.code]).toEqual([422, 'receipt_differs']);
  });

  it('when the ticket is too old or somebody else scanned, then it is refused', async () => {
    const { ticket } = await find((await aMember(database.db)).cardNumber);
    const other = await aPerson(server, database, { role: 'cashier' });
    expect((await accept({ ticket }, other)).json().error.code).toBe('code_expired');
    server.clock.advance(11 * 60_000);
    expect((await accept({ ticket })).json().error.code).toBe('code_expired');
  });

  it('when the store is not the cashier’s own, then 403 and nothing is booked', async () => {
    const member = await aMember(database.db);
    const found = await post('/api/till/members/find', { code: member.cardNumber }, stranger);
    const reply = await accept({ ticket: found.json().ticket }, stranger);
    expect([reply.statusCode, reply.json().error.code]).toEqual([403, 'forbidden']);
    expect(await balanceOf(member)).toBe(0n);
    const list = await ask(server, 'GET', `/api/till/receipts?storeId=${STORE}`, { as: stranger });
    expect(list.statusCode).toBe(403);
  });

  it('when one card is on many receipts of a cashier, then the audit log notes it', async () => {
    const member = await aMember(database.db);
    for (let i = 0; i < 5; i++) await accept({ ticket: (await find(member.cardNumber)).ticket });
    const rows = await database.sql`
      select actor, detail from audit_log where action = 'till.velocity' and subject = ${member.memberId}`;
    expect(rows).toEqual([{ actor: cashier.staff.staffId, detail: { receipts: 5 } }]);
  });

  it('when a till asks for its latest receipts, then they come newest first with short names', async () => {
    const member = await aMember(database.db, { name: 'Тарас Шевчук' });
    const receiptNumber = aNumber();
    server.clock.advance(1_000);
    await accept({ ticket: (await find(member.cardNumber)).ticket, receiptNumber });
    const reply = await ask(server, 'GET', `/api/till/receipts?storeId=${STORE}&tillId=${TILL}`, {
      as: cashier,
    });
    expect(reply.json().receipts[0]).toMatchObject({
      receiptNumber,
      shownName: 'Тарас Ш.',
      amountMinor: 100_00,
    });
  });
});

describe('a burn with a live code', () => {
  it('when the code was fresh at the scan, then it burns at once, and pressing twice books once', async () => {
    const member = await aMember(database.db, { balance: 100n });
    const found = await find(await liveCode(member));
    expect(found.proof).toBe('live');
    const asked = await post('/api/till/quotes', {
      ticket: found.ticket,
      storeId: STORE,
      tillId: TILL,
      amountMinor: 100_00,
    });
    expect(quote.parse(asked.json())).toEqual({
      earn: 5,
      maximumBurn: 50,
      balanceAfter: 105,
      pointValueMinor: 100,
      discountMinor: 0,
      toPayMinor: 100_00,
      brings: [],
      coupons: [],
      couponsLeft: [],
    });
    // The sum is typed while the code grows old.
    server.clock.advance(90_000);
    const body = { ticket: found.ticket, receiptNumber: aNumber(), burn: 50 };
    const replies = await Promise.all([accept(body), accept(body), accept(body)]);
    expect(replies.map((reply) => reply.statusCode)).toEqual([200, 200, 200]);
    expect(replies.filter((reply) => reply.json().replayed === false)).toHaveLength(1);
    expect(acceptedReceipt.parse(replies[0]?.json())).toMatchObject({ earned: 2, burnt: 50, balance: 52 });
    expect(await balanceOf(member)).toBe(52n);
  });

  it('when the code was used on another receipt, then it is refused', async () => {
    const member = await aMember(database.db, { balance: 100n });
    const { ticket } = await find(await liveCode(member));
    await accept({ ticket, burn: 10 });
    const again = await accept({ ticket, burn: 10 });
    expect([again.statusCode, again.json().error.code]).toEqual([409, 'live_code_used']);
  });

  it('when the burn is refused, then the code is still good', async () => {
    const member = await aMember(database.db, { balance: 100n });
    const { ticket } = await find(await liveCode(member));
    const tooMuch = await accept({ ticket, burn: 51 });
    expect(tooMuch.json().error).toMatchObject({ code: 'burn_above_maximum', details: { maximum: 50 } });
    expect((await accept({ ticket, burn: 50 })).statusCode).toBe(200);
  });

  it('when the member’s number showed up on a new account, then burning waits and earning does not', async () => {
    const member = await aMember(database.db, { balance: 100n });
    const until = new Date(server.clock.now().getTime() + 5 * 3_600_000);
    await database.sql`update member set burn_allowed_from = ${until} where member_id = ${member.memberId}`;
    const found = await find(await liveCode(member));
    expect(found).toMatchObject({ burnAllowedFrom: until.toISOString(), burnWaitsFor: 'chat' });
    const burn = await accept({ ticket: found.ticket, burn: 1 });
    expect(burn.json().error).toMatchObject({ code: 'burn_waits', details: { hours: 5 } });
    expect((await accept({ ticket: found.ticket })).statusCode).toBe(200);
  });
});

describe('a burn with the number alone', () => {
  const ready = async () => {
    const member = await aMember(database.db, { balance: 100n });
    await anIdentity(database.db, { memberId: member.memberId });
    const { ticket } = await find(member.cardNumber);
    const body = { ticket, receiptNumber: aNumber(), burn: 20 };
    const reply = await accept(body);
    return { member, body, reply, burnRequestId: reply.json().burnRequestId as BurnRequestId };
  };
  const state = async (burnRequestId: string, as = cashier) => {
    const reply = await ask(server, 'GET', `/api/till/burn-requests/${burnRequestId}`, { as });
    return { status: reply.statusCode, body: reply.json() };
  };
  const answer = ({ memberId }: AMember, burnRequestId: BurnRequestId, word: 'yes' | 'notMe') =>
    transaction(database.db, async (tx) =>
      answerBurn(tx, {
        memberId,
        burnRequestId,
        identityId: 'idn_1',
        answer: word,
        at: server.clock.now(),
        known: await fresh(database.db).known(),
        rules: fresh(database.db).rules,
      }),
    );

  it('when it is sent, then it waits, asks once, and is accepted when the member says yes', async () => {
    const { member, body, reply, burnRequestId } = await ready();
    expect(reply.statusCode).toBe(202);
    expect((await accept(body)).json().burnRequestId).toBe(burnRequestId);
    expect(burnRequestState.parse((await state(burnRequestId)).body)).toMatchObject({
      status: 'waiting',
      points: 20,
    });
    await answer(member, burnRequestId, 'yes');
    const after = burnRequestState.parse((await state(burnRequestId)).body);
    expect(after).toMatchObject({ status: 'accepted', refusal: null });
    expect(after.result).toMatchObject({ burnt: 20, earned: 4, balance: 84 });
    expect(acceptedReceipt.parse((await accept(body)).json())).toMatchObject({ replayed: true, burnt: 20 });
    expect(await balanceOf(member)).toBe(84n);
  });

  it('when the member says that it was not them, then the cashier reads so and nothing is burnt', async () => {
    const { member, burnRequestId } = await ready();
    await answer(member, burnRequestId, 'notMe');
    const { body } = await state(burnRequestId);
    expect(body).toMatchObject({
      status: 'refused',
      result: null,
      refusal: { code: 'burn_refused_by_member' },
    });
    expect(await balanceOf(member)).toBe(100n);
  });

  it('when nobody answers in time, then it has expired', async () => {
    const { burnRequestId } = await ready();
    server.clock.advance(125_000);
    expect((await state(burnRequestId)).body).toMatchObject({ status: 'expired' });
  });

  it('when the cashier takes it back, then a late yes burns nothing', async () => {
    const { member, burnRequestId } = await ready();
    const cancelled = await post(`/api/till/burn-requests/${burnRequestId}/cancel`, {});
    expect(cancelled.json()).toMatchObject({ status: 'expired' });
    await answer(member, burnRequestId, 'yes');
    expect(await balanceOf(member)).toBe(100n);
  });

  it('when a cashier of another store asks, then 403', async () => {
    const { burnRequestId } = await ready();
    expect((await state(burnRequestId, stranger)).status).toBe(403);
  });

  it('when no messenger of the member can be written to, then it says to ask for the live code', async () => {
    const member = await aMember(database.db, { balance: 100n });
    const reply = await accept({ ticket: (await find(member.cardNumber)).ticket, burn: 5 });
    expect([reply.statusCode, reply.json().error.code]).toEqual([409, 'member_not_reachable']);
  });
});
