// Points as the office works with them: what a member has and why, adjustments with a second pair of eyes, gifts, merges.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointsRoutes } from '#src/contract/points.ts';
import { acceptGift } from '#src/core/ledger/accept-gift.ts';
import { giveGift } from '#src/core/ledger/give-gift.ts';
import { openHold } from '#src/core/ledger/open-hold.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { type AMember, aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let admin: Person;
let other: Person;
let marketer: Person;
let keys = 0;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  admin = await aPerson(server, database, { role: 'admin' });
  other = await aPerson(server, database, { role: 'admin' });
  marketer = await aPerson(server, database, { role: 'marketer' });
});
afterAll(() => server.close());

async function call(as: Person, method: 'GET' | 'POST' | 'PATCH', url: string, payload?: unknown) {
  const reply = await ask(server, method, url, { as, payload });
  return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() };
}

const pointsOf = async (memberId: MemberId) =>
  pointsRoutes.readPoints.reply.parse(
    (await call(marketer, 'GET', `/api/office/members/${memberId}/points`)).body,
  );
const transfersOf = async (memberId: MemberId) =>
  pointsRoutes.listTransfers.reply.parse(
    (await call(marketer, 'GET', `/api/office/members/${memberId}/transfers`)).body,
  ).transfers;
function adjust(as: Person, { memberId }: AMember, fields: object) {
  // Transfers of one moment have no order of their own.
  server.clock.advance(1);
  const body = { amount: 100, reason: 'apology', note: 'довго чекала', requestKey: `request-${++keys}` };
  return call(as, 'POST', `/api/office/members/${memberId}/adjustments`, { ...body, ...fields });
}

