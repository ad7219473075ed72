import type { SheetColumn } from './columns.ts';

const COLUMNS: [pattern: RegExp, column: SheetColumn][] = [
  [/^taskKey/, 'key'],
  [/^chapterNo/, 'chapter'],
  [/^content\.titles/, 'title'],
  [/^content\.question/, 'question'],
  [/^content\.pictureId/, 'picture'],
  [/^content\.(hint|praise|comfort)/, 'hint'],
  [/^content\.ask\.(options|right|answers|odds)/, 'answers'],
  [/^content\.ask\.type/, 'type'],
  [/^content\.ask/, 'settings'],
  [/^points/, 'points'],
  [/^mostAttempts/, 'attempts'],
  [/^cooldownSeconds/, 'pause'],
  [/^seconds/, 'seconds'],
  [/^hintPrice/, 'hintPrice'],
  [/^skippable/, 'skippable'],
];

/** In which column what is wrong with a task is written; `path` within the task, such as `content.ask.right`. */
export function columnOfPath(path: string): SheetColumn {
  const own = /^content\.(hint|praise|comfort)/.exec(path)?.[1];
  if (own === 'praise' || own === 'comfort') return own;
  return COLUMNS.find(([pattern]) => pattern.test(path))?.[1] ?? 'settings';
}
