import { beforeAll, describe, expect, it } from 'vitest';
import { checkSecret } from '#src/core/quests/check/check-secret.ts';
import { aDraft, aTask } from '#test/support/a-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person, SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;
const URL = '/api/marketing/quests';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  marketer = await aPerson(server, database, { role: 'marketer', language: 'en' });
  return () => server.close();
});

interface Shown {
  questId: string;
  status: string;
  version: number;
  draft: { name: string; tasks: { taskKey: string }[]; [field: string]: unknown };
  taskNos: Record<string, number>;
  links: Record<string, string | null>;
}

async function send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) {
  const reply = await ask(server, method, `${URL}${path}`, { as: marketer, ...(payload && { payload }) });
  return { status: reply.statusCode, body: (reply.body === '' ? null : reply.json()) as never };
}
async function create(fields = {}): Promise<Shown> {
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const later = new Date(Date.now() + 86_400_000).toISOString();
  const draft = aDraft({ startsAt: soon, endsAt: later, ...fields });
  return (await send('POST', '', { draft })).body;
}

describe('a quest over HTTP', () => {
  it('when it is written, then it comes back whole and is listed', async () => {
    const prize = { titles: { uk: 'Команді' }, prize: { kind: 'points', points: 5 }, goesTo: 'everyone' };
    const prizes = [{ ...prize, qualifies: { team: true } }];
    const quest = await create({ budget: 5_000, prizes });
    expect(quest).toMatchObject({ status: 'draft', version: 1, draft: { budget: 5_000, prizes } });
    expect(quest.taskNos).toMatchObject({ quiz: 1, rate: 10 });
    const { body } = await send('GET', '');
    expect((body as { quests: unknown[] }).quests).toContainEqual(
      expect.objectContaining({ questId: quest.questId, tasks: 10, players: 0 }),
    );
    expect(await send('PUT', `/${quest.questId}`, { version: 1, draft: quest.draft })).toMatchObject({
      status: 200,
      body: { version: 2, draft: quest.draft },
    });
  });

  it('when a task is checked elsewhere, then the secret that signs is shown, and the log says to whom', async () => {
    const quest = await create({
      tasks: [
        aTask('check', { taskKey: 'app' }),
        aTask('check', { taskKey: 'none', content: { ask: { type: 'check', url: '' } } }),
        aTask('rate', { taskKey: 'rate' }),
      ],
    });
    const show = (taskKey: string) => send('POST', `/${quest.questId}/tasks/${taskKey}/secret`);
    const secret = checkSecret('https://check.example/elsewhere', SECRET_KEY);
    expect(await show('app')).toEqual({ status: 200, body: { host: 'check.example', secret } });
    expect(await show('none')).toMatchObject({ status: 400, body: { error: { code: 'webhook_url' } } });
    for (const taskKey of ['rate', 'nothing'])
      expect(await show(taskKey)).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    expect(
      await database.sql`select actor, detail from audit_log where action = 'quest.secret' and subject = ${quest.questId}`,
    ).toEqual([{ actor: marketer.staff.staffId, detail: { taskKey: 'app', host: 'check.example' } }]);
  });

  it('when it is checked, then each problem is a sentence at its place, beside what it may cost', async () => {
    const points = (goesTo: string, stock: number | null) => ({
      titles: { uk: 'Бали' },
      prize: { kind: 'points', points: 50 },
      goesTo,
      stock,
      qualifies: { tasks: 1 },
    });
    const draft = aDraft({
      tasks: [aTask('quiz', { points: 40, hintPrice: 5 }), aTask('rate', { points: 5, chapterNo: 2 })],
      prizes: [points('everyone', null), points('draw', 3)],
      endsAt: NOON.toISOString(),
    });
    expect((await send('POST', '/check', { draft })).body).toEqual({
      problems: [
        { field: 'endsAt', message: 'must be after the start' },
        { field: 'tasks.0.content.hint', message: 'write the hint or remove its price' },
      ],
      cost: { perPlayer: 45, everyone: 50, fixed: 150, coupons: 0, gifts: 0 },
    });
  });

  it('when it is launched, paused, resumed and taken back, then each answers how it stands', async () => {
    let quest = await create();
    for (const [word, status] of [
      ['launch', 'live'],
      ['pause', 'paused'],
      ['resume', 'live'],
      ['take-back', 'draft'],
    ] as const) {
      const { version } = quest;
      const reply = await send('POST', `/${quest.questId}/${word}`, { version });
      expect(reply).toMatchObject({ status: 200, body: { status } });
      // Sent again, it finds that it was done.
      expect(await send('POST', `/${quest.questId}/${word}`, { version })).toMatchObject({ status: 409 });
      quest = reply.body;
    }
  });

  it('when a draft is copied and deleted, then the copy stays', async () => {
    const { questId } = await create();
    const { status, body } = await send('POST', `/${questId}/copy`, { name: 'Again' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ draft: { name: 'Again', startsAt: null } });
    expect((await send('DELETE', `/${questId}`)).status).toBe(204);
    expect((await send('GET', `/${questId}`)).status).toBe(404);
    expect((await send('GET', `/${(body as Shown).questId}`)).status).toBe(200);
  });

  it('when what is sent is no quest, then the fields that are wrong are told', async () => {
    expect(await send('POST', '', { draft: { name: '', tasks: [{}], strange: 1 } })).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'invalid_input',
          fields: expect.arrayContaining([expect.objectContaining({ field: 'name' })]),
        },
      },
    });
  });
});

