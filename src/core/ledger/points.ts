// Points are whole and may be many: bigint everywhere, and decimal text where JSON carries them.

/** A whole number of points. */
export type Points = bigint;

/** The programme's own points, the first currency, among amounts in several. */
export function ownPoints(amounts: readonly { currency: string; points: number }[]): number {
  return amounts.reduce((sum, { currency, points }) => sum + (currency === 'points' ? points : 0), 0);
}

/** JSON text in which every bigint is decimal text, as the SQL functions of the ledger read it. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
}