describe('a member’s points', () => {
  it('when there are points, a hold and a gift, then each is shown with what can be spent', async () => {
    const { memberId } = await aMember(database.db, { balance: 300n, expiresAt: new Date('2099-05-01') });
    const at = server.clock.now();
    await transaction(database.db, async (tx) => {
      await openHold(tx, { memberId, key: 'k1', amount: 40n, minutes: 10, askedBy: 'key_1', at });
      await giveGift(tx, { memberId, amount: 30n, toMemberId: null, at });
    });
    const { accounts, holds, gifts, tier } = await pointsOf(memberId);
    expect(accounts).toMatchObject([
      { currency: 'points', names: null, balance: 270, spendable: 230, held: 40, debt: 0 },
    ]);
    expect(accounts[0]?.nextExpiry).toMatchObject({ expiresAt: '2099-05-01T00:00:00.000Z' });
    expect(holds).toMatchObject([{ amount: 40, askedBy: 'key_1' }]);
    expect(gifts).toMatchObject([{ direction: 'given', amount: 30, status: 'waiting', other: null }]);
    expect(tier).toMatchObject({ tierKey: 'base', next: { tierKey: 'silver', missing: 10_000_00 } });
    const cancel = `/api/admin/members/${memberId}/gifts/${gifts[0]?.giftId}/cancel`;
    expect((await call(admin, 'POST', cancel)).status).toBe(204);
    expect((await pointsOf(memberId)).accounts[0]?.balance).toBe(300);
  });

  it('when an admin undoes an accepted gift, then the giver has the points again', async () => {
    const [giver, taker] = [await aMember(database.db, { balance: 90n }), await aMember(database.db)];
    const at = server.clock.now();
    await transaction(database.db, async (tx) => {
      const { code } = await giveGift(tx, { memberId: giver.memberId, amount: 30n, toMemberId: null, at });
      await acceptGift(tx, { code, memberId: taker.memberId, at });
    });
    const [gift] = (await pointsOf(taker.memberId)).gifts;
    expect(gift).toMatchObject({ direction: 'received', status: 'accepted' });
    const undo = `/api/admin/members/${taker.memberId}/gifts/${gift?.giftId}/reverse`;
    expect((await call(marketer, 'POST', undo)).status).toBe(403);
    expect((await call(admin, 'POST', undo)).status).toBe(204);
    expect((await call(admin, 'POST', undo)).status).toBe(204);
    expect((await pointsOf(giver.memberId)).accounts[0]?.balance).toBe(90);
    const { accounts, gifts } = await pointsOf(taker.memberId);
    expect([accounts[0]?.balance, gifts[0]?.status]).toEqual([0, 'reversed']);
  });

  it('when points pay what a return has left owed, then the transfer that brought them says how many', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const sells = async (receiptNumber: string) => {
      server.clock.advance(1);
      const { ticket } = (await call(admin, 'POST', '/api/till/members/find', { code: cardNumber })).body;
      await call(admin, 'POST', '/api/till/receipts', {
        storeId: STORE,
        ticket,
        receiptNumber,
        amountMinor: 200_00,
      });
    };
    await sells('D-1');
    const at = server.clock.now();
    const spent = { memberId, kind: 'burn', amount: -7n, account: 'burnt', key: 'spent' } as const;
    await transaction(database.db, (tx) => postTransfer(tx, { ...spent, occurredAt: at, recordedAt: at }));
    const found = { storeId: STORE, receiptNumber: 'D-1' };
    const [{ externalId }] = (await call(admin, 'POST', '/api/till/receipts/find', found)).body.receipts;
    const all = { storeId: STORE, boughtAt: STORE, externalId, all: true, key: randomUUID() };
    expect((await call(admin, 'POST', '/api/till/returns', all)).body.owed).toBe(7);
    await sells('D-2');
    const [transfer] = await transfersOf(memberId);
    const why = `/api/office/members/${memberId}/transfers/${transfer?.transferId}/why`;
    expect((await call(marketer, 'GET', why)).body.sentences).toContain(
      'Of these, paid a debt that a return had left: 7\u00a0points.',
    );
  });

  it('when a receipt has earned, then its transfer says why in the reader’s language', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const { ticket } = (await call(admin, 'POST', '/api/till/members/find', { code: cardNumber })).body;
    const receipt = { storeId: STORE, ticket, receiptNumber: '214', amountMinor: 200_00 };
    expect((await call(admin, 'POST', '/api/till/receipts', receipt)).body.payMinor).toBe(200_00);
    const [transfer] = await transfersOf(memberId);
    expect(transfer).toMatchObject({ kind: 'earn', amount: 10, balanceAfter: 10 });
    const why = `/api/office/members/${memberId}/transfers/${transfer?.transferId}/why`;
    const { sentences } = (await call(marketer, 'GET', why)).body;
    expect(sentences[0]).toContain('Receipt 214, Хрещатик 12');
    expect(sentences.join(' ')).toContain('5% of ₴200.00: what the Base card brings.');
    const found = { storeId: STORE, receiptNumber: '214' };
    const [{ externalId }] = (await call(admin, 'POST', '/api/till/receipts/find', found)).body.receipts;
    server.clock.advance(1);
    const part = { storeId: STORE, boughtAt: STORE, externalId, amountMinor: 60_00, key: randomUUID() };
    expect((await call(admin, 'POST', '/api/till/returns', part)).body.takenBack).toBe(3);
    const [back] = await transfersOf(memberId);
    const whyBack = `/api/office/members/${memberId}/transfers/${back?.transferId}/why`;
    expect((await call(marketer, 'GET', whyBack)).body.sentences).toEqual([
      'A return of receipt 214, Хрещатик 12: ₴60.00 of ₴200.00.',
    ]);
    const { memberId: stranger } = await aMember(database.db);
    const foreign = `/api/office/members/${stranger}/transfers/${transfer?.transferId}/why`;
    expect((await call(marketer, 'GET', foreign)).status).toBe(404);
  });

  it('when there are many transfers, then they come page by page, each once', async () => {
    const member = await aMember(database.db);
    for (let i = 1; i <= 23; i++) await adjust(marketer, member, { amount: i });
    const url = `/api/office/members/${member.memberId}/transfers`;
    const first = (await call(marketer, 'GET', url)).body;
    expect([first.transfers.length, first.more]).toEqual([20, true]);
    const last = first.transfers.at(-1).transferId;
    const rest = (await call(marketer, 'GET', `${url}?before=${last}`)).body;
    expect([rest.transfers.length, rest.more]).toEqual([3, false]);
    expect(rest.transfers.map((each: { amount: number }) => each.amount)).toEqual([3, 2, 1]);
  });
});

