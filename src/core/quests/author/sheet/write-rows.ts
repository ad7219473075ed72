// A quest's tasks as the rows that read-tasks.ts reads: to be changed in a spreadsheet and brought back.
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import type { Texts } from '#src/lib/texts.ts';
import type { Condition } from '../../../rules/condition.ts';
import type { TaskAsk } from '../../task-content.ts';
import type { QuestDraft, TaskDraft } from '../quest-draft.ts';
import { type FoundColumn, headingOf, isWords, SHEET_COLUMNS, type WordColumn } from './columns.ts';
import type { SheetStore } from './read-ask.ts';
import { GAME_WORDS, NO, SETTING_WORDS, type Setting, say, TYPE_WORDS, YES } from './words.ts';

interface Told {
  reader: Language;
  stores: readonly SheetStore[];
}

/** The heading and a row for each task; columns of other languages only where they are used, or all of `languages`. */
export function writeRows(
  { chapters, tasks }: Pick<QuestDraft, 'chapters' | 'tasks'>,
  { languages = [], ...told }: Told & { languages?: readonly Language[] },
): string[][] {
  const columns = SHEET_COLUMNS.flatMap((column): FoundColumn[] => {
    const own = { column, language: told.reader };
    if (!isWords(column)) return [own];
    const others = LANGUAGES.filter(
      (language) =>
        language !== told.reader &&
        (languages.includes(language) ||
          tasks.some((task) => wordsOf(column, task, chapters, told.reader)[language])),
    );
    return [own, ...others.map((language) => ({ column, language }))];
  });
  return [
    columns.map((column) => headingOf(column, told.reader)),
    ...tasks.map((task) => columns.map((column) => cellOf(column, task, chapters, told))),
  ];
}

function cellOf(
  { column, language }: FoundColumn,
  task: TaskDraft,
  chapters: QuestDraft['chapters'],
  told: Told,
): string {
  if (isWords(column)) return wordsOf(column, task, chapters, told.reader)[language] ?? '';
  const number = (value: number | null) => (value === null ? '' : String(value));
  switch (column) {
    case 'key':
      return task.taskKey;
    case 'type':
      return say(TYPE_WORDS[task.content.ask.type], told.reader);
    case 'points':
      return number(task.points);
    case 'settings':
      return settingsOf(task.content.ask, told);
    case 'hintPrice':
      return number(task.hintPrice);
    case 'attempts':
      return number(task.mostAttempts);
    case 'pause':
      return task.cooldownSeconds === 0 ? '' : number(task.cooldownSeconds);
    case 'seconds':
      return number(task.seconds);
    case 'skippable':
      return say(task.skippable ? YES : NO, told.reader);
    case 'picture':
      return task.content.pictureId ?? '';
  }
}

function wordsOf(
  column: WordColumn,
  { chapterNo, content }: TaskDraft,
  chapters: QuestDraft['chapters'],
  reader: Language,
): Texts {
  switch (column) {
    case 'chapter':
      return chapters[chapterNo - 1]?.titles ?? {};
    case 'title':
      return content.titles;
    case 'answers':
      return answersOf(content.ask, reader);
    default:
      return content[column];
  }
}

function answersOf(ask: TaskAsk, reader: Language): Texts {
  if (ask.type === 'text' || ask.type === 'code') return { [reader]: ask.answers.join(' | ') };
  if (ask.type === 'quiz')
    return inEach((language) =>
      ask.options.map((option, place) => star(ask.right.includes(place), option[language] ?? '')),
    );
  if (ask.type === 'poll') return inEach((language) => ask.options.map((option) => option[language] ?? ''));
  if (ask.type === 'game' && ask.game === 'wheel')
    return inEach((language) =>
      ask.odds.map(({ titles, points, share }) =>
        titles[language] ? `${titles[language]} = ${points} × ${share}` : '',
      ),
    );
  return {};
}

const star = (right: boolean, text: string) => (right && text !== '' ? `* ${text}` : text);

/** One a line; a language in which nothing is written has no cell. */
function inEach(lines: (language: Language) => string[]): Texts {
  return Object.fromEntries(
    LANGUAGES.flatMap((language) => {
      const written = lines(language);
      return written.some((line) => line !== '') ? [[language, written.join('\n')]] : [];
    }),
  );
}

/** The settings of a task in one cell. */
export function settingsOf(ask: TaskAsk, { reader, stores }: Told): string {
  const nameOf = (id: string) => stores.find(({ storeId }) => storeId === id)?.name ?? id;
  const settings: [Setting, string | number | null][] = [];
  switch (ask.type) {
    case 'text':
      settings.push(['typos', ask.typos ? null : say(NO, reader)]);
      break;
    case 'poll':
      settings.push(['several', ask.several ? say(YES, reader) : null]);
      break;
    case 'qr':
      settings.push(['store', ask.storeId && nameOf(ask.storeId)], ['token', ask.token]);
      break;
    case 'place':
      settings.push(['store', ask.storeIds.map(nameOf).join(', ')], ['metres', ask.metres]);
      break;
    case 'purchase':
      settings.push(['count', ask.count], ...goodsOf(ask.where));
      break;
    case 'friend':
      settings.push(['count', ask.count]);
      break;
    case 'subscribe':
      settings.push(['url', ask.url], ['channel', ask.channel]);
      break;
    case 'visit':
    case 'check':
      settings.push(['url', ask.url]);
      break;
    case 'game':
      settings.push(['game', say(GAME_WORDS[ask.game], reader)]);
      if (ask.game !== 'wheel') settings.push(['goal', ask.goal]);
      break;
  }
  return settings
    .filter(([, value]) => value !== null && value !== '')
    .map(([setting, value]) => `${say(SETTING_WORDS[setting], reader)}: ${value}`)
    .join('; ');
}

/** What the columns can say of a condition; what they cannot stays in the builder. */
function goodsOf(where: Condition | null): [Setting, string][] {
  if (where === null) return [];
  const parts = 'all' in where ? where.all : [where];
  return parts.flatMap((part): [Setting, string][] => {
    if ('field' in part && part.field === 'receipt.amount' && typeof part.value === 'number')
      return [['from', String(part.value / 100)]];
    if (!('lines' in part) || !('field' in part.where) || !Array.isArray(part.where.value)) return [];
    const setting = (['category', 'brand', 'sku'] as const).find(
      (each) => 'field' in part.where && part.where.field === `line.${each}`,
    );
    return setting ? [[setting, part.where.value.join(', ')]] : [];
  });
}
