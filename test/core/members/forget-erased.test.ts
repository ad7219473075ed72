import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { forgetErased } from '#src/core/members/forget-erased.ts';
import { sweepUnfinished } from '#src/core/members/sweep-unfinished.ts';
import { transaction } from '#src/db/client.ts';
import { delivery } from '#src/db/schema/deliveries.ts';
import { identity } from '#src/db/schema/members.ts';
import type { IdentityId } from '#src/lib/id.ts';
import { aPerson, aPhone, contact, registers } from '#test/bots/dialogue/person.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const day = (days: number) => new Date(NOON.getTime() + days * 86_400_000 + 1);
const rowOf = async (identityId: IdentityId) => {
  const [row] = await database.db.select().from(identity).where(eq(identity.identityId, identityId));
  if (!row) throw new Error('no such identity');
  return row;
};
const forget = (at: Date) => transaction(database.db, (tx) => forgetErased(tx, at));

it('when a member was erased and heard the farewell, then a day later the messenger’s id is gone', async () => {
  const person = aPerson(database.db);
  await registers(person, aPhone());
  const { identityId, memberId } = await person.identity();
  await person.presses('data.erase');
  await person.types('видалити');
  const said = await database.db.select().from(delivery).where(eq(delivery.identityId, identityId));
  expect(said.filter((row) => row.memberId !== null)).toEqual([]);
  expect(memberId).not.toBeNull();

  expect(await forget(day(0.5))).toBe(0);
  expect(await forget(day(1))).toBe(0);
  await database.sql`update delivery set status = 'sent' where identity_id = ${identityId} and status = 'queued'`;
  expect(await forget(day(1))).toBe(1);
  expect((await rowOf(identityId)).externalId).toBe(`forgotten:${identityId}`);
  expect(await forget(day(2))).toBe(0);
});

it('when somebody erased becomes a member again, then they are not forgotten', async () => {
  const person = aPerson(database.db);
  await registers(person, aPhone());
  await person.presses('data.erase');
  await person.types('видалити');
  await registers(person, aPhone());
  await database.sql`update delivery set status = 'sent' where status = 'queued'`;
  expect(await forget(day(3))).toBe(0);
});

it('when a stranger never came back, then codes go after a day and what they said after thirty', async () => {
  const person = aPerson(database.db, { messenger: 'viber' });
  const phone = aPhone();
  await person.does({ kind: 'start' });
  await person.types(phone);
  const unproven = aPerson(database.db);
  await unproven.does({ kind: 'start' });
  await unproven.does(contact(aPhone()));
  const ids = [(await person.identity()).identityId, (await unproven.identity()).identityId];
  const codes = async () => (await database.sql`select 1 from one_time_code`).length;

  await transaction(database.db, (tx) => sweepUnfinished(tx, day(0.9)));
  expect(await codes()).toBe(1);
  await transaction(database.db, (tx) => sweepUnfinished(tx, day(29)));
  expect(await codes()).toBe(0);
  expect((await Promise.all(ids.map(rowOf))).map((row) => row.scene)).toEqual(['code', 'name']);
  await transaction(database.db, (tx) => sweepUnfinished(tx, day(30)));
  expect(await Promise.all(ids.map(rowOf))).toMatchObject([
    { scene: 'start', sceneState: {}, shownName: '' },
    { scene: 'start', sceneState: {}, shownName: '' },
  ]);
});