describe('an adjustment', () => {
  it('when it is small, then it is posted at once, and the same request is posted once', async () => {
    const member = await aMember(database.db);
    const requestKey = 'request-small';
    const [first, again] = [
      await adjust(marketer, member, { requestKey }),
      await adjust(marketer, member, { requestKey }),
    ];
    expect([first.status, first.body]).toMatchObject([201, { status: 'posted', amount: 100, mine: true }]);
    expect(again.body.adjustmentId).toBe(first.body.adjustmentId);
    expect((await pointsOf(member.memberId)).accounts[0]?.balance).toBe(100);
    const [transfer] = await transfersOf(member.memberId);
    const why = `/api/office/members/${member.memberId}/transfers/${transfer?.transferId}/why`;
    expect((await call(admin, 'GET', why)).body.sentences).toEqual(
      expect.arrayContaining(['Adjusted by Test marketer. Reason: apology.', 'Note: довго чекала']),
    );
  });

  it('when it is above the limit, then it waits for somebody else, who agrees', async () => {
    const member = await aMember(database.db);
    const { body } = await adjust(admin, member, { amount: 501 });
    expect(body.status).toBe('waiting');
    const waiting = (as: Person) => call(as, 'GET', '/api/office/adjustments?which=waiting');
    const listed = (await waiting(other)).body.adjustments;
    expect(listed).toMatchObject([{ adjustmentId: body.adjustmentId, mine: false, shownName: 'Олена К.' }]);
    const agree = `/api/admin/adjustments/${body.adjustmentId}/agree`;
    expect((await call(marketer, 'POST', agree)).status).toBe(403);
    expect((await call(admin, 'POST', agree)).body.error.code).toBe('needs_another_person');
    expect((await call(other, 'POST', agree)).body).toMatchObject({
      status: 'posted',
      askedBy: 'Test admin',
    });
    expect((await pointsOf(member.memberId)).accounts[0]?.balance).toBe(501);
    expect((await waiting(other)).body.adjustments).toEqual([]);
    expect((await call(other, 'POST', agree)).body.error.code).toBe('adjustment_settled');
  });

  it('when it is refused, then nothing moves; when it is reversed, then the points go back', async () => {
    const member = await aMember(database.db);
    const big = (await adjust(marketer, member, { amount: 900 })).body.adjustmentId;
    expect((await call(admin, 'POST', `/api/admin/adjustments/${big}/refuse`)).body.status).toBe('refused');
    const small = (await adjust(marketer, member, { amount: 90 })).body.adjustmentId;
    server.clock.advance(1);
    const reversed = await call(admin, 'POST', `/api/admin/adjustments/${small}/reverse`);
    expect(reversed.body).toMatchObject({ status: 'reversed', reversedBy: 'Test admin' });
    expect((await pointsOf(member.memberId)).accounts[0]?.balance).toBe(0);
    const [transfer] = await transfersOf(member.memberId);
    const why = `/api/office/members/${member.memberId}/transfers/${transfer?.transferId}/why`;
    expect((await call(admin, 'GET', why)).body.sentences[0]).toContain('reversed by Test admin');
    const decided = (await call(marketer, 'GET', '/api/office/adjustments?which=decided')).body.adjustments;
    expect(decided.map((each: { status: string }) => each.status)).toEqual(
      expect.arrayContaining(['refused', 'reversed', 'posted']),
    );
  });

  it('when whoever asked takes it back, then nothing waits; nobody else can', async () => {
    const member = await aMember(database.db);
    const { adjustmentId } = (await adjust(marketer, member, { amount: 900 })).body;
    const withdraw = `/api/office/adjustments/${adjustmentId}/withdraw`;
    expect((await call(other, 'POST', withdraw)).body.error.code).toBe('adjustment_not_found');
    expect((await call(marketer, 'POST', withdraw)).body).toMatchObject({
      status: 'refused',
      withdrawn: true,
      decidedBy: 'Test marketer',
    });
    expect((await call(marketer, 'POST', withdraw)).body.error.code).toBe('adjustment_settled');
    expect((await pointsOf(member.memberId)).accounts[0]?.balance).toBe(0);
  });

  it('when it takes more than there is, or says "other" without a note, then it is refused', async () => {
    const member = await aMember(database.db, { balance: 5n });
    expect((await adjust(marketer, member, { amount: -6 })).body.error.code).toBe('insufficient_points');
    expect((await adjust(marketer, member, { reason: 'other', note: '' })).status).toBe(400);
    expect((await adjust(marketer, member, { amount: 0 })).status).toBe(400);
  });
});

