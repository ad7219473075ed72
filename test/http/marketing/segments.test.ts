import { beforeAll, describe, expect, test } from 'vitest';
import { aMember, anIdentity, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;
const URL = '/api/marketing/segments';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  marketer = await aPerson(server, database, { role: 'marketer', language: 'uk' });
  const { memberId } = await aMember(database.db, { name: 'Ольга', tierKey: 'gold', marketingConsent: true });
  await anIdentity(database.db, { memberId });
  await aMember(database.db, { name: 'Петро', tierKey: 'gold' });
  await aMember(database.db, { name: 'Іван' });
  return () => server.close();
});

async function post(path: string, payload: unknown) {
  const reply = await ask(server, 'POST', path === '' ? URL : `${URL}/${path}`, { as: marketer, payload });
  return { status: reply.statusCode, body: reply.json() as Record<string, unknown> };
}
const gold = { field: 'member.tier', is: 'in', value: ['gold'] };

describe('a condition while it is being built', () => {
  test('is told as a sentence', async () => {
    const where = {
      all: [
        gold,
        { history: 'receipts', period: { days: 30 }, receipt: null, line: null, is: 'atLeast', value: 3 },
        { not: { field: 'member.messenger', is: 'in', value: ['viber'] } },
      ],
    };
    const { status, body } = await post('check', { where });
    expect(status).toBe(200);
    expect(body).toEqual({
      problem: null,
      sentence: 'рівень учасника «Золота», чеків за останні 30 днів: щонайменше 3 і учасник не має Viber',
    });
  });

  test('is refused with the place that is wrong', async () => {
    const { body } = await post('check', { where: { all: [{ ...gold, field: 'member.shoes' }] } });
    expect(body).toMatchObject({ sentence: null, problem: { path: 'where.all.0.field' } });
  });

  test('is counted, with those who can be written to and a few of the people', async () => {
    const { status, body } = await post('count', { where: gold });
    expect(status).toBe(200);
    expect(body).toMatchObject({ members: 2, reachable: 1, about: false });
    expect((body as unknown as { sample: { name: string }[] }).sample.map(({ name }) => name).sort()).toEqual(
      ['Ольга', 'Петро'],
    );
    expect((await post('count', { where: null })).body).toMatchObject({ members: 3 });
  });
});

test('the builder is told of fields that only segments know, and rules are not', async () => {
  const namesOf = (body: unknown) => (body as { fields: { name: string }[] }).fields.map(({ name }) => name);
  const read = async (url: string) => (await ask(server, 'GET', url, { as: marketer })).json();
  expect(namesOf(await read(`${URL}/builder`))).toContain('member.lifeCycle');
  expect(namesOf(await read('/api/marketing/rule-builder'))).not.toContain('member.lifeCycle');
});

describe('a saved segment', () => {
  const save = async (body: Record<string, unknown>) => (await post('', { followed: false, ...body })).body;
  const change = async (segment: Record<string, unknown>, payload: Record<string, unknown>) => {
    const reply = await ask(server, 'PATCH', `${URL}/${String(segment.segmentId)}`, {
      as: marketer,
      payload: { changedAt: segment.changedAt, ...payload },
    });
    return { status: reply.statusCode, body: reply.json() as Record<string, unknown> };
  };
  const codeOf = (body: Record<string, unknown>) => (body.error as { code: string }).code;
  const named = (segment: Record<string, unknown>) => ({
    field: 'member.segment',
    is: 'in',
    value: [segment.segmentId],
  });

  test('is told with its sentence and how many they are, and stands in the list until it is put away', async () => {
    const segment = await save({ name: ' Золоті ', where: gold });
    expect(segment).toMatchObject({ name: 'Золоті', kind: 'condition', where: gold, members: 2 });
    const list = async () =>
      (await ask(server, 'GET', URL, { as: marketer }))
        .json()
        .segments.map(({ name }: { name: string }) => name);
    expect(await list()).toContain('Золоті');
    const { status } = await post(`${String(segment.segmentId)}/archive`, { changedAt: segment.changedAt });
    expect(status).toBe(200);
    expect(await list()).not.toContain('Золоті');
    // What names it goes on as before.
    expect((await post('count', { where: named(segment) })).body).toMatchObject({ members: 2 });
  });

  test('names others, and is never a part of itself', async () => {
    const inner = await save({ name: 'Внутрішній', where: gold });
    const outer = await save({ name: 'Зовнішній', where: { not: named(inner) } });
    expect(outer.sentence).toBe('учасник не із сегмента «Внутрішній»');
    expect(outer.members).toBe(1);
    const circle = await change(inner, { where: { any: [gold, named(outer)] } });
    expect([circle.status, codeOf(circle.body)]).toEqual([409, 'segment_in_itself']);
    const lost = await change(inner, { where: named({ segmentId: 'seg_0000000000000000000a' }) });
    expect([lost.status, codeOf(lost.body)]).toEqual([404, 'segment_not_found']);
  });

  test('that somebody else has changed meanwhile is not written over', async () => {
    const segment = await save({ name: 'Спільний', where: null });
    const first = await change(segment, { name: 'Спершу' });
    expect(first.body).toMatchObject({ name: 'Спершу', where: null });
    const late = await change(segment, { name: 'Потім' });
    expect([late.status, codeOf(late.body)]).toEqual([409, 'segment_changed']);
  });
});
