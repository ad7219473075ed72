// Many rows as arguments of one statement, a column each: PostgreSQL reads an array several times faster than the same rows as
// JSON, and the driver would ask of every element what it is, where a column knows.

/** An argument: its type, and its elements as PostgreSQL writes an array. */
export interface Column {
  type: string;
  array: string;
}

type Bare = number | bigint | string | null;

/** Elements that need no quotes: numbers, dates, `t` and `f`. */
export function bareOf(type: string, values: Bare[]): Column {
  return { type, array: `{${values.map((value) => value ?? 'NULL').join()}}` };
}

export const integers = (values: Bare[]): Column => bareOf('integer[]', values);
export const bigints = (values: Bare[]): Column => bareOf('bigint[]', values);
export const texts = (values: (string | null)[]): Column => ({ type: 'text[]', array: quoted(values) });
/** Of ISO text, or `infinity`. */
export const times = (values: (string | null)[]): Column => ({
  type: 'timestamptz[]',
  array: quoted(values),
});

/**
 * Not an array: JSON of each element on a line of its own, an empty line for null. JSON has no line breaks, but as many
 * quotes as words, and in an array each would be escaped here and unescaped there. A single null is no line at all, and so an
 * empty array.
 */
const LINES_OF_JSON = 'lines of JSON';

export const jsons = (values: (string | null)[]): Column => ({
  type: LINES_OF_JSON,
  array: values.join('\n'),
});

/** How a statement names the column that is its argument number `place`: as an array of its type; of JSON, of text. */
export function parameter(place: number, { type }: Column): string {
  return type === LINES_OF_JSON ? `string_to_array($${place}::text, e'\\n', '')` : `$${place}::${type}`;
}

const SPECIAL = /["\\]/;
const SPECIALS = /["\\]/g;

/** Joined and not added up piece by piece: the pieces would live until the last of them, ten for each word. */
function quoted(values: (string | null)[]): string {
  if (values.length === 0) return '{}';
  if (values.every(isPlain)) return `{"${values.join('","')}"}`;
  return `{${values.map(inQuotes).join()}}`;
}

const isPlain = (value: string | null) => value !== null && !SPECIAL.test(value);

function inQuotes(value: string | null): string {
  if (value === null) return 'NULL';
  return isPlain(value) ? `"${value}"` : `"${value.replaceAll(SPECIALS, '\\$&')}"`;
}
