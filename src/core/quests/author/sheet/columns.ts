// Tasks as rows of a spreadsheet: the columns, and what they may be called. A column of words is in the language in which
// its heading is written, or in the one that stands behind it: `Назва`, `Title`, `Назва (en)`.
import { LANGUAGES, type Language } from '#src/lib/language.ts';

const WORD_COLUMNS = ['chapter', 'title', 'question', 'answers', 'hint', 'praise', 'comfort'] as const;
export type WordColumn = (typeof WORD_COLUMNS)[number];

/** In the order in which they are written. */
export const SHEET_COLUMNS = [
  'key',
  'chapter',
  'title',
  'type',
  'question',
  'answers',
  'points',
  'settings',
  'hint',
  'hintPrice',
  'praise',
  'comfort',
  'attempts',
  'pause',
  'seconds',
  'skippable',
  'picture',
] as const;
export type SheetColumn = (typeof SHEET_COLUMNS)[number];

export interface FoundColumn {
  column: SheetColumn;
  /** Of words; the reader's where the column has none. */
  language: Language;
}

export const COLUMN_NAMES: Record<Language, Record<SheetColumn, string>> = {
  uk: {
    key: 'Ключ',
    chapter: 'Розділ',
    title: 'Назва',
    type: 'Тип',
    question: 'Завдання',
    answers: 'Відповіді',
    points: 'Бали',
    settings: 'Налаштування',
    hint: 'Підказка',
    hintPrice: 'Ціна підказки',
    praise: 'Якщо правильно',
    comfort: 'Якщо неправильно',
    attempts: 'Спроби',
    pause: 'Пауза, с',
    seconds: 'Час, с',
    skippable: 'Можна пропустити',
    picture: 'Картинка',
  },
  ru: {
    key: 'Ключ',
    chapter: 'Глава',
    title: 'Название',
    type: 'Тип',
    question: 'Задание',
    answers: 'Ответы',
    points: 'Баллы',
    settings: 'Настройки',
    hint: 'Подсказка',
    hintPrice: 'Цена подсказки',
    praise: 'Если правильно',
    comfort: 'Если неправильно',
    attempts: 'Попытки',
    pause: 'Пауза, с',
    seconds: 'Время, с',
    skippable: 'Можно пропустить',
    picture: 'Картинка',
  },
  en: {
    key: 'Key',
    chapter: 'Chapter',
    title: 'Title',
    type: 'Type',
    question: 'Task',
    answers: 'Answers',
    points: 'Points',
    settings: 'Settings',
    hint: 'Hint',
    hintPrice: 'Hint price',
    praise: 'If right',
    comfort: 'If wrong',
    attempts: 'Attempts',
    pause: 'Pause, s',
    seconds: 'Time, s',
    skippable: 'Can be skipped',
    picture: 'Picture',
  },
};

const SUFFIXES: Record<string, Language> = {
  uk: 'uk',
  ua: 'uk',
  укр: 'uk',
  ru: 'ru',
  рус: 'ru',
  рос: 'ru',
  en: 'en',
  англ: 'en',
};

/** Case, blanks and signs do not matter. Null: no column of ours. `reader`: in which language they read. */
export function columnOf(heading: string, reader: Language): FoundColumn | null {
  const [, name = heading, suffix = ''] = /^(.*?)\s*\(([^)]*)\)\s*$/.exec(heading) ?? [];
  const told = SUFFIXES[plainOf(suffix)];
  const order = [reader, ...LANGUAGES.filter((language) => language !== reader)];
  for (const column of SHEET_COLUMNS)
    for (const language of order)
      if (plainOf(COLUMN_NAMES[language][column]) === plainOf(told ? name : heading))
        return { column, language: told ?? language };
  return null;
}

export function isWords(column: SheetColumn): column is WordColumn {
  return WORD_COLUMNS.some((each) => each === column);
}

/** What a column is called in a sheet for `reader`. */
export function headingOf({ column, language }: FoundColumn, reader: Language): string {
  const name = COLUMN_NAMES[reader][column];
  return !isWords(column) || language === reader ? name : `${name} (${language})`;
}

export function plainOf(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
