// Where a page of the history begins, in as few characters as a button has room for: the moment of the last line before it,
// what that line is, and its id. Buttons of an earlier release hold the moment alone, in milliseconds.
import type { PagePlace } from '#src/db/page-place.ts';

/** As it stands in a pattern of an action. */
export const HISTORY_PLACE = '\\d{1,15}|[0-9a-z]{1,9}[prt][0-9a-z]{20}';

const PREFIX_OF: Record<string, string> = { p: 'rcp', r: 'ret', t: 'trf' };
const ID_LENGTH = 21;

export function writePlace({ at, id }: PagePlace): string {
  const [prefix, rest] = id.split('_');
  const letter = Object.keys(PREFIX_OF).find((each) => PREFIX_OF[each] === prefix);
  return `${at.getTime().toString(36)}${letter}${rest}`;
}

export function readPlace(text: string): PagePlace {
  if (text.length < ID_LENGTH) return { at: new Date(Number(text)), id: '' };
  const letter = text.at(-ID_LENGTH) ?? '';
  const id = `${PREFIX_OF[letter]}_${text.slice(1 - ID_LENGTH)}`;
  return { at: new Date(Number.parseInt(text.slice(0, -ID_LENGTH), 36)), id };
}
