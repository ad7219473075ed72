import { beforeAll, describe, expect, it } from 'vitest';
import { changeQuest } from '#src/core/quests/author/change-quest.ts';
import { copyQuest } from '#src/core/quests/author/copy-quest.ts';
import { createQuest } from '#src/core/quests/author/create-quest.ts';
import { deleteQuest } from '#src/core/quests/author/delete-quest.ts';
import { commitTo, launchQuest, takeBackQuest } from '#src/core/quests/author/launch-quest.ts';
import { pauseQuest, resumeQuest } from '#src/core/quests/author/pause-quest.ts';
import { readWholeQuest } from '#src/core/quests/read-quest.ts';
import { TASK_TYPES } from '#src/core/quests/task-content.ts';
import { Refusal } from '#src/core/refusal.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { aDraft, aQuest, aTask } from '#test/support/a-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { MARKETER } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const BEFORE = new Date(NOON.getTime() - 1_000);
const LATER = new Date(NOON.getTime() + 3_600_000);
const inTx = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
const by = { actor: MARKETER, at: BEFORE };
const create = (fields = {}) => inTx((tx) => createQuest(tx, { draft: aDraft(fields), ...by }));
const change = (questId: QuestId, fields = {}, at = LATER) =>
  inTx((tx) => changeQuest(tx, { questId, draft: aDraft(fields), actor: MARKETER, at }));
const read = (questId: QuestId) => readWholeQuest(database.db, questId);

/** The fields that a refusal names, with what is wrong there. */
async function problemsOf(work: Promise<unknown>): Promise<Record<string, string>> {
  const error = await work.then(
    () => null,
    (each: unknown) => each,
  );
  if (!(error instanceof Refusal)) throw new Error('it was not refused');
  return Object.fromEntries(error.problems.map(({ field, problem }) => [field, problem]));
}

describe('createQuest', () => {
  it('when every type of task is written, then all is stored as it was written', async () => {
    const tasks = TASK_TYPES.map((type) => aTask(type));
    const { tasks: stored, chapters } = await read(
      await create({ tasks, chapters: [{ titles: { uk: 'А' } }] }),
    );
    expect(stored.map(({ taskNo, taskKey, type }) => [taskNo, taskKey, type])).toEqual(
      TASK_TYPES.map((type, place) => [place + 1, type, type]),
    );
    expect(stored[0]?.content).toEqual({
      ...aTask('quiz').content,
      pictureId: null,
      hint: {},
      praise: {},
      comfort: {},
    });
    expect(chapters).toEqual([expect.objectContaining({ chapterNo: 1, titles: { uk: 'А' }, opens: {} })]);
  });

  it('when almost nothing is filled in, then the draft is kept all the same', async () => {
    const questId = await inTx((tx) => createQuest(tx, { draft: { name: 'Скоро' }, ...by }));
    expect((await read(questId)).quest).toMatchObject({ name: 'Скоро', status: 'draft', startsAt: null });
  });

  it('when shapes are wrong, then each field is named', async () => {
    const tasks = [
      aTask('quiz', { points: -1 }),
      aTask('text', { taskKey: 'a b' }),
      aTask({ type: 'place', storeIds: ['shop' as never], metres: 1 }),
    ];
    const prizes = [{ titles: {}, prize: { kind: 'points', points: 5 }, goesTo: 'draw' }];
    expect(await problemsOf(create({ name: ' ', tasks, prizes, budget: 1.5 }))).toEqual({
      'prizes.0.stock': 'missing',
      name: 'empty',
      budget: 'whole',
      'tasks.0.points': 'atLeast',
      'tasks.1.taskKey': 'quest.taskKey',
      'tasks.2.content.ask.storeIds.0': 'identifier',
      'tasks.2.content.ask.metres': 'atLeast',
    });
  });

  it('when two tasks share a key, or a condition knows a strange field, then that is named', async () => {
    expect(await problemsOf(create({ tasks: [aTask('rate'), aTask('rate')] }))).toEqual({
      'tasks.1.taskKey': 'quest.keyTwice',
    });
    const where = { field: 'member.tier', is: 'is', value: 'gold' } as never;
    const tasks = [aTask({ type: 'purchase', where, count: 1 })];
    expect(await problemsOf(create({ tasks }))).toEqual({ 'tasks.0.content.ask.where.field': 'rule.field' });
  });
});

