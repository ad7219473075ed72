import { beforeAll, describe, expect, it } from 'vitest';
import { createQuest } from '#src/core/quests/author/create-quest.ts';
import { launchQuest } from '#src/core/quests/author/launch-quest.ts';
import { createSample, readSample } from '#src/core/quests/author/sample/weekend-quest.ts';
import { type TakeSheet, takeSheet } from '#src/core/quests/author/sheet/take-sheet.ts';
import { SHEET_FORMATS, writeSheet } from '#src/core/quests/author/sheet/write-sheet.ts';
import { readWholeQuest } from '#src/core/quests/read-quest.ts';
import { TASK_TYPES } from '#src/core/quests/task-content.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { aDraft, aQuest, aTask } from '#test/support/a-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { MARKETER } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const inTx = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
const by = { actor: MARKETER, at: NOON };
const HELP = { tasks: 'Завдання', help: 'Пояснення', rows: [['Стовпчик', 'Що писати']] };
const read = (questId: QuestId) => readWholeQuest(database.db, questId);
const anEmptyQuest = () => inTx((tx) => createQuest(tx, { draft: { name: 'Порожній' }, ...by }));

function take(questId: QuestId, sheet: string | Buffer, fields: Partial<TakeSheet> = {}) {
  const bytes = new Uint8Array(typeof sheet === 'string' ? Buffer.from(sheet) : sheet);
  const asked = { questId, bytes, reader: 'uk' as const, onlyThese: false, dryRun: false, ...by, ...fields };
  return inTx((tx) => takeSheet(tx, asked));
}
/** Rows of cells as a CSV. */
const csv = (...rows: string[][]) =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')).join('\r\n');

