// What the office looks up: members by the end of a phone, what they were told and agreed to, and who did what.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { officeRoutes } from '#src/contract/office.ts';
import { queueDelivery } from '#src/core/deliveries/queue-delivery.ts';
import { recordConsent } from '#src/core/members/set-consent.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, anIdentity, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let admin: Person;
let marketer: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  admin = await aPerson(server, database, { role: 'admin' });
  marketer = await aPerson(server, database, { role: 'marketer' });
});
afterAll(() => server.close());

const search = (text: string) =>
  ask(server, 'POST', '/api/office/members/search', { as: marketer, payload: { text } });
const found = async (text: string) => officeRoutes.searchMembers.reply.parse((await search(text)).json());
const read = (url: string, as = marketer) => ask(server, 'GET', url, { as });

describe('looking for a member', () => {
  it('when the last digits of a phone are typed, then everybody whose number ends so is shown masked', async () => {
    await aMember(database.db, { phone: '+380671112468' });
    await aMember(database.db, { phone: '+380502222468' });
    await aMember(database.db, { phone: '+380671119999' });
    const { members, more } = await found('24 68');
    expect([members.length, more]).toEqual([2, false]);
    expect(JSON.stringify(members)).not.toContain('671112468');
    expect((await found('12468')).members).toHaveLength(1);
  });

  it('when it is a whole phone or card, then that one member, and the look is in the log', async () => {
    const { memberId, cardNumber } = await aMember(database.db, { phone: '+380671113579' });
    for (const text of ['067 111 35 79', cardNumber])
      expect((await found(text)).members.map((each) => each.memberId)).toEqual([memberId]);
    const reply = await read(`/api/admin/audit?subject=${memberId}&about=member`, admin);
    const { lines } = officeRoutes.listAudit.reply.parse(reply.json());
    expect(lines.map(({ actor, action }) => [actor, action])).toEqual([
      ['Test marketer', 'member.look'],
      ['Test marketer', 'member.look'],
    ]);
  });

  it('when an admin asks for the whole phone, then it is told and noted; a marketer is turned away', async () => {
    const { memberId } = await aMember(database.db, { phone: '+380671114680' });
    const url = `/api/admin/members/${memberId}/phone`;
    expect((await ask(server, 'POST', url, { as: marketer })).statusCode).toBe(403);
    expect((await ask(server, 'POST', url, { as: admin })).json()).toEqual({ phone: '+380671114680' });
    const { lines } = (await read(`/api/admin/audit?subject=${memberId}`, admin)).json();
    expect(lines).toMatchObject([{ actor: 'Test admin', action: 'member.phone_shown' }]);
  });

  it('when it leads to nobody or is too short, then it says so', async () => {
    expect([(await search('0007')).statusCode, (await search('000')).statusCode]).toEqual([404, 400]);
  });

  it('when more end so than are shown, then it says that there are more', async () => {
    for (let n = 0; n < 11; n++)
      await aMember(database.db, { phone: `+38067${String(n).padStart(2, '0')}78642` });
    expect(await found('78642')).toMatchObject({ members: { length: 10 }, more: true });
  });
});

describe('what a member was told and has agreed to', () => {
  it('when there are messages, then they are shown as they stood in the chat, page by page', async () => {
    const { memberId } = await aMember(database.db);
    const identityId = await anIdentity(database.db, { memberId });
    for (let n = 0; n < 31; n++) {
      const text = `<b>Чек ${n}</b> &amp; дякуємо. Картка 29 0123 4567 896`;
      const prompt = { say: 'message', text } as const;
      const at = server.clock.now();
      await transaction(database.db, (tx) =>
        queueDelivery(tx, { identityId, memberId, lane: 'notice', prompt, at }),
      );
    }
    const first = officeRoutes.listMessages.reply.parse(
      (await read(`/api/office/members/${memberId}/messages`)).json(),
    );
    expect([first.messages.length, first.messages[0]]).toMatchObject([
      30,
      { text: 'Чек 30 & дякуємо. Картка 29•••7896', status: 'queued' },
    ]);
    const rest = (await read(`/api/office/members/${memberId}/messages?before=${first.next}`)).json();
    expect([rest.messages.length, rest.next]).toEqual([1, null]);
  });

  it('when a consent was given and taken back, then both are there with text, place and time', async () => {
    const { memberId } = await aMember(database.db);
    const change = { memberId, channel: 'telegram', carriedBy: 'u1', at: server.clock.now() } as const;
    for (const [minute, given] of [true, false].entries()) {
      const word = {
        ...change,
        kind: 'marketing',
        given,
        at: new Date(change.at.getTime() + minute * 60_000),
      } as const;
      await transaction(database.db, (tx) => recordConsent(tx, word));
    }
    const { consents } = (await read(`/api/office/members/${memberId}/consents`)).json();
    expect(consents).toMatchObject([
      { kind: 'marketing', given: false, textVersion: '1', channel: 'telegram' },
      { kind: 'marketing', given: true },
    ]);
  });

  it('when the member is nobody, then 404', async () => {
    const nobody: MemberId = 'mem_00000000000000000009' as MemberId;
    for (const what of ['messages', 'consents'])
      expect((await read(`/api/office/members/${nobody}/${what}`)).statusCode).toBe(404);
  });
});

describe('the log', () => {
  it('when it is asked by person and page by page, then only theirs come, the newest first', async () => {
    const busy = await aPerson(server, database, { role: 'admin' });
    const { memberId } = await aMember(database.db);
    for (let n = 0; n < 51; n++) await read(`/api/office/members/${memberId}`, busy);
    const url = `/api/admin/audit?actor=${busy.staff.staffId}`;
    const first = officeRoutes.listAudit.reply.parse((await read(url, admin)).json());
    expect(first.lines.length).toBe(50);
    const rest = officeRoutes.listAudit.reply.parse(
      (await read(`${url}&before=${first.next}`, admin)).json(),
    );
    expect([rest.lines.length, rest.next, rest.lines[0]?.subject]).toEqual([1, null, memberId]);
  });

  it('when a marketer asks for it, then 403', async () => {
    expect((await read('/api/admin/audit')).statusCode).toBe(403);
  });
});