describe('launchQuest', () => {
  it('when a quest is complete, then it is live and what binds its draws is published', async () => {
    const { quest } = await read(await aQuest(database.db));
    expect(quest).toMatchObject({ status: 'live', launchedBy: MARKETER, version: 2 });
    expect(quest.drawSeed).toMatch(/^[0-9a-f]{64}$/);
    expect(quest.drawCommitment).toBe(commitTo(quest.drawSeed ?? ''));
  });

  it('when things are missing, then every field is told and it stays a draft', async () => {
    const questId = await create({
      startsAt: null,
      chapters: [{ titles: {} }, { titles: { uk: 'Б' }, opens: { task: 'nothing' } }],
      tasks: [
        aTask({ type: 'quiz', options: [{ uk: 'Так' }], right: [] }),
        aTask({ type: 'code', answers: [] }),
        aTask({ type: 'visit', url: 'ftp://a' }),
        aTask('rate', { hintPrice: 3, content: { question: {} } }),
      ],
      prizes: [
        { titles: { uk: 'Приз' }, prize: { kind: 'points', points: 5 }, goesTo: 'first', stock: 3 },
        {
          titles: { uk: 'Команді' },
          prize: { kind: 'points', points: 5 },
          qualifies: { team: true },
          goesTo: 'everyone',
        },
      ],
    });
    const launched = inTx((tx) => launchQuest(tx, { questId, ...by }));
    expect(await problemsOf(launched)).toEqual({
      startsAt: 'missing',
      'chapters.0.titles': 'oneLanguage',
      'chapters.1.tasks': 'quest.chapterEmpty',
      'chapters.1.opens.task': 'quest.noSuchTask',
      'tasks.0.content.ask.options': 'fewestItems',
      'tasks.0.content.ask.right': 'quest.noRight',
      'tasks.1.content.ask.answers': 'quest.noAnswer',
      'tasks.2.content.ask.url': 'url',
      'tasks.3.content.question': 'oneLanguage',
      'tasks.3.content.hint': 'quest.hintMissing',
      'prizes.0.qualifies': 'quest.qualifiesNothing',
      'prizes.1.qualifies.team': 'quest.noTeamGoal',
    });
    expect((await read(questId)).quest.status).toBe('draft');
  });

  it('when it has not begun, then it can be taken back; afterwards it cannot', async () => {
    const questId = await aQuest(database.db);
    await expect(
      inTx((tx) => takeBackQuest(tx, { questId, actor: MARKETER, at: LATER })),
    ).rejects.toMatchObject({
      code: 'quest_begun',
    });
    await inTx((tx) => takeBackQuest(tx, { questId, ...by }));
    expect((await read(questId)).quest).toMatchObject({ status: 'draft', drawSeed: null });
  });
});

describe('changeQuest', () => {
  it('when somebody else has saved meanwhile, then it is refused', async () => {
    const questId = await create();
    await change(questId, { name: 'Перша' });
    const stale = inTx((tx) =>
      changeQuest(tx, { questId, version: 1, draft: aDraft(), actor: MARKETER, at: LATER }),
    );
    await expect(stale).rejects.toMatchObject({ code: 'quest_changed' });
  });

  it('when a draft loses and gains tasks, then those that stay keep their numbers', async () => {
    const questId = await create({ tasks: [aTask('quiz'), aTask('text'), aTask('code')] });
    await change(questId, { tasks: [aTask('code'), aTask('rate'), aTask('quiz')] });
    const { tasks } = await read(questId);
    expect(tasks.map(({ taskKey, taskNo }) => [taskKey, taskNo])).toEqual([
      ['code', 3],
      ['rate', 4],
      ['quiz', 1],
    ]);
  });

  it('when a quest runs, then words, new tasks and a later end are taken and a task that goes is put aside', async () => {
    const questId = await aQuest(database.db);
    const endsAt = new Date(NOON.getTime() + 100 * 3_600_000).toISOString();
    const tasks = [
      aTask('quiz', { content: { question: { uk: 'Хто дає фету?' } } }),
      aTask('register'),
      aTask('qr', { chapterNo: 2 }),
    ];
    await change(questId, { tasks, endsAt });
    const whole = await read(questId);
    expect(whole.tasks.map(({ taskKey }) => taskKey)).toEqual(['quiz', 'register', 'qr']);
    expect(whole.quest.endsAt?.toISOString()).toBe(endsAt);
    await change(questId, {});
    expect((await read(questId)).tasks.map(({ taskNo }) => taskNo)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('when a quest runs, then what would be unfair to its players is refused', async () => {
    const prize = { titles: { uk: 'Приз' }, prize: { kind: 'points', points: 5 }, qualifies: { tasks: 1 } };
    const first = { ...prize, goesTo: 'first', stock: 10 };
    const questId = await aQuest(database.db, { prizes: [first, first] });
    const unfair = change(questId, {
      startsAt: BEFORE.toISOString(),
      terms: { openTo: 'members' },
      tasks: [aTask('quiz', { points: 500 }), aTask({ type: 'text', answers: ['ряжанка'], typos: true })],
      prizes: [{ ...first, stock: 9 }],
    });
    expect(await problemsOf(unfair)).toMatchObject({
      startsAt: 'quest.frozen',
      'terms.openTo': 'quest.frozen',
      'tasks.0.points': 'quest.frozen',
      'tasks.1.content.ask': 'quest.fixInstead',
      'prizes.0.stock': 'quest.stockShrinks',
      'prizes.1': 'quest.prizeGone',
    });
  });
});

describe('what else is done with quests', () => {
  it('when a quest is copied, then all but its dates comes along and its QR codes are new', async () => {
    const questId = await aQuest(database.db);
    const copy = await read(await inTx((tx) => copyQuest(tx, { questId, name: 'Ще раз', ...by })));
    expect(copy.quest).toMatchObject({ name: 'Ще раз', status: 'draft', startsAt: null });
    expect(copy.tasks).toHaveLength(10);
    const qr = copy.tasks.find(({ type }) => type === 'qr')?.content.ask;
    expect(qr).toMatchObject({ token: expect.stringMatching(/^[\w-]{16}$/) });
  });

  it('when it is paused, goes on, or a draft is deleted, then that holds; what was launched stays', async () => {
    const questId = await aQuest(database.db);
    await inTx((tx) => pauseQuest(tx, { questId, ...by }));
    expect((await read(questId)).quest.status).toBe('paused');
    await inTx((tx) => resumeQuest(tx, { questId, ...by }));
    await expect(inTx((tx) => deleteQuest(tx, { questId, ...by }))).rejects.toMatchObject({
      code: 'quest_state',
    });
    const draft = await create();
    await inTx((tx) => deleteQuest(tx, { questId: draft, ...by }));
    await expect(read(draft)).rejects.toMatchObject({ code: 'quest_not_found' });
  });
});
