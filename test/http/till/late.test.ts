import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tillMember } from '#src/contract/till.ts';
import { type LateReceipt, lateOutcome } from '#src/contract/till-late.ts';
import { blockCard } from '#src/core/cards/block-card.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { transaction } from '#src/db/client.ts';
import { type AMember, aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person, SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let cashier: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  cashier = await aPerson(server, database, { role: 'cashier' });
});
afterAll(() => server.close());

const post = (url: string, payload: unknown, as = cashier) => ask(server, 'POST', url, { as, payload });
const late = ({ cardNumber }: AMember, fields: Partial<LateReceipt> = {}): LateReceipt => ({
  key: randomUUID(),
  code: cardNumber,
  receiptNumber: randomUUID().slice(0, 8),
  amountMinor: 200_00,
  occurredAt: new Date(server.clock.now().getTime() - 3_600_000).toISOString(),
  ...fields,
});
const send = async (...receipts: LateReceipt[]) => {
  const reply = await post('/api/till/receipts/late', { storeId: STORE, tillId: TILL, receipts });
  return lateOutcome.array().parse(reply.json().receipts);
};
const balanceOf = async ({ memberId }: AMember) =>
  (await readBalance(database.db, memberId, server.clock.now())).balance;

describe('receipts that were taken without a network', () => {
  it('when they are sent from two tabs at once and again, then each earns once, by its own time', async () => {
    const member = await aMember(database.db, { name: 'Олена Коваленко' });
    const receipts = [late(member), late(member, { amountMinor: 400_00 })];
    const answers = await Promise.all([send(...receipts), send(...receipts), send(...receipts)]);
    for (const answer of answers) expect(answer.map((each) => each.earned)).toEqual([10, 20]);
    expect(answers.flat().filter(({ outcome }) => outcome === 'accepted')).toHaveLength(2);
    expect(answers[0]?.[0]).toMatchObject({ key: receipts[0]?.key, shownName: 'Олена К.', error: null });
    expect(await balanceOf(member)).toBe(30n);
    const rows = await database.sql<{ occurred_at: Date; accepted_by: string }[]>`
      select occurred_at, accepted_by from receipt where number = ${receipts[0]?.receiptNumber ?? ''}`;
    expect(rows[0]?.occurred_at.toISOString()).toBe(receipts[0]?.occurredAt);
    expect(rows[0]?.accepted_by).toBe(cashier.staff.staffId);
  });

  it('when a live code was shown, then it counts for its number, however wrong the clock of the till is', async () => {
    const member = await aMember(database.db);
    const now = server.clock.now();
    const { code } = await issueLiveCode(database.db, {
      memberId: member.memberId,
      secretKey: SECRET_KEY,
      at: now,
    });
    for (const minutes of [-20, -1, 4]) {
      const occurredAt = new Date(now.getTime() + minutes * 60_000).toISOString();
      const [answer] = await send(late(member, { code, occurredAt }));
      expect(answer).toMatchObject({ outcome: 'accepted', earned: 10 });
    }
    const [forged] = await send(
      late(member, { code: `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}` }),
    );
    expect(forged).toMatchObject({ outcome: 'refused' });
  });

  it('when the till had booked one before its answer was lost, then it is known again, even from another moment', async () => {
    const member = await aMember(database.db, { balance: 100n });
    const { code } = await issueLiveCode(database.db, {
      memberId: member.memberId,
      secretKey: SECRET_KEY,
      at: server.clock.now(),
    });
    const { ticket } = tillMember.parse((await post('/api/till/members/find', { code })).json());
    const receiptNumber = randomUUID().slice(0, 8);
    const sale = { storeId: STORE, tillId: TILL, ticket, receiptNumber, amountMinor: 200_00, burn: 40 };
    expect((await post('/api/till/receipts', sale)).statusCode).toBe(200);
    const occurredAt = new Date(server.clock.now().getTime() + 2_000).toISOString();
    const [answer] = await send(late(member, { receiptNumber, occurredAt }));
    expect(answer).toMatchObject({ outcome: 'replayed', earned: 8 });
    expect(await balanceOf(member)).toBe(68n);
    const [other] = await send(late(member, { receiptNumber, occurredAt, amountMinor: 1_00 }));
    expect(other).toMatchObject({ outcome: 'refused', error: { code: 'receipt_differs' } });
  });

  it('when one cannot be booked, then it says why and harms no other', async () => {
    const member = await aMember(database.db);
    const blocked = await aMember(database.db);
    await transaction(database.db, (tx) =>
      blockCard(tx, { memberId: blocked.memberId, reason: 'staff', at: server.clock.now() }),
    );
    const future = new Date(server.clock.now().getTime() + 3_600_000).toISOString();
    const answers = await send(
      late(blocked),
      late(member),
      late(member, { code: '2900000000001' }),
      late(member, { occurredAt: future }),
    );
    expect(answers.map((each) => each.error?.code ?? each.outcome)).toEqual([
      'card_blocked',
      'accepted',
      'card_not_found',
      'receipt_in_future',
    ]);
    expect(await balanceOf(member)).toBe(10n);
  });

  it('when a live code was fresh at the scan, or a phone was typed, then they lead to the member', async () => {
    const member = await aMember(database.db, { phone: '+380671119988' });
    const scannedAt = new Date(server.clock.now().getTime() - 7_200_000);
    const { code } = await issueLiveCode(database.db, {
      memberId: member.memberId,
      secretKey: SECRET_KEY,
      at: scannedAt,
    });
    const occurredAt = scannedAt.toISOString();
    const answers = await send(late(member, { code, occurredAt }), late(member, { code: '067 111 99 88' }));
    expect(answers.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
  });

  it('when a receipt was undone meanwhile, then sending it again does not bring it back', async () => {
    const member = await aMember(database.db);
    const receipt = late(member);
    await send(receipt);
    const found = await post('/api/till/receipts/find', {
      storeId: STORE,
      receiptNumber: receipt.receiptNumber,
    });
    const { externalId } = found.json().receipts[0];
    expect((await post('/api/till/undo', { storeId: STORE, externalId })).statusCode).toBe(200);
    const [again] = await send(receipt);
    expect(again).toMatchObject({ outcome: 'refused', error: { code: 'receipt_undone' } });
    expect(await balanceOf(member)).toBe(0n);
  });

  it('when the store is not the cashier’s, or too many come at once, then nothing is booked', async () => {
    const stranger = await aPerson(server, database, { role: 'cashier', storeIds: ['str_elsewhere'] });
    const member = await aMember(database.db);
    const body = { storeId: STORE, tillId: TILL, receipts: [late(member)] };
    expect((await post('/api/till/receipts/late', body, stranger)).statusCode).toBe(403);
    const many = { ...body, receipts: Array.from({ length: 51 }, () => late(member)) };
    expect((await post('/api/till/receipts/late', many)).statusCode).toBe(400);
    expect(await balanceOf(member)).toBe(0n);
  });
});
