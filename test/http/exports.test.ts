import { afterAll, beforeAll, expect, it } from 'vitest';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let admin: Person;
let marketer: Person;
beforeAll(async () => {
  await aShop(database.db);
  await aMember(database.db, { name: 'Олена', phone: '+380671112233' });
  server = await anApp(database);
  admin = await aPerson(server, database, { role: 'admin' });
  marketer = await aPerson(server, database, { role: 'marketer' });
});
afterAll(() => server.close());
const take = (as: Person, path: string) => ask(server, 'GET', `/api/office/exports${path}`, { as });

it('when staff take tables out, then each role gets what it may see, and it is on record', async () => {
  const masked = await take(marketer, '/members.csv?delimiter=semicolon&excel=yes');
  expect([masked.statusCode, masked.headers['content-type'], masked.headers['content-disposition']]).toEqual([
    200,
    'text/csv; charset=utf-8',
    'attachment; filename="members.csv"',
  ]);
  expect(masked.body).toMatch(/^\ufeffmemberId;/);
  expect(masked.body).toContain(';+380•••2233;');
  expect((await take(admin, '/members.csv?phones=whole')).body).toContain(',+380671112233,');
  expect((await take(marketer, '/members.csv?phones=whole')).statusCode).toBe(403);
  expect((await take(marketer, '/audit.csv')).statusCode).toBe(403);
  expect((await take(admin, '/nothing.csv')).statusCode).toBe(404);
  expect((await take(admin, '/members.csv?from=yesterday')).statusCode).toBe(400);
  expect((await take(admin, '/members.csv?from=2030-01-01')).body.split('\r\n')).toHaveLength(2);
  const log = (await take(admin, '/audit.csv')).body;
  expect(log).toContain(`${marketer.staff.staffId},export.take,members,`);
  const { tables, mayTakePhones } = (await take(marketer, '')).json();
  expect([tables.some(({ name }: { name: string }) => name === 'audit'), mayTakePhones]).toEqual([
    false,
    false,
  ]);
});