describe('tasks as a spreadsheet', () => {
  const fetchFile = async (url: string) => {
    const reply = await ask(server, 'GET', url, { as: marketer });
    return { status: reply.statusCode, type: reply.headers['content-type'], bytes: reply.rawPayload };
  };

  it('when the template and the sample are fetched, then each can be brought into a quest as it is', async () => {
    for (const [name, count] of [
      ['template', 16],
      ['sample', 100],
    ] as const)
      for (const format of ['xlsx', 'csv']) {
        const file = await fetchFile(`/api/marketing/quest-sheets/${name}?format=${format}`);
        expect(file.status).toBe(200);
        const { questId, version } = await create({ tasks: [], chapters: [] });
        const base64 = file.bytes.toString('base64');
        const { body } = await send('POST', `/${questId}/sheet`, { base64, version });
        expect(body).toMatchObject({ taken: true, added: count, problems: [] });
      }
  });

  it('when a cell is wrong, then it is told by its row and column in the reader’s words', async () => {
    const { questId, version } = await create();
    const base64 = Buffer.from('Type;Task;Points\nsong;Sing;1').toString('base64');
    expect((await send('POST', `/${questId}/sheet`, { base64, version, dryRun: true })).body).toMatchObject({
      taken: false,
      problems: [
        { row: 2, column: 'Type', value: 'song', sentence: expect.stringContaining('no such type') },
      ],
    });
    expect((await fetchFile(`${URL}/${questId}/sheet`)).type).toContain('spreadsheetml');
  });

  it('when the sample is loaded, then it is a draft with nothing missing', async () => {
    const { status, body } = await send('POST', '/sample', undefined);
    expect(status).toBe(201);
    const { draft } = body as Shown;
    expect((await send('POST', '/check', { draft })).body).toMatchObject({ problems: [] });
  });
});

describe('a right answer that is mended', () => {
  it('when the quest runs, then it is weighed, mended and shown how far it has come', async () => {
    const quest = await create();
    const { body } = await send('POST', `/${quest.questId}/launch`, { version: quest.version });
    const ask = { type: 'text', answers: ['ряжанка'] };
    const path = `/${quest.questId}/tasks/text/fix`;
    expect(await send('POST', `${path}/preview`, { ask })).toEqual({
      status: 200,
      body: { attempts: 0, changed: 0, gain: 0, lose: 0 },
    });
    const { version } = body as Shown;
    expect(await send('POST', path, { version, ask })).toMatchObject({
      status: 200,
      body: { version: version + 1, regrades: [{ taskNo: 2, judged: 0, finishedAt: null }] },
    });
    expect((await send('POST', path, { version, ask })).status).toBe(409);
  });
});
