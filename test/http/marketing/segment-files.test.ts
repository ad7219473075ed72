import { beforeAll, describe, expect, test } from 'vitest';
import { AD_HASHES } from '#src/core/segments/ad-hashes.ts';
import { type AMember, aMember, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;
let olha: AMember;
let petro: AMember;
const URL = '/api/marketing/segments';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  marketer = await aPerson(server, database, { role: 'marketer', language: 'uk' });
  olha = await aMember(database.db, { name: 'Ольга', phone: '+380501234567', marketingConsent: true });
  petro = await aMember(database.db, { name: 'Петро', phone: '+380671112233' });
  return () => server.close();
});

type Body = Record<string, unknown>;
async function call(method: 'POST' | 'PUT' | 'GET', path: string, payload?: unknown) {
  const reply = await ask(server, method, `${URL}/${path}`, {
    as: marketer,
    ...(payload !== undefined && { payload }),
  });
  return { status: reply.statusCode, body: reply.json() as Body };
}
const newList = async (name: string) => (await call('POST', 'lists', { name })).body;
const put = (list: Body, csv: string, replace = false) =>
  call('PUT', `${String(list.segmentId)}/list`, { changedAt: list.changedAt, csv, replace });

describe('a list of people', () => {
  test('takes phones as people write them, card numbers and ids, and names the lines that lead to nobody', async () => {
    const list = await newList('Гості ярмарку');
    expect(list).toMatchObject({ kind: 'list', where: null });
    const csv = [
      'Телефон;Імʼя',
      '050 123-45-67;Ольга',
      `"Петро",${petro.cardNumber}`,
      olha.memberId,
      '',
      '+380 63 000 00 00',
      'Хтось без номера',
    ].join('\r\n');
    const { status, body } = await put(list, csv);
    expect(status).toBe(200);
    expect(body).toMatchObject({ added: 2, again: 1, removed: 0, badCount: 2 });
    expect(body.bad).toEqual([
      {
        line: 6,
        text: '+380 63 000 00 00',
        sentence: 'У програмі ніхто не має такого номера. Перевірте його або приберіть рядок.',
      },
      {
        line: 7,
        text: 'Хтось без номера',
        sentence: 'У рядку немає телефону, номера картки чи коду учасника. Впишіть щось із цього.',
      },
    ]);
    expect(body.segment).toMatchObject({ members: 2 });
  });

  test('can be brought again, and replaced as a whole', async () => {
    const list = await newList('Знову');
    const first = await put(list, olha.memberId);
    const segment = first.body.segment as Body;
    const second = await put(segment, olha.memberId);
    expect(second.body).toMatchObject({ added: 0, again: 1 });
    const third = await put(second.body.segment as Body, petro.memberId, true);
    expect(third.body).toMatchObject({ added: 1, removed: 1, segment: { members: 1 } });
    const where = { field: 'member.segment', is: 'in', value: [list.segmentId] };
    const counted = await call('POST', 'count', { where });
    expect(counted.body).toMatchObject({ members: 1, sample: [{ name: 'Петро' }] });
  });

  test('is no segment with a condition, and the other way round', async () => {
    const made = await ask(server, 'POST', URL, { as: marketer, payload: { name: 'Усі', where: null } });
    const refused = await put(made.json() as Body, olha.memberId);
    expect([refused.status, (refused.body.error as Body).code]).toEqual([409, 'segment_not_list']);
  });
});

describe('a file for an advertising network', () => {
  const take = async (segment: Body, name: string) => {
    const url = `${URL}/${String(segment.segmentId)}/exports/${name}`;
    const reply = await ask(server, 'GET', url, { as: marketer });
    return { status: reply.statusCode, text: reply.body };
  };

  test('hashes phones as each network wants them', () => {
    expect(AD_HASHES.meta('+380501234567')).toBe(
      '6ee2409ffcfb162f7de85eca4d12eb08a80460dd0460ff5920feb6618858f1c7',
    );
    expect(AD_HASHES.google('+380501234567')).toBe(
      'b59b1533b624295bb3d84cae9cbbddd07df1e2080d60f9721da01cc2d1754304',
    );
    expect(AD_HASHES.meta('+16505551212')).toBe(
      'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176',
    );
  });

  test('holds only who has agreed to advertising, and is noted', async () => {
    const made = await ask(server, 'POST', URL, { as: marketer, payload: { name: 'Усі', where: null } });
    const segment = made.json() as Body;
    const { text, status } = await take(segment, 'google.csv');
    expect(status).toBe(200);
    expect(text).toBe(`Phone\r\n${AD_HASHES.google('+380501234567')}\r\n`);
    expect((await take(segment, 'meta.csv')).text).toBe(`phone\r\n${AD_HASHES.meta('+380501234567')}\r\n`);
    const members = (await take(segment, 'members.csv')).text.split('\r\n');
    expect(members).toHaveLength(4);
    expect(members.join()).not.toContain('380671112233');
    const { body } = await call('GET', `${String(segment.segmentId)}/exports`);
    expect(body).toMatchObject({
      forAds: 1,
      about: false,
      exports: [
        { network: 'members', people: 2 },
        { network: 'meta', people: 1 },
        { network: 'google', people: 1 },
      ],
    });
    const [logged] = await database.sql<{ rows: number }[]>`
      select count(*)::integer as rows from audit_log where action = 'segment.export'`;
    expect(logged?.rows).toBe(3);
  });
});
