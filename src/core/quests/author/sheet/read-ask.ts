// What a row asks: its answers and settings, put together by the type of the task. Nothing is judged here but whether it
// can be understood; what is missing is told by find-problems.ts like that of any task.
import type { ProblemKey, Values } from '#src/lib/i18n.ts';
import type { StoreId } from '#src/lib/id.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import type { Texts } from '#src/lib/texts.ts';
import type { Condition } from '../../../rules/condition.ts';
import type { TaskAsk, TaskType } from '../../task-content.ts';
import { plainOf, type SheetColumn } from './columns.ts';
import { GAME_WORDS, isYes, SETTING_WORDS, type Setting, wordOf } from './words.ts';

export interface SheetStore {
  storeId: StoreId;
  name: string;
  address: string;
}
export type TellCell = (column: SheetColumn, problem: ProblemKey, value: string, values?: Values) => void;

export interface AskCells {
  type: TaskType;
  answers: Partial<Record<Language, string>>;
  settings: string;
  stores: readonly SheetStore[];
  tell: TellCell;
}

export function readAsk({ type, answers, settings, stores, tell }: AskCells): TaskAsk {
  const set = readSettings(settings, type, tell);
  const number = (setting: Setting, otherwise: number) => {
    const written = set.get(setting);
    if (written === undefined) return otherwise;
    const value = Number(written.replace(/\s/g, ''));
    if (!Number.isInteger(value)) tell('settings', 'whole', written);
    return Number.isInteger(value) ? value : otherwise;
  };
  const yes = (setting: Setting, otherwise: boolean) => isYes(set.get(setting) ?? '') ?? otherwise;
  const storeIds = () => readStores(set.get('store') ?? '', stores, tell);
  switch (type) {
    case 'quiz':
      return { type, ...readOptions(answers) };
    case 'poll':
      return { type, options: readOptions(answers).options, several: yes('several', false) };
    case 'text':
      return { type, answers: readAnswers(answers), typos: yes('typos', true) };
    case 'code':
      return { type, answers: readAnswers(answers) };
    case 'qr':
      return { type, token: set.get('token') ?? '', storeId: storeIds()[0] ?? null };
    case 'place':
      return { type, storeIds: storeIds(), metres: number('metres', 150) };
    case 'purchase':
      return { type, where: readGoods(set, tell), count: number('count', 1) };
    case 'friend':
      return { type, count: number('count', 1) };
    case 'subscribe':
      return { type, url: set.get('url') ?? '', channel: set.get('channel') ?? null };
    case 'visit':
    case 'check':
      return { type, url: set.get('url') ?? '' };
    case 'game':
      return readGame(set.get('game') ?? '', { answers, goal: number('goal', 0), tell });
    default:
      return { type };
  }
}

const parts = (cell: string) =>
  cell
    .split(/[|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A star marks the right ones, in whichever language it stands. */
function readOptions(answers: AskCells['answers']): { options: Texts[]; right: number[] } {
  const options: Texts[] = [];
  const right = new Set<number>();
  for (const language of LANGUAGES)
    for (const [place, part] of parts(answers[language] ?? '').entries()) {
      const text = part.replace(/^\*\s*|\s*\*$/g, '');
      if (text !== part) right.add(place);
      options[place] = { ...options[place], [language]: text };
    }
  return { options, right: [...right].sort((a, b) => a - b) };
}

/** Whoever reads which language: any of them is right. */
function readAnswers(answers: AskCells['answers']): string[] {
  const all = LANGUAGES.flatMap((language) => parts(answers[language] ?? ''));
  return [...new Set(all.map((part) => part.replace(/^\*\s*/, '')))];
}

function readSettings(cell: string, type: TaskType, tell: TellCell): Map<Setting, string> {
  const set = new Map<Setting, string>();
  for (const part of cell.split(/[;\n]/)) {
    const text = part.trim();
    if (text === '') continue;
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/s.exec(text) ?? [];
    // An address alone says enough.
    if (/^https?$/i.test(name)) set.set('url', text);
    else {
      const setting = wordOf(SETTING_WORDS, name);
      if (setting) set.set(setting, value.trim());
      else if (type === 'game' && name === '') set.set('game', text);
      else tell('settings', 'sheet.setting', text);
    }
  }
  return set;
}

const names = (list: string) =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

function readStores(list: string, stores: readonly SheetStore[], tell: TellCell): StoreId[] {
  return names(list).flatMap((name) => {
    const found = stores.find(
      (store) =>
        store.storeId === name || [store.name, store.address].some((own) => plainOf(own) === plainOf(name)),
    );
    if (!found) tell('settings', 'quest.noStore', name);
    return found ? [found.storeId] : [];
  });
}

function readGoods(set: ReadonlyMap<Setting, string>, tell: TellCell): Condition | null {
  const all: Condition[] = (['category', 'brand', 'sku'] as const).flatMap((setting) => {
    const value = names(set.get(setting) ?? '');
    if (value.length === 0) return [];
    return [{ lines: 'any', where: { field: `line.${setting}`, is: 'in', value } } as const];
  });
  const from = set.get('from');
  if (from !== undefined) {
    const sum = Number(from.replace(/[\s\u00a0₴]|грн/g, '').replace(',', '.'));
    if (Number.isFinite(sum) && sum > 0)
      all.push({ field: 'receipt.amount', is: 'atLeast', value: Math.round(sum * 100) });
    else tell('settings', 'sheet.sum', from);
  }
  const [only] = all;
  return all.length > 1 ? { all } : (only ?? null);
}

function readGame(
  written: string,
  { answers, goal, tell }: { answers: AskCells['answers']; goal: number; tell: TellCell },
): TaskAsk {
  const game = wordOf(GAME_WORDS, written);
  if (!game) tell('settings', 'sheet.game', written);
  if (game === 'wheel') return { type: 'game', game, odds: readOdds(answers, tell) };
  return { type: 'game', game: game ?? 'memory', goal: goal || (game === 'catch' ? 10 : 1) };
}

/** A sector of the wheel: `Щасливе число = 20 балів × 30`, thirty shares of all. */
function readOdds(answers: AskCells['answers'], tell: TellCell) {
  const odds: { share: number; points: number; titles: Texts }[] = [];
  for (const language of LANGUAGES)
    for (const [place, part] of parts(answers[language] ?? '').entries()) {
      const [, title, points, share] = /^(.*?)\s*=\s*(\d+)[^\d×xх*]*[×xх*]\s*(\d+)\s*%?$/i.exec(part) ?? [];
      if (title === undefined) tell('answers', 'sheet.sector', part);
      else
        odds[place] = {
          share: Number(share),
          points: Number(points),
          titles: { ...odds[place]?.titles, [language]: title },
        };
    }
  return odds.filter((sector) => sector !== undefined);
}