describe('a sheet of tasks', () => {
  it('when it is brought, then chapters are found by name, empty ones above, and words in their languages', async () => {
    const questId = await anEmptyQuest();
    const sheet = csv(
      ['Ключ', 'Розділ', 'Chapter', 'Тип', 'Завдання', 'Задание', 'Відповіді', 'Ответы', 'Бали'],
      ['a', 'На полиці', 'On the shelf', 'вікторина', 'Хто?', 'Кто?', 'Я\n* Ти', 'Я\nТы', '40'],
      ['b', '', '', 'слово', 'Що?', '', 'кефір | ряжанка', '', ''],
      ['c', 'Фінал', '', 'poll', 'Так?', '', 'Так | Ні', '', '5'],
    );
    expect(await take(questId, sheet)).toEqual({
      taken: true,
      added: 3,
      changed: 0,
      same: 0,
      removed: 0,
      newChapters: 2,
      problems: [],
    });
    const { chapters, tasks } = await read(questId);
    expect(chapters.map(({ titles }) => titles)).toEqual([
      { uk: 'На полиці', en: 'On the shelf' },
      { uk: 'Фінал' },
    ]);
    expect(tasks.map(({ taskKey, chapterNo, points }) => [taskKey, chapterNo, points])).toEqual([
      ['a', 1, 40],
      ['b', 1, 0],
      ['c', 2, 5],
    ]);
    expect(tasks[0]?.content).toMatchObject({
      titles: { uk: 'Хто?', ru: 'Кто?' },
      ask: {
        options: [
          { uk: 'Я', ru: 'Я' },
          { uk: 'Ти', ru: 'Ты' },
        ],
        right: [1],
      },
    });
    expect(tasks[1]?.content.ask).toEqual({ type: 'text', answers: ['кефір', 'ряжанка'], typos: true });
  });

  it('when it was only to be looked at, then nothing is written', async () => {
    const questId = await anEmptyQuest();
    const sheet = csv(['Тип', 'Завдання'], ['фото', 'Сфотографуйте сніданок']);
    expect(await take(questId, sheet, { dryRun: true })).toMatchObject({
      taken: false,
      added: 1,
      problems: [],
    });
    expect(await read(questId)).toMatchObject({ tasks: [], chapters: [], quest: { version: 1 } });
  });

  it('when rows are wrong, then each is told with its column, and nothing is written', async () => {
    const questId = await anEmptyQuest();
    const head = [
      'Ключ',
      'Тип',
      'Завдання',
      'Відповіді',
      'Бали',
      'Налаштування',
      'Можна пропустити',
      'Підказка',
      'Ціна підказки',
    ];
    const wrong = csv(
      head,
      ['a', 'пісня', 'Заспівайте', '', 'багато', '', '', '', ''],
      ['b', '', 'Без типу', '', '1', '', '', '', ''],
      ['a', 'місце', '', '', '1', 'магазин: Місяць; колір: синій', 'може', '', ''],
      ['d', 'гра', 'Колесо', 'Приз 5', '1', 'гра: колесо', '', '', ''],
      ['e', 'гра', 'Шахи', '', '1', 'гра: шахи', '', '', ''],
      ['f', 'покупка', 'Купіть', '', '1', 'сума від: дорого; кількість: два', '', '', ''],
    );
    const { taken, problems } = await take(questId, wrong);
    expect(taken).toBe(false);
    expect(problems.map(({ row, column, problem, value }) => [row, column, problem, value])).toEqual([
      [2, 'type', 'sheet.type', 'пісня'],
      [2, 'points', 'whole', 'багато'],
      [3, 'type', 'missing', ''],
      [4, 'key', 'sheet.keyTwice', 'a'],
      [4, 'question', 'missing', ''],
      [4, 'skippable', 'sheet.yesNo', 'може'],
      [4, 'settings', 'sheet.setting', 'колір: синій'],
      [4, 'settings', 'quest.noStore', 'Місяць'],
      [5, 'answers', 'sheet.sector', 'Приз 5'],
      [6, 'settings', 'sheet.game', 'шахи'],
      [7, 'settings', 'sheet.sum', 'дорого'],
      [7, 'settings', 'whole', 'два'],
    ]);
    const lacking = csv(
      head,
      ['a', 'вікторина', 'Хто?', 'Я\nТи', '1', '', '', '', ''],
      ['b', 'код', 'Що?', '', '1', '', '', '', '5'],
      ['в г', 'сайт', 'Куди?', '', '-1', 'https://poruch.example', '', '', ''],
      ['d', 'сайт', 'Куди?', '', '1', 'адреса: poruch', '', '', ''],
    );
    const told = (await take(questId, lacking)).problems.map(({ row, column, problem }) => [
      row,
      column,
      problem,
    ]);
    expect(told).toEqual([
      [4, 'key', 'quest.taskKey'],
      [4, 'points', 'atLeast'],
    ]);
    const later = (await take(questId, lacking.replace('в г', 'c').replace('-1', '1'))).problems;
    expect(later.map(({ row, column, problem }) => [row, column, problem])).toEqual([
      [2, 'answers', 'quest.noRight'],
      [3, 'hint', 'quest.hintMissing'],
      [3, 'hintPrice', 'atMost'],
      [3, 'answers', 'quest.noAnswer'],
      [5, 'settings', 'url'],
    ]);
    expect((await read(questId)).tasks).toEqual([]);
  });

  it('when it is no sheet of tasks, then it is refused as a whole', async () => {
    const questId = await anEmptyQuest();
    const refused = (sheet: string | Buffer) =>
      take(questId, sheet).then(
        () => null,
        (error: { problems: { field: string; problem: string }[] }) => error.problems[0],
      );
    const file = { field: 'file' };
    expect(await refused('Тип;Колір\nфото;синій')).toMatchObject({ ...file, problem: 'sheet.column' });
    expect(await refused('Тип;Бали\nфото;1')).toMatchObject({ ...file, problem: 'sheet.noColumn' });
    expect(await refused('Тип;Завдання\n;')).toMatchObject({ ...file, problem: 'sheet.empty' });
    expect(await refused(Buffer.from('PK\u0003\u0004 not a zip'))).toMatchObject({
      ...file,
      problem: 'sheet.unreadable',
    });
    expect(await refused(Buffer.from([0x89, 0x50, 0, 0, 1]))).toMatchObject({
      ...file,
      problem: 'sheet.unreadable',
    });
  });

  it.each(SHEET_FORMATS)(
    'when a quest is taken as %s and brought back, then nothing changes',
    async (format) => {
      const where = { not: { field: 'receipt.store', is: 'in', value: ['str_1'] } } as never;
      const tasks = [
        ...TASK_TYPES.filter((type) => type !== 'purchase').map((type) => aTask(type)),
        aTask({ type: 'purchase', where, count: 2 }, { cooldownSeconds: 5, seconds: 60, skippable: false }),
      ];
      const questId = await inTx((tx) => createQuest(tx, { draft: aDraft({ tasks }), ...by }));
      for (const reader of ['uk', 'en'] as const) {
        const before = await read(questId);
        const file = await writeSheet(database.db, { questId, format, reader, help: HELP });
        expect(await take(questId, file, { reader })).toMatchObject({
          taken: true,
          same: 16,
          changed: 0,
          added: 0,
        });
        expect((await read(questId)).tasks).toEqual(before.tasks);
      }
    },
  );

  it('when a few columns of some rows come, then the rest of those tasks and all others stay; or go, when asked', async () => {
    const questId = await inTx((tx) => createQuest(tx, { draft: aDraft(), ...by }));
    const sheet = csv(['Key', 'Type', 'Task', 'Points'], ['quiz', 'quiz', 'Who gives it?', '25']);
    expect(await take(questId, sheet, { reader: 'en' })).toMatchObject({ changed: 1, same: 9, removed: 0 });
    const [quiz] = (await read(questId)).tasks;
    expect(quiz).toMatchObject({
      points: 25,
      content: { question: { uk: 'Що скажете?', en: 'Who gives it?' }, ask: aTask('quiz').content.ask },
    });
    expect(await take(questId, sheet, { reader: 'en', onlyThese: true })).toMatchObject({
      same: 1,
      removed: 9,
    });
    expect((await read(questId)).tasks).toHaveLength(1);
  });

  it('when the quest runs, then words are taken and what would be unfair is told at its row', async () => {
    const questId = await aQuest(database.db);
    const head = ['Ключ', 'Тип', 'Завдання', 'Відповіді', 'Бали'];
    const fair = csv(head.slice(0, 3), ['rate', 'оцінка', 'Скільки зірок?']);
    expect(await take(questId, fair)).toMatchObject({ taken: true, changed: 1 });
    const unfair = csv(head, ['code', 'код', 'Слово?', 'тигр', '99']);
    expect(await take(questId, unfair)).toMatchObject({
      taken: false,
      problems: [
        { row: 2, column: 'points', problem: 'quest.frozen' },
        { row: 2, column: 'settings', problem: 'quest.fixInstead' },
      ],
    });
  });
});

describe('the weekend quest that ships', () => {
  it('has a hundred tasks of every type in three languages, and can be launched as it is', async () => {
    const { tasks, chapters } = await readSample();
    expect([tasks.length, chapters.length]).toEqual([100, 8]);
    expect(new Set(tasks.map(({ content }) => content.ask.type))).toEqual(new Set(TASK_TYPES));
    const lacking = tasks.filter(
      ({ content: { titles, question } }) => !(titles.ru && titles.en && question.ru && question.en),
    );
    expect(lacking).toEqual([]);
    const questId = await inTx((tx) => createSample(tx, by));
    await inTx((tx) => launchQuest(tx, { questId, ...by }));
    const { quest } = await read(questId);
    // The Monday before: it begins on Friday at six, in Kyiv.
    expect([quest.status, quest.startsAt?.toISOString(), quest.endsAt?.toISOString()]).toEqual([
      'live',
      '2026-03-06T16:00:00.000Z',
      '2026-03-08T20:00:00.000Z',
    ]);
  });
});
