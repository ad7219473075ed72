// The weekend quest that ships with the product: a hundred tasks in weekend-quest.csv, and what stands around them.
import { readFile } from 'node:fs/promises';
import type { Reader, Tx } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { DAY_MS, dayOf, fromLocal, toLocal, weekdayOf } from '#src/lib/zoned.ts';
import { readSheet } from '../../../imports/read-sheet.ts';
import { readProgramme } from '../../../stores/read-programme.ts';
import type { Opens } from '../../quest-terms.ts';
import { createQuest } from '../create-quest.ts';
import { sentOf } from '../draft-of.ts';
import { EMPTY_TERMS, type PrizeDraft, type QuestDraft } from '../quest-draft.ts';
import { readRows } from '../sheet/read-rows.ts';
import { readTasks } from '../sheet/read-tasks.ts';

const FILE = new URL('weekend-quest.csv', import.meta.url);
const HOUR_MS = 3_600_000;
const FRIDAY = 5;

/** Hours from midnight of the Friday on. */
const STARTS = 18;
const SATURDAY = 24 + 8;
const SUNDAY = 48 + 8;
const ENDS = 48 + 22;

/** Chapters and tasks as the file has them, each chapter open from the start. */
export async function readSample(): Promise<Pick<QuestDraft, 'chapters' | 'tasks'>> {
  const rows = readRows(await readSheet(new Uint8Array(await readFile(FILE))), 'uk');
  const { chapters, tasks, problems } = readTasks(
    rows,
    { chapters: [], tasks: [] },
    { stores: [], reader: 'uk' },
  );
  if (problems.length > 0) throw new Error('the sample quest cannot be read');
  return { chapters, tasks: tasks.map(({ task }) => task) };
}

/** A finished draft of it for the coming weekend by the programme's clock. */
export async function draftSample(db: Reader, at: Date, startsAt: Date | null = null): Promise<QuestDraft> {
  const [{ chapters, tasks }, { timeZone }] = await Promise.all([readSample(), readProgramme(db)]);
  const today = dayOf(toLocal(at.getTime(), timeZone));
  const friday = today + ((FRIDAY - weekdayOf(today + 1) + 7) % 7) + 1;
  const hour = (hours: number) => new Date(fromLocal(friday * DAY_MS + hours * HOUR_MS, timeZone));
  return {
    name: 'Квест вихідних',
    terms: TERMS,
    startsAt: startsAt ?? hour(STARTS),
    endsAt: hour(ENDS),
    budget: 200_000n,
    chapters: chapters.map((chapter, place) => ({
      ...chapter,
      opens: opensOf(place, startsAt === null ? hour : null),
    })),
    tasks,
    prizes: PRIZES,
  };
}

/** Throws Refusal invalid_input when the programme cannot hold it. */
export async function createSample(tx: Tx, { actor, at }: { actor: string; at: Date }): Promise<QuestId> {
  return await createQuest(tx, { draft: sentOf(await draftSample(tx, at)), actor, at });
}

/** Days open by the clock, unless the quest begins at another time; within a day one leads to the next. */
function opensOf(place: number, hour: ((hours: number) => Date) | null): Opens {
  const from = (hours: number) => (hour ? { at: hour(hours).toISOString() } : {});
  switch (place) {
    case 1:
      return { chapter: { chapterNo: 1, need: 5 } };
    case 2:
      return from(SATURDAY);
    case 3:
      return { chapter: { chapterNo: 3, need: 4 }, ...from(SATURDAY) };
    case 4:
      return from(SATURDAY);
    case 5:
      return from(SUNDAY);
    case 6:
      return { chapter: { chapterNo: 6, need: 4 }, ...from(SUNDAY) };
    case 7:
      return { chapter: { chapterNo: 7, need: 'any' }, ...from(SUNDAY) };
    default:
      return {};
  }
}

const TERMS: QuestDraft['terms'] = {
  ...EMPTY_TERMS,
  titles: { uk: 'Квест вихідних', ru: 'Квест выходных', en: 'The weekend quest' },
  welcome: {
    uk: 'Сто коротких завдань від п’ятниці до неділі: загадки, ігри, трохи кухні й трохи магазину. За кожне — бали, за всі разом — призи. Грати можна, коли зручно, і зупинитися будь-де.',
    ru: 'Сто коротких заданий с пятницы до воскресенья: загадки, игры, немного кухни и немного магазина. За каждое — баллы, за все вместе — призы. Играть можно, когда удобно, и остановиться в любой момент.',
    en: 'A hundred short tasks from Friday to Sunday: riddles, games, some kitchen and some store. Points for each, prizes for all together. Play whenever you like and stop anywhere.',
  },
};

const PRIZES: PrizeDraft[] = [
  {
    titles: { uk: 'За перші десять завдань', ru: 'За первые десять заданий', en: 'For the first ten tasks' },
    prize: { kind: 'points', points: 20 },
    goesTo: 'everyone',
    qualifies: { tasks: 10 },
    stock: 2_000,
    delayDays: 0,
  },
  {
    titles: {
      uk: 'Першим ста, хто пройде половину',
      ru: 'Первым ста, кто пройдёт половину',
      en: 'To the first hundred half-way',
    },
    prize: { kind: 'points', points: 100 },
    goesTo: 'first',
    qualifies: { tasks: 50 },
    stock: 100,
    delayDays: 0,
  },
  {
    titles: { uk: 'Знавець полиць', ru: 'Знаток полок', en: 'Master of the shelves' },
    prize: {
      kind: 'badge',
      sign: '🧺',
      titles: { uk: 'Знавець полиць', ru: 'Знаток полок', en: 'Master of the shelves' },
    },
    goesTo: 'everyone',
    qualifies: { tasks: 80 },
    stock: null,
    delayDays: 0,
  },
  {
    titles: { uk: 'Десятка найкращих', ru: 'Десятка лучших', en: 'The top ten' },
    prize: { kind: 'points', points: 300 },
    goesTo: 'top',
    qualifies: { tasks: 30 },
    stock: 10,
    delayDays: 0,
  },
  {
    titles: { uk: 'Великий розіграш', ru: 'Большой розыгрыш', en: 'The great draw' },
    prize: { kind: 'points', points: 500 },
    goesTo: 'draw',
    qualifies: { tasks: 20 },
    stock: 5,
    delayDays: 0,
  },
];
