// What every screen of a quest is composed with, and the few words and marks that they share. Everything here is pure.
import { formatDay, formatNumber, formatPoints, formatTime } from '#src/lib/format.ts';
import { type BotKey, botSentence, type Values } from '#src/lib/i18n.ts';
import type { Language } from '#src/lib/language.ts';
import { type Texts, textIn } from '#src/lib/texts.ts';
import type { MessengerName } from '../../deliveries/messenger.ts';
import { type Button, escapeRich, type RichText } from '../../deliveries/prompt.ts';

export interface Telling {
  language: Language;
  /** Of the programme, for texts that are not there in the reader's own. */
  fallback: Language;
  messenger: MessengerName;
  timeZone: string;
  now: Date;
}

/** A message of a quest, in whichever messenger. */
export interface Screen {
  text: RichText;
  buttons: Button[][];
  /** One that staff uploaded. */
  pictureId: string | null;
}

/** Keys of the sentences of quests, without what they have in common. */
export type QuestKey = BotKey extends infer Key ? (Key extends `quests.${infer Rest}` ? Rest : never) : never;

/** A sentence with its values escaped. */
export function say({ language }: Telling, key: QuestKey, values: Values = {}): RichText {
  const escaped = Object.entries(values).map(([name, value]): [string, string | number] => [
    name,
    typeof value === 'string' ? escapeRich(value) : value,
  ]);
  return botSentence(language, `quests.${key}`, Object.fromEntries(escaped));
}

/** The same as plain text, for the label of a button or a toast. */
export function label({ language }: Telling, key: QuestKey, values: Values = {}): string {
  return botSentence(language, `quests.${key}`, values);
}

/** Words of the author as plain text; empty when there are none. */
export const written = (
  texts: Texts,
  { language, fallback }: Pick<Telling, 'language' | 'fallback'>,
): string => textIn(texts, language, fallback);

/** For words that stand in quotation marks: their own become the inner ones, as in «Гра „Пари“». */
export const quoted = (texts: Texts, telling: Telling): string =>
  written(texts, telling).replace(/[«»“”]/gu, (mark) => INNER[mark] ?? mark);

const INNER: Partial<Record<string, string>> = { '«': '„', '»': '“', '“': '‘', '”': '’' };

export const points = (amount: number, { language }: Telling): string => formatPoints(amount, language);
export const number = (value: number, { language }: Telling): string => formatNumber(value, language);
export const dayOf = (at: Date, { language, timeZone, now }: Telling): string =>
  formatDay(at, { language, timeZone, now });
export const timeOf = (at: Date, { language, timeZone }: Telling): string =>
  formatTime(at, { language, timeZone });

/** `30 листопада, 21:00`. */
export const momentOf = (at: Date, telling: Telling): string =>
  `${dayOf(at, telling)}, ${timeOf(at, telling)}`;

const CELLS = 12;

/** How much is done, to be seen at a glance. Full only when everything is. */
export function bar(done: number, total: number): string {
  const full = total === 0 ? 0 : Math.min(CELLS, Math.floor((done / total) * CELLS));
  return '▓'.repeat(full) + '░'.repeat(CELLS - full);
}

/** Lines that are there, one below the other. */
export function lines(...parts: (RichText | null | false | undefined)[]): RichText {
  return parts
    .filter((part) => part !== null && part !== false && part !== undefined && part !== '')
    .join('\n');
}

/** Paragraphs that are there, with a blank line in between. */
export function paragraphs(...parts: (RichText | null | false | undefined)[]): RichText {
  return parts
    .filter((part) => part !== null && part !== false && part !== undefined && part !== '')
    .join('\n\n');
}

/** Buttons in rows of `most` at most, as even as can be. */
export function inRows<T>(buttons: readonly T[], most: number): T[][] {
  const rows = Math.ceil(buttons.length / most);
  const result: T[][] = [];
  for (let row = 0, from = 0; row < rows; row++) {
    const size = Math.ceil((buttons.length - from) / (rows - row));
    result.push(buttons.slice(from, from + size));
    from += size;
  }
  return result;
}
