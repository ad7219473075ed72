// What somebody wrote down to buy, as they write it: lines or commas, with a quantity before or behind the thing.

export interface Wanted {
  name: string;
  /** Thousandths; null: none was told. */
  quantityMilli: number | null;
  /** As it was written: `кг`, `g`; empty where there is none. */
  unit: string;
}

export const LONGEST_NAME = 80;
const MOST_MILLI = 999_999;
const UNIT = '(?:кг|г|гр|л|мл|шт|уп|пач|kg|g|l|ml|pcs|pack)';
const NUMBER = '(\\d{1,3}(?:[.,]\\d{1,3})?)';
const BEFORE = new RegExp(`^${NUMBER}\\s*(?:[x×хX*]\\s*)?(${UNIT})?\\.?\\s+(\\S.*)$`, 'iu');
const BEHIND = new RegExp(`^(.*?\\S)\\s*(?:[x×хX*,:–-]\\s*|\\s)${NUMBER}\\s*(${UNIT})?\\.?$`, 'iu');

/** A comma between two digits is of a number; every other one ends a thing. */
const ENDS = /[\n\r;]+|,(?!\d)|(?<!\d),/u;
const NO_TEXT = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** The things in their order; nothing where there are none. Never throws, whatever was written. */
export function readWritten(text: string): Wanted[] {
  return text
    .toWellFormed()
    .split(ENDS)
    .map((piece) =>
      piece
        .replace(NO_TEXT, ' ')
        .replace(/^[\s•*·–—-]+|\s+$/gu, '')
        .replace(/\s+/gu, ' '),
    )
    .filter((piece) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(piece))
    .map(readOne);
}

function readOne(piece: string): Wanted {
  const [, first, unitBefore = '', rest] = BEFORE.exec(piece) ?? [];
  if (first && rest) return named(rest, first, unitBefore);
  const [, name, last, unitBehind = ''] = BEHIND.exec(piece) ?? [];
  if (name && last) return named(name, last, unitBehind);
  return named(piece, null, '');
}

function named(written: string, number: string | null, unit: string): Wanted {
  const name = written
    .slice(0, LONGEST_NAME)
    .toWellFormed()
    .replace(/\ufffd$/u, '')
    .trim();
  const milli = number === null ? 0 : Math.round(Number(number.replace(',', '.')) * 1_000);
  const told = milli > 0 && milli <= MOST_MILLI;
  return { name, quantityMilli: told ? milli : null, unit: told ? unit.toLowerCase() : '' };
}
