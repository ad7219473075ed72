// A list of people as it comes from a spreadsheet or a paste: one a line, by phone, card number or member id. The first
// cell that says who it is counts; a heading and empty lines are passed over.
import { setImmediate } from 'node:timers/promises';
import { isId, type MemberId } from '#src/lib/id.ts';
import { readCardDigits } from '../cards/resolve-card-code.ts';
import { looksLikePhone, readPhone } from '../members/phone-number.ts';
import { invalidField, Refusal } from '../refusal.ts';

const MOST_LISTED = 100_000;
/** Reading a phone takes about 20 us: others get their turn after so many lines. */
const LINES_AT_ONCE = 1_000;
const LONGEST_SHOWN = 40;

export interface ListedPerson {
  line: number;
  /** As it stands in the file, cut short. */
  text: string;
  memberId: MemberId | null;
  card: string | null;
  phone: string | null;
}

export interface BadRow {
  line: number;
  text: string;
  why: 'unreadable' | 'unknown';
}

/** Throws Refusal invalid_input {field: 'csv'} for a file that is too long. */
export async function readPeople(csv: string): Promise<{ people: ListedPerson[]; bad: BadRow[] }> {
  const people: ListedPerson[] = [];
  const bad: BadRow[] = [];
  const lines = csv.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  for (const [index, row] of lines.entries()) {
    if (index % LINES_AT_ONCE === LINES_AT_ONCE - 1) await setImmediate();
    const cells = row.split(/[,;\t]/).map((cell) =>
      cell
        .trim()
        .replace(/^["']+|["']+$/g, '')
        .trim(),
    );
    const filled = cells.filter((cell) => cell !== '');
    if (filled.length === 0) continue;
    const found = filled.map(readPerson).find((person) => person !== null);
    const place = { line: index + 1, text: row.trim().slice(0, LONGEST_SHOWN) };
    if (found) people.push({ ...place, ...found });
    else if (index > 0 || /\d/.test(row)) bad.push({ ...place, why: 'unreadable' });
  }
  if (people.length > MOST_LISTED) throw invalidField('csv', 'mostRows', { count: MOST_LISTED });
  return { people, bad };
}

/** A number may be a card or a phone: the card goes first where there is one. */
function readPerson(cell: string): Pick<ListedPerson, 'memberId' | 'card' | 'phone'> | null {
  if (isId('mem', cell)) return { memberId: cell, card: null, phone: null };
  const card = readCardDigits(cell);
  const phone = looksLikePhone(cell) ? phoneOf(cell) : null;
  return card === null && phone === null ? null : { memberId: null, card, phone };
}

function phoneOf(text: string): string | null {
  try {
    return readPhone(text);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
