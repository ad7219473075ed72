// A hundred tasks that are answered in the chat, in five chapters that open one after the other.
import type { Opens } from '#src/core/quests/quest-terms.ts';
import type { TaskAsk } from '#src/core/quests/task-content.ts';
import type { ATask } from './a-running-quest.ts';

export const CHAPTERS: Opens[] = [
  {},
  { chapter: { chapterNo: 1, need: 'all' } },
  { chapter: { chapterNo: 2, need: 10 } },
  { task: 't60' },
  { chapter: { chapterNo: 4, need: 'any' } },
];

const option = (uk: string) => ({ uk });
const ASKS: TaskAsk[] = [
  { type: 'quiz', options: ['Чай', 'Кава', 'Какао', 'Кефір'].map(option), right: [2] },
  { type: 'text', answers: ['Чорне море'], typos: true },
  { type: 'code', answers: ['ЗОЛОТА ОСІНЬ'] },
  { type: 'poll', options: ['Яблука', 'Груші'].map(option), several: false },
  { type: 'rate' },
  { type: 'visit', url: 'https://poruch.example/autumn' },
  { type: 'survey' },
  { type: 'quiz', options: ['Так', 'Ні'].map(option), right: [0] },
  { type: 'quiz', options: ['Осінь', 'Весна', 'Літо'].map(option), right: [2] },
  { type: 'text', answers: ['1991', 'у 1991'], typos: false },
];

export function manyTasks(count = 100): ATask[] {
  const inChapter = Math.ceil(count / CHAPTERS.length);
  return Array.from({ length: count }, (_, place) => ({
    ask: ASKS[place % ASKS.length] as TaskAsk,
    chapterNo: Math.floor(place / inChapter) + 1,
    hint: 'Подивіться на полицю біля каси',
    hintPrice: 3,
  }));
}
