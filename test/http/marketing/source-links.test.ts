import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SourceLink, sourceLinkRoutes } from '#src/contract/source-links.ts';
import { aPerson as aChat, registers } from '#test/bots/dialogue/person.ts';
import { aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database, { bots: { telegram: 'poruch_bot', viber: 'poruch' } });
  marketer = await aPerson(server, database, { role: 'marketer' });
});
afterAll(() => server.close());

async function call(method: 'GET' | 'POST' | 'PATCH', url: string, payload?: unknown) {
  const reply = await ask(server, method, url, { as: marketer, payload });
  return { status: reply.statusCode, body: reply.json() };
}
const linksIn = (body: unknown): SourceLink[] => sourceLinkRoutes.listLinks.reply.parse(body).links;

describe('links with a name', () => {
  it('when people come by one, then it says how many opened, registered and bought, and what is put away counts on', async () => {
    const { status, body } = await call('POST', '/api/marketing/links', { name: 'Постер у метро' });
    expect(status).toBe(201);
    const [link] = linksIn(body);
    if (!link) throw new Error('no link');
    const payload = `l-${link.code}`;
    expect(link).toMatchObject({
      name: 'Постер у метро',
      url: `http://127.0.0.1:3000/go/${payload}`,
      telegram: `https://t.me/poruch_bot?start=${payload}`,
      opened: 0,
    });
    const looker = aChat(database.db);
    await looker.does({ kind: 'start', payload });
    const buyer = aChat(database.db);
    await buyer.does({ kind: 'start', payload });
    await registers(buyer, '+380671112233');
    const { memberId } = await buyer.identity();
    await database.sql`update standing set receipts = 2 where member_id = ${memberId}`;
    const away = await call('PATCH', `/api/marketing/links/${link.code}`, { archived: true });
    expect(linksIn(away.body)[0]).toMatchObject({ opened: 2, registered: 1, bought: 1 });
    expect(linksIn(away.body)[0]?.archivedAt).not.toBeNull();
    const qr = await ask(server, 'GET', `/go/${payload}/qr.png`);
    expect([qr.statusCode, qr.headers['content-type']]).toEqual([200, 'image/png']);
    expect((await call('PATCH', '/api/marketing/links/00000000', { archived: true })).status).toBe(404);
    expect((await call('POST', '/api/marketing/links', { name: ' ' })).status).toBe(400);
  });
});
