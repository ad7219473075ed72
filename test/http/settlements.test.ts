// Settlements as the office reads them and takes them out.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SettledTransfer, Settlement } from '#src/contract/settlements.ts';
import type { PartnerId } from '#src/lib/id.ts';
import { aPartner } from '#test/support/a-partner.ts';
import { type AMember, aMember, aShop } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const EVIL = '=HYPERLINK("http://evil","88")';
let server: AnApp;
let admin: Person;
let member: AMember;
let partnerId: PartnerId;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  admin = await aPerson(server, database, { role: 'admin' });
  member = await aMember(database.db);
  partnerId = await aPartner(database.db, { name: 'Кава за рогом' });
  const { authorization } = await aKey(database, { name: 'каса', scopes: ['points:issue'], partnerId });
  for (let place = 1; place <= 60; place++)
    await ask(server, 'POST', '/api/v1/points/issue', {
      headers: { authorization },
      payload: {
        key: `s${place}`,
        memberCode: member.cardNumber,
        points: 2,
        reference: place === 1 ? EVIL : `${place}`,
      },
    });
});
afterAll(() => server.close());

const read = async (url: string) => (await ask(server, 'GET', `/api/admin/${url}`, { as: admin })).json();
const month = () => read(`partners/${partnerId}/settlements`) as Promise<{ settlements: Settlement[] }>;

it('when a settlement is read, then it says what is owed and that the month is open', async () => {
  const { settlements } = await month();
  expect(settlements).toMatchObject([
    {
      isOpen: true,
      owedMinor: 60 * 2 * 90,
      lines: [
        { actor: 'partner', side: 'issued', transfers: 60, points: 120, priceMinor: 90, owedMinor: 10_800 },
      ],
      expired: [],
    },
  ]);
});

it('when a line is opened, then every transfer is there once, page by page', async () => {
  const [{ month: of } = { month: '' }] = (await month()).settlements;
  const url = `partners/${partnerId}/settlements/${of}/transfers?currency=points&actor=partner&side=issued`;
  const seen: SettledTransfer[] = [];
  for (let more = true; more; ) {
    const last = seen.at(-1);
    const after = last ? `&after=${last.transferId}&afterAt=${encodeURIComponent(last.at)}` : '';
    const page = (await read(`${url}${after}`)) as { transfers: SettledTransfer[]; more: boolean };
    seen.push(...page.transfers);
    more = page.more;
  }
  expect([seen.length, new Set(seen.map(({ transferId }) => transferId)).size]).toEqual([60, 60]);
  expect(seen[0]).toMatchObject({
    memberId: member.memberId,
    keyName: 'каса',
    reference: EVIL,
    owedMinor: 180,
  });
});

it('when it is taken out as CSV, then all is in it, no cell runs anything, and the log says who took it', async () => {
  const [{ month: of } = { month: '' }] = (await month()).settlements;
  const url = `/api/admin/partners/${partnerId}/settlements/${of}/transfers.csv`;
  const reply = await ask(server, 'GET', url, { as: admin });
  expect([reply.statusCode, reply.headers['content-type'], reply.headers['content-disposition']]).toEqual([
    200,
    'text/csv; charset=utf-8',
    `attachment; filename="settlement-${of}.csv"`,
  ]);
  const [head = '', first = '', ...rest] = reply.body.trimEnd().split('\r\n');
  expect(head).toBe(
    '\ufeffat;transferId;memberId;currency;actor;side;points;priceMinor;owedMinor;key;reference',
  );
  expect(first).toMatch(/;2;90;180;каса;"'=HYPERLINK/);
  expect(rest.length).toBe(59);
  const [line] = await database.sql`select actor, detail from audit_log where action = 'partner.settlement'`;
  expect(line).toEqual({ actor: admin.staff.staffId, detail: { month: of } });
  const none = await ask(server, 'GET', url.replace(partnerId, 'prt_none'), { as: admin });
  expect(none.statusCode).toBe(404);
});

it('when the month is read as a whole, then partners and the shop stand in it', async () => {
  const [{ month: of } = { month: '' }] = (await month()).settlements;
  const { rows } = await read(`settlements/${of}`);
  expect(rows).toMatchObject([
    {
      partnerId,
      name: 'Кава за рогом',
      currency: 'points',
      issued: { points: 120, transfers: 60 },
      owedMinor: 10_800,
    },
  ]);
  const wrong = await ask(server, 'GET', '/api/admin/settlements/2026-13', { as: admin });
  expect(wrong.statusCode).toBe(400);
});
