// Quests for tests: two chapters with a task of every type that a player answers in the chat. A test names only what
// matters to it.
import { createQuest } from '#src/core/quests/author/create-quest.ts';
import { launchQuest } from '#src/core/quests/author/launch-quest.ts';
import type { TaskAsk, TaskType } from '#src/core/quests/task-content.ts';
import { type Db, transaction } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { NOON } from './a-shop.ts';
import { MARKETER } from './an-offer.ts';

const HOUR_MS = 3_600_000;
const words = (uk: string, en: string) => ({ uk, en });

/** What a task of each type asks; the right answer of the quiz is the second option, of text «кефір», of code «лев». */
export const ASKS: Record<TaskType, TaskAsk> = {
  quiz: {
    type: 'quiz',
    options: [words('Корова', 'Cow'), words('Коза', 'Goat'), words('Вівця', 'Sheep')],
    right: [1],
  },
  text: { type: 'text', answers: ['кефір', 'kefir'], typos: true },
  code: { type: 'code', answers: ['лев'] },
  qr: { type: 'qr', token: 'lion-shelf', storeId: null },
  place: { type: 'place', storeIds: [], metres: 200 },
  photo: { type: 'photo' },
  poll: { type: 'poll', options: [words('Так', 'Yes'), words('Ні', 'No')], several: false },
  survey: { type: 'survey' },
  purchase: { type: 'purchase', where: null, count: 1 },
  friend: { type: 'friend', count: 1 },
  subscribe: { type: 'subscribe', url: 'https://t.me/poruch_shop', channel: '@poruch_shop' },
  visit: { type: 'visit', url: 'https://poruch.example/recipes' },
  rate: { type: 'rate' },
  register: { type: 'register' },
  game: { type: 'game', game: 'memory', goal: 6 },
  check: { type: 'check', url: 'https://check.example/quest' },
};

interface TaskFields {
  taskKey?: string;
  chapterNo?: number;
  points?: number;
  /** Of the content: pictures, hints, remarks. */
  content?: Record<string, unknown>;
  [field: string]: unknown;
}

/** A task of 10 points, called after its type. */
export function aTask(ask: TaskAsk | TaskType, { content = {}, ...fields }: TaskFields = {}) {
  const asked = typeof ask === 'string' ? ASKS[ask] : ask;
  return {
    taskKey: asked.type,
    chapterNo: 1,
    points: 10,
    ...fields,
    content: {
      titles: words(`Завдання ${asked.type}`, `Task ${asked.type}`),
      question: words('Що скажете?', 'What do you say?'),
      ask: asked,
      ...content,
    },
  };
}

type Sent = Record<string, unknown>;

/** A draft as createQuest takes it: two days from NOON on, an open first chapter and one that follows when the first is done. */
export function aDraft(fields: Sent & { terms?: Sent } = {}): Sent {
  const { terms, ...rest } = fields;
  return {
    name: 'Квест вихідних',
    startsAt: NOON.toISOString(),
    endsAt: new Date(NOON.getTime() + 48 * HOUR_MS).toISOString(),
    chapters: [
      { titles: words('На полиці', 'On the shelf') },
      {
        titles: words('У магазині', 'In the store'),
        opens: { chapter: { chapterNo: 1, need: 'any' } },
      },
    ],
    tasks: [
      aTask('quiz'),
      aTask('text'),
      aTask('code'),
      aTask('poll'),
      aTask('qr', { chapterNo: 2 }),
      aTask('place', { chapterNo: 2 }),
      aTask('photo', { chapterNo: 2 }),
      aTask('survey', { chapterNo: 2 }),
      aTask('visit', { chapterNo: 2 }),
      aTask('rate', { chapterNo: 2 }),
    ],
    ...rest,
    terms: {
      titles: words('Квест вихідних', 'The weekend quest'),
      welcome: words('Два дні завдань і призи.', 'Two days of tasks and prizes.'),
      ...terms,
    },
  };
}

/** A live quest that began at NOON; returns its id. */
export async function aQuest(
  db: Db,
  fields: Sent & { terms?: Sent } = {},
  at = new Date(NOON.getTime() - 1_000),
): Promise<QuestId> {
  return await transaction(db, async (tx) => {
    const questId = await createQuest(tx, { draft: aDraft(fields), actor: MARKETER, at });
    await launchQuest(tx, { questId, actor: MARKETER, at });
    return questId;
  });
}
