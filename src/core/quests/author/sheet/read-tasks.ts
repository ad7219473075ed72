// Rows of a sheet over the tasks of a draft: a row finds its task by its key, or without one by its title within the
// chapter. Columns that a sheet does not have leave what there is.
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import type { Problem } from '#src/lib/problem.ts';
import type { Texts } from '#src/lib/texts.ts';
import type { TaskContent } from '../../task-content.ts';
import type { QuestDraft, TaskDraft } from '../quest-draft.ts';
import { hasWords } from '../read-draft.ts';
import { plainOf, type SheetColumn, type WordColumn } from './columns.ts';
import { readAsk, type SheetStore, type TellCell } from './read-ask.ts';
import type { SheetRow } from './read-rows.ts';
import { isYes, TYPE_WORDS, wordOf } from './words.ts';
import { settingsOf } from './write-rows.ts';

export interface CellProblem extends Omit<Problem, 'field'> {
  row: number;
  column: SheetColumn;
  value: string;
}

export interface ReadTasks {
  chapters: QuestDraft['chapters'];
  /** In the order of the sheet, each with its row. */
  tasks: { row: number; task: TaskDraft }[];
  problems: CellProblem[];
}

/** Of a task that nothing is known of. */
const EMPTY: Omit<TaskDraft, 'taskKey' | 'chapterNo'> = {
  content: {
    titles: {},
    question: {},
    pictureId: null,
    hint: {},
    praise: {},
    comfort: {},
    ask: { type: 'survey' },
  },
  points: 10,
  mostAttempts: null,
  cooldownSeconds: 0,
  seconds: null,
  hintPrice: null,
  skippable: true,
};

export function readTasks(
  rows: readonly SheetRow[],
  before: Pick<QuestDraft, 'chapters' | 'tasks'>,
  { stores, reader }: { stores: readonly SheetStore[]; reader: Language },
): ReadTasks {
  const chapters = [...before.chapters];
  const problems: CellProblem[] = [];
  const tasks: ReadTasks['tasks'] = [];
  const taken = new Map<string, number>();
  let chapterNo = chapters.length > 0 ? 1 : 0;
  for (const row of rows) {
    const tell: TellCell = (column, problem, value, values = {}) =>
      problems.push({ row: row.row, column, value: value.slice(0, 80), problem, values });
    chapterNo = findChapter(row.words('chapter'), chapters) ?? chapterNo;
    if (chapterNo === 0) {
      chapters.push({ titles: {}, opens: {} });
      chapterNo = 1;
    }
    const titles = filled(row.words('title'));
    const key = row.cell('key') ?? '';
    const old = before.tasks.find((task) =>
      key === '' ? task.chapterNo === chapterNo && shares(task.content.titles, titles) : task.taskKey === key,
    );
    const taskKey = key || old?.taskKey || freeKey(row.row, before.tasks, tasks);
    const twin = taken.get(taskKey);
    if (twin !== undefined) tell('key', 'sheet.keyTwice', taskKey, { row: twin });
    taken.set(taskKey, row.row);
    tasks.push({
      row: row.row,
      task: readTask(row, { ...EMPTY, ...old, taskKey, chapterNo }, { stores, reader, tell }),
    });
  }
  return { chapters, tasks, problems };
}

/** Found by its name in any language; a new name is a new chapter, an empty cell the chapter above. */
function findChapter(written: Texts, chapters: QuestDraft['chapters']): number | null {
  const titles = filled(written);
  if (!hasWords(titles)) return null;
  const place = chapters.findIndex((chapter) => shares(chapter.titles, titles));
  if (place < 0) return chapters.push({ titles, opens: {} });
  const found = chapters[place];
  if (found) chapters[place] = { ...found, titles: { ...found.titles, ...titles } };
  return place + 1;
}

