// What a shop's own system calls a member: given, found by, and taken away again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, type Person } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let key: Awaited<ReturnType<typeof aKey>>;
let admin: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  key = await aKey(database, { scopes: ['members:write', 'receipts:write'] });
  admin = await aPerson(server, database, { role: 'admin' });
});
afterAll(() => server.close());

const call = async (method: 'PUT' | 'DELETE', url: string, payload?: object) => {
  const headers = { authorization: key.authorization };
  const reply = await askAgain(server, method, url, { headers, ...(payload && { payload }) });
  return { status: reply.statusCode, ...reply.json() };
};
const link = (memberId: MemberId, externalId: string) =>
  call('PUT', `/api/v1/members/${memberId}/external-id`, { externalId });
const unlink = (memberId: MemberId, externalId: string) =>
  call('DELETE', `/api/v1/members/${memberId}/external-id?externalId=${encodeURIComponent(externalId)}`);
const LINES = [
  { sku: '1', name: 'Сир', category: 'cheese', quantityMilli: 1000, priceMinor: 100_00, amountMinor: 100_00 },
];
const sell = (receipt: string, memberCode: string) =>
  call('PUT', `/api/v1/receipts/${receipt}`, { storeId: STORE, memberCode, lines: LINES });
const unlinked = (memberId: MemberId) => database.sql`
  select actor, detail from audit_log where action = 'member.unlink' and subject = ${memberId}`;

describe('a name that another system took away', () => {
  it('when it is taken away, then it finds nobody, is free for another, and is in the log once', async () => {
    const [{ memberId }, other] = [await aMember(database.db), await aMember(database.db)];
    await link(memberId, 'crm 7/ї');
    expect(await sell('x-1', 'ext:crm 7/ї')).toMatchObject({ status: 200, memberId, replayed: false });
    expect(await unlink(memberId, 'crm 7/ї')).toEqual({
      status: 200,
      memberId,
      externalId: 'crm 7/ї',
      unlinked: true,
    });
    expect((await sell('x-2', 'ext:crm 7/ї')).error.code).toBe('card_not_found');
    // What was sold by it is known, as the till may not have heard.
    expect(await sell('x-1', 'ext:crm 7/ї')).toMatchObject({ memberId, replayed: true });
    expect(await unlink(memberId, 'crm 7/ї')).toMatchObject({ status: 200, unlinked: false });
    expect(await unlinked(memberId)).toEqual([{ actor: key.keyId, detail: {} }]);

    expect((await link(other.memberId, 'crm 7/ї')).status).toBe(200);
    expect(await sell('x-3', 'ext:crm 7/ї')).toMatchObject({ memberId: other.memberId });
    expect((await sell('x-1', 'ext:crm 7/ї')).error.code).toBe('receipt_differs');
  });

  it('when it is another member’s, or there is no such member, then it stays', async () => {
    const [{ memberId }, other] = [await aMember(database.db), await aMember(database.db)];
    await link(memberId, 'crm-8');
    expect(await unlink(other.memberId, 'crm-8')).toMatchObject({
      status: 409,
      error: { code: 'external_id_taken' },
    });
    expect((await unlink('mem_00000000000000000000', 'crm-8')).status).toBe(404);
    expect((await unlink(memberId, '')).status).toBe(400);
    expect(await sell('x-4', 'ext:crm-8')).toMatchObject({ memberId });
  });

  it('when its member has become part of another, then it is that one’s to give again and to take away', async () => {
    const [from, into] = [await aMember(database.db), await aMember(database.db)];
    await link(from.memberId, 'crm-9');
    const pair = { from: from.memberId, into: into.memberId, actor: admin.staff.staffId };
    await transaction(database.db, (tx) => mergeMembers(tx, { ...pair, at: server.clock.now() }));
    expect((await link(into.memberId, 'crm-9')).status).toBe(200);
    expect(await unlink(into.memberId, 'crm-9')).toMatchObject({ status: 200, unlinked: true });
    expect((await sell('x-5', 'ext:crm-9')).error.code).toBe('card_not_found');
  });
});

describe('names in the office', () => {
  it('when an admin takes one away, then the others stay, and the log says who did it', async () => {
    const { memberId } = await aMember(database.db);
    await link(memberId, 'crm-10');
    await link(memberId, 'shop-10');
    const url = `/api/admin/members/${memberId}/external-ids`;
    const names = async () => {
      const { externalIds } = (await askAgain(server, 'POST', url, { as: admin })).json();
      return externalIds.map((each: { externalId: string }) => each.externalId);
    };
    expect(await names()).toEqual(['crm-10', 'shop-10']);
    const reply = await askAgain(server, 'DELETE', `${url}?externalId=crm-10`, { as: admin });
    expect(reply.statusCode).toBe(204);
    expect(await names()).toEqual(['shop-10']);
    expect(await unlinked(memberId)).toEqual([{ actor: admin.staff.staffId, detail: {} }]);
    const marketer = await aPerson(server, database, { role: 'marketer' });
    expect((await askAgain(server, 'GET', url, { as: marketer })).statusCode).toBe(403);
  });

  it('when an admin opens a member, then the names are masked until they ask, and the log says who asked', async () => {
    const { memberId } = await aMember(database.db);
    const names = ['a', '8', 'її😀ї', 'crm-12', '+380671234567', 'olena@poruch.example'];
    for (const name of names) await link(memberId, name);
    const url = `/api/admin/members/${memberId}/external-ids`;
    const looks = () => database.sql`
      select actor, detail from audit_log where action = 'member.external_ids_shown' and subject = ${memberId}`;
    const masked = await askAgain(server, 'GET', url, { as: admin });
    const ends = masked.json().externalIds.map((each: { maskedId: string }) => each.maskedId);
    expect(ends.toSorted()).toEqual(['•••', '•••', '•••12', '•••4567', '•••mple', '•••ї'].toSorted());
    expect(await looks()).toEqual([]);

    const whole = await askAgain(server, 'POST', url, { as: admin });
    const told = whole.json().externalIds.map((each: { externalId: string }) => each.externalId);
    expect(told.toSorted()).toEqual(names.toSorted());
    expect(await looks()).toEqual([{ actor: admin.staff.staffId, detail: {} }]);
    const marketer = await aPerson(server, database, { role: 'marketer' });
    expect((await askAgain(server, 'POST', url, { as: marketer })).statusCode).toBe(403);
    expect(await looks()).toHaveLength(1);
  });
});
