// Which receipts a replay reads, as SQL; and texts named by number, which is how it keeps them.
import type { CopiedRow } from '#src/db/copy-out.ts';
import type { FoldedCategory } from '../stores/fold-category.ts';
import type { ReplayNeeds } from './replay-needs.ts';

export interface ReplayScope {
  since: Date;
  until: Date;
  needs: ReplayNeeds;
  excluded: ReadonlySet<FoldedCategory>;
  /** This many parts of the members, and which of them: all of a member is in one. */
  parts: number;
  part: number;
  signal?: AbortSignal;
}

const DAY_MS = 86_400_000;

/** Receipts that were bought and not wholly given back. */
export const SOLD = `state in ('closed', 'partly_returned')`;

/** From when on receipts are read: rules may look back from the first one that counts. */
export function readFrom({ since, needs }: Pick<ReplayScope, 'since' | 'needs'>): Date {
  return new Date(since.getTime() - needs.recentDays * DAY_MS);
}

/** Whose receipts a part holds, as SQL about `member_id`. */
export function membersOf({ parts, part }: Pick<ReplayScope, 'parts' | 'part'>): string {
  return parts === 1 ? 'true' : `abs(hashtext(member_id)::bigint) % ${parts} = ${part}`;
}

/** Texts by number, in the order in which they came. */
export interface Words {
  texts: string[];
  numbers: Map<string, number>;
}

/** The number of a text, a new one when it is new. */
export function numberOf(words: Words, row: CopiedRow, field: number): number {
  const key = row.key(field);
  const known = words.numbers.get(key);
  if (known !== undefined) return known;
  const fresh = words.texts.push(row.text(field)) - 1;
  words.numbers.set(key, fresh);
  return fresh;
}

/** The same values with room for as many more. */
export function doubled<T extends Int32Array | Float64Array | Uint8Array | Int16Array>(values: T): T {
  const Kind = values.constructor as new (length: number) => T;
  const more = new Kind(Math.max(1_024, values.length * 2));
  more.set(values);
  return more;
}
