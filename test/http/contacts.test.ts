import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contactRoutes } from '#src/contract/contacts.ts';
import { changeMemberContact } from '#src/core/contacts/member-contact.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const url = '/api/admin/contacts';
const POLICY = {
  perDay: 1,
  perWeek: 3,
  quietFrom: '21:00',
  quietTo: '09:00',
  controlPercent: 2,
  controlSalt: '1',
};
let server: AnApp;
let admin: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  admin = await aPerson(server, database, { role: 'admin' });
});
afterAll(() => server.close());
const change = (body: unknown) => ask(server, 'PATCH', url, { as: admin, payload: body });

describe('the limits on advertising', () => {
  it('are none until somebody sets them, and are noted with who did', async () => {
    const before = await ask(server, 'GET', url, { as: admin });
    expect(contactRoutes.readContacts.reply.parse(before.json())).toMatchObject({
      perDay: null,
      quietFrom: null,
    });
    expect((await change(POLICY)).json()).toEqual(POLICY);
    expect((await change({ quietFrom: null, quietTo: null })).json()).toMatchObject({
      quietFrom: null,
    });
    const audit = await database.sql`select action from audit_log where action = 'contacts.change'`;
    expect(audit).toHaveLength(2);
  });

  it('stay where only others are named, and are judged together with those', async () => {
    await change(POLICY);
    expect((await change({ controlPercent: 5 })).json()).toEqual({ ...POLICY, controlPercent: 5 });
    expect((await change({ perWeek: 7 })).json()).toEqual({ ...POLICY, controlPercent: 5, perWeek: 7 });
    const below = await change({ perDay: 8 });
    expect([below.statusCode, below.json().error.details.field]).toEqual([400, 'perWeek']);
  });

  it.each([
    [{ quietTo: null }, 'quietTo'],
    [{ quietFrom: '25:00' }, 'quietFrom'],
    [{ quietFrom: '09:00' }, 'quietTo'],
    [{ perDay: 5 }, 'perWeek'],
    [{ perDay: 0 }, 'perDay'],
    [{ controlPercent: 50 }, 'controlPercent'],
  ])('are refused where they make no sense: %j', async (wrong, field) => {
    const answer = await change({ ...POLICY, ...wrong });
    expect([answer.statusCode, answer.json().error.details.field]).toEqual([400, field]);
  });
});

it('what a member has asked for stands on their page, with how many campaigns have come to them', async () => {
  const { memberId } = await aMember(database.db, { marketingConsent: true });
  const page = async () =>
    (await ask(server, 'GET', `/api/office/members/${memberId}`, { as: admin })).json().contact;
  expect(await page()).toEqual({ perWeek: null, topics: null, hoursFrom: null, hoursTo: null, recent: 0 });
  const change = { perWeek: 2, topics: ['Кава'], hoursFrom: '18:00', hoursTo: '21:00' };
  await transaction(database.db, (tx) => changeMemberContact(tx, { memberId, change, at: NOON }));
  await database.sql`
    update member_contact set recent = array[now() - interval '8 days', now() - interval '1 day', now()]`;
  expect(await page()).toEqual({ ...change, recent: 2 });
});