function readTask(
  row: SheetRow,
  old: TaskDraft,
  { stores, reader, tell }: { stores: readonly SheetStore[]; reader: Language; tell: TellCell },
): TaskDraft {
  const words = (column: WordColumn, before: Texts) => filled({ ...before, ...row.words(column) });
  const whole = (column: NumberColumn, before: number | null, empty: number | null) =>
    readWhole(row.cell(column), { before, empty, tell: (problem, value) => tell(column, problem, value) });
  const { content } = old;
  const question = words('question', content.question);
  if (!hasWords(question)) tell('question', 'missing', '');
  const titles = words('title', content.titles);
  const skippable = row.cell('skippable') ?? '';
  if (skippable !== '' && isYes(skippable) === null) tell('skippable', 'sheet.yesNo', skippable);
  return {
    ...old,
    content: {
      titles: hasWords(titles) ? titles : shortened(question),
      question,
      pictureId: (row.cell('picture') ?? content.pictureId) || null,
      hint: words('hint', content.hint),
      praise: words('praise', content.praise),
      comfort: words('comfort', content.comfort),
      ask: readAskOf(row, content, { stores, reader, tell }),
    },
    points: whole('points', old.points, 0) ?? 0,
    mostAttempts: whole('attempts', old.mostAttempts, null),
    cooldownSeconds: whole('pause', old.cooldownSeconds, 0) ?? 0,
    seconds: whole('seconds', old.seconds, null),
    hintPrice: whole('hintPrice', old.hintPrice, null),
    skippable: row.cell('skippable') === undefined ? old.skippable : (isYes(skippable) ?? true),
  };
}

function readAskOf(
  row: SheetRow,
  { ask: old }: TaskContent,
  { stores, tell }: { stores: readonly SheetStore[]; reader: Language; tell: TellCell },
): TaskContent['ask'] {
  const written = row.cell('type') ?? '';
  const type = wordOf(TYPE_WORDS, written);
  if (!type) {
    tell('type', written === '' ? 'missing' : 'sheet.type', written);
    return old;
  }
  const answers = row.words('answers');
  const settings = row.cell('settings');
  if (settings === undefined && Object.keys(answers).length === 0 && old.type === type) return old;
  // Conditions that the columns cannot say come back as they were, when nothing of theirs was changed.
  if (old.type === 'purchase' && type === 'purchase' && LANGUAGES.some(isUnchanged)) return old;
  function isUnchanged(language: Language): boolean {
    return settingsOf(old, { reader: language, stores }) === settings;
  }
  const ask = readAsk({ type, answers, settings: settings ?? '', stores, tell });
  const keepsToken = ask.type === 'qr' && ask.token === '' && old.type === 'qr';
  return keepsToken ? { ...ask, token: old.token } : ask;
}

type NumberColumn = 'points' | 'attempts' | 'pause' | 'seconds' | 'hintPrice';

/** No column: as before. An empty cell: `empty`. */
function readWhole(
  cell: string | undefined,
  {
    before,
    empty,
    tell,
  }: { before: number | null; empty: number | null; tell: (problem: 'whole', value: string) => void },
): number | null {
  if (cell === undefined) return before;
  if (cell === '') return empty;
  const value = Number(cell.replace(/\s/g, ''));
  if (Number.isSafeInteger(value)) return value;
  tell('whole', cell);
  return empty;
}

function filled(texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text));
}

function shares(one: Texts, other: Texts): boolean {
  return Object.entries(other).some(
    ([language, text]) => plainOf(one[language as Language] ?? '') === plainOf(text) && text !== '',
  );
}

const LONGEST_TITLE = 40;

/** The first words of the question, for the map. */
function shortened(question: Texts): Texts {
  return Object.fromEntries(
    Object.entries(question).map(([language, text]) => {
      const line = text.replace(/\s+/g, ' ');
      return [
        language,
        line.length <= LONGEST_TITLE ? line : `${line.slice(0, line.lastIndexOf(' ', LONGEST_TITLE))}…`,
      ];
    }),
  );
}

function freeKey(row: number, ...lists: readonly (readonly (TaskDraft | { task: TaskDraft })[])[]): string {
  const keys = new Set(lists.flat().map((each) => ('task' in each ? each.task : each).taskKey));
  let number = row - 1;
  while (keys.has(`t${number}`)) number++;
  return `t${number}`;
}