describe('a merge', () => {
  async function owing(points: bigint): Promise<AMember> {
    const member = await aMember(database.db, points > 0n ? { balance: points } : {});
    const at = server.clock.now();
    const taken = { memberId: member.memberId, kind: 'reverse', account: 'issued', amount: points } as const;
    const book = { key: 'owes', canOwe: true, occurredAt: at, recordedAt: at } as const;
    if (points < 0n) await transaction(database.db, (tx) => postTransfer(tx, { ...taken, ...book }));
    return member;
  }

  it.each([
    [70n, -90n, { amount: 70, debt: 0, has: 0, hasDebt: 90, after: 0, debtAfter: 20 }],
    [-30n, 60n, { amount: 0, debt: 30, has: 60, hasDebt: 0, after: 30, debtAfter: 0 }],
    [-30n, -5n, { amount: 0, debt: 30, has: 0, hasDebt: 5, after: 0, debtAfter: 35 }],
  ])(
    'when a balance of %s goes over to one of %s, then who owes and what comes of it is shown first, and it comes so',
    async (goes, stays, shown) => {
      const [from, into] = [await owing(goes), await owing(stays)];
      const url = `/api/admin/members/${from.memberId}/merge`;
      const preview = await call(admin, 'GET', `${url}-preview?into=${into.memberId}`);
      expect(preview.body.points).toMatchObject([{ currency: 'points', ...shown }]);
      await call(admin, 'POST', url, { into: into.memberId });
      const { balance, debt } = await readBalance(database.db, into.memberId, server.clock.now());
      expect([Number(balance), Number(debt)]).toEqual([shown.after, shown.debtAfter]);
    },
  );

  it('when two members are one person, then what moves is shown first, moves, and can be parted again', async () => {
    const from = await aMember(database.db, { name: 'Леся Мала', phone: '+380671112233', balance: 70n });
    const into = await aMember(database.db, { name: 'Леся Велика', balance: 30n });
    const preview = await call(
      admin,
      'GET',
      `/api/admin/members/${from.memberId}/merge-preview?into=${into.memberId}`,
    );
    expect(preview.body).toMatchObject({
      from: { shownName: 'Леся М.' },
      into: { shownName: 'Леся В.' },
      points: [{ currency: 'points', amount: 70, debt: 0, has: 30, hasDebt: 0, after: 100, debtAfter: 0 }],
      cards: 1,
      has: { cards: 1, receipts: 0 },
      consent: { from: false, into: false, takenBack: false, after: false },
      tierKey: 'base',
    });
    const merge = `/api/admin/members/${from.memberId}/merge`;
    expect((await call(admin, 'POST', merge, { into: from.memberId })).body.error.code).toBe(
      'merge_with_itself',
    );
    const { status, body } = await call(admin, 'POST', merge, { into: into.memberId });
    expect(status).toBe(201);
    const after = await pointsOf(into.memberId);
    expect(after.accounts[0]?.balance).toBe(100);
    expect(after.merges).toMatchObject([
      { direction: 'into', other: { shownName: 'Леся М.' }, status: 'merged' },
    ]);
    const gone = await call(admin, 'GET', `/api/office/members/${from.memberId}`);
    expect(gone.body.status).toBe('merged');
    expect((await call(admin, 'POST', `/api/admin/merges/${body.mergeId}/undo`)).status).toBe(204);
    expect((await pointsOf(into.memberId)).accounts[0]?.balance).toBe(30);
    expect((await pointsOf(from.memberId)).accounts[0]?.balance).toBe(70);
  });
});
