// Points are whole and may be many: bigint everywhere, and decimal text where JSON carries them.

/** A whole number of points. */
export type Points = bigint;

/** JSON text in which every bigint is decimal text, as the SQL functions of the ledger read it. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
}
