// A personal offer is given to a list of members from the console.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { offerRoutes } from '#src/contract/offers.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  marketer = await aPerson(server, database, { role: 'marketer' });
});
afterAll(() => server.close());

async function give(offerId: string, payload: object) {
  const url = `/api/marketing/offers/${offerId}/members`;
  const reply = await ask(server, 'POST', url, { as: marketer, payload });
  return offerRoutes.issueToMembers.reply.parse(reply.json());
}
const waiting = async (offerId: string) => {
  const [row] = await database.sql<{ to_tell: number }[]>`
    select count(*)::int as to_tell from coupon where offer_id = ${offerId} and to_tell`;
  return row?.to_tell;
};

it('when one list comes twice, in whatever order, then it is given once; another of the same length and start is another list', async () => {
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => aMember(database.db)));
  const ids = [one, two, three].map((each) => each?.memberId ?? '');
  const offerId = await anOffer(database.db, { reach: 'personal', perMember: 2 });
  expect(await give(offerId, { members: ids.slice(0, 2) })).toMatchObject({ given: 2, again: 0 });
  expect(await give(offerId, { members: [ids[1], ids[0], ids[1]] })).toMatchObject({ given: 0, again: 2 });
  expect(await give(offerId, { members: [ids[0], ids[2]] })).toMatchObject({ given: 2, again: 0 });
  expect(await waiting(offerId)).toBe(4);
});

it('when one is erased, unknown or part of another by now, then the others have theirs', async () => {
  const [erased, part, whole, other] = await Promise.all([1, 2, 3, 4].map(() => aMember(database.db)));
  if (!erased || !part || !whole || !other) throw new Error('four members were asked for');
  await transaction(database.db, (tx) => eraseMember(tx, erased.memberId, NOON));
  const merge = { from: part.memberId, into: whole.memberId, actor: 'system', at: NOON };
  await transaction(database.db, (tx) => mergeMembers(tx, merge));
  const offerId = await anOffer(database.db, { reach: 'personal' });
  const nobody = `${other.memberId.slice(0, -4)}zzzz`;
  const members = [erased.memberId, nobody, part.memberId, other.memberId];
  const { given, refused } = await give(offerId, { members });
  expect([given, refused.map(({ code }) => code)]).toEqual([2, [erased.memberId, nobody]]);
  const holders = await database.sql`select member_id from coupon where offer_id = ${offerId} order by 1`;
  const theirs = [whole.memberId, other.memberId].toSorted();
  expect(holders.map(({ member_id }) => String(member_id))).toEqual(theirs);
});

it('when it is to be silent, then nobody is told; who is unknown is named and keeps up nobody', async () => {
  const { cardNumber } = await aMember(database.db);
  const offerId = await anOffer(database.db, { reach: 'personal' });
  const given = await give(offerId, { members: ['2999999999999', 'ні', '💥', cardNumber], silent: true });
  const refused = ['2999999999999', 'ні', '💥'].map((code) => ({ code, outcome: 'refused' }));
  expect(given).toMatchObject({ given: 1, refused });
  expect(await waiting(offerId)).toBe(0);
});
