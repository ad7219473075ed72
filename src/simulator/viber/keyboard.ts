// Viber's grid of buttons, below the chat (keyboard) or inside it (rich_media): checked, and laid out in rows.
import type { Pressable } from '../chats.ts';
import type { ShownKey } from '../control.ts';
import { badData } from './refusal.ts';

export type GridKey = Pressable<ShownKey>;

const MAX_ROWS = 12;
const MAX_TEXT = 250;
/** share-phone and location-picker came with the third version of the API. */
const PICKERS_SINCE = 3;
const KIND: Record<string, ShownKey['kind']> = {
  reply: 'text',
  'open-url': 'url',
  'location-picker': 'location',
  'share-phone': 'share_phone',
  none: 'none',
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `name` is `keyboard` or `rich_media`, as the refusals call it. */
export function readGrid(
  value: unknown,
  name: 'keyboard' | 'rich_media',
  minApiVersion: number,
): GridKey[][] {
  const refuse = (why: string) => badData(`${name} is not valid. [${why}]`);
  if (!isRecord(value)) throw refuse('expected an object');
  if (value.Type !== name) throw refuse(`object has missing required properties (["Type"])`);
  if (!Array.isArray(value.Buttons) || value.Buttons.length === 0) {
    throw refuse('object has missing required properties (["Buttons"])');
  }
  const width = readNumber(value.ButtonsGroupColumns, 6, 1, 6, (why) => refuse(`ButtonsGroupColumns ${why}`));
  const maxHeight = name === 'keyboard' ? 2 : 7;
  const keys = value.Buttons.map((button: unknown) =>
    readButton(button, width, maxHeight, minApiVersion, refuse),
  );
  const rows = layOut(keys, width);
  const height = rows.reduce((sum, row) => sum + Math.max(...row.map((key) => key.shown.rows ?? 1)), 0);
  if (name === 'keyboard' && height > MAX_ROWS) throw refuse(`more than ${MAX_ROWS} rows`);
  return rows;
}

function readButton(
  value: unknown,
  width: number,
  maxHeight: number,
  minApiVersion: number,
  refuse: (why: string) => Error,
): GridKey {
  if (!isRecord(value)) throw refuse('button is no object');
  const action = value.ActionType ?? 'reply';
  const allowed = minApiVersion >= PICKERS_SINCE ? Object.keys(KIND) : ['reply', 'open-url', 'none'];
  if (typeof action !== 'string' || !allowed.includes(action)) {
    throw refuse(
      `instance value (${JSON.stringify(action)}) not found in enum (possible values: ["reply","open-url",""])`,
    );
  }
  const body = value.ActionBody;
  if (typeof body !== 'string' || (body === '' && action !== 'none')) {
    throw refuse('object has missing required properties (["ActionBody"])');
  }
  if (body.length > MAX_TEXT) throw refuse(`ActionBody is longer than ${MAX_TEXT}`);
  const text = typeof value.Text === 'string' ? value.Text : '';
  if (text.length > MAX_TEXT) throw refuse(`Text is longer than ${MAX_TEXT}`);
  if (action === 'open-url' && !URL.canParse(body)) throw refuse('ActionBody is no URL');
  const color = /<font[^>]*color\s*=\s*["']?(#[0-9a-f]{3,8})/i.exec(text)?.[1];
  return {
    body,
    silent: value.Silent === true,
    shown: {
      label: plainText(text),
      kind: KIND[action] ?? 'text',
      columns: readNumber(value.Columns, width, 1, width, (why) => refuse(`Columns ${why}`)),
      rows: readNumber(value.Rows, 1, 1, maxHeight, (why) => refuse(`Rows ${why}`)),
      ...(typeof value.BgColor === 'string' ? { background: value.BgColor } : {}),
      ...(color === undefined ? {} : { color }),
      ...(action === 'open-url' ? { url: body } : {}),
      ...(action === 'open-url' && value.OpenURLType === 'internal' ? { internal: true } : {}),
    },
  };
}

function readNumber(
  value: unknown,
  fallback: number,
  min: number,
  max: number,
  refuse: (why: string) => Error,
): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw refuse(`must be ${min} to ${max}`);
}

/** Fills rows from the left until the grid's width is used up. */
function layOut(keys: GridKey[], width: number): GridKey[][] {
  const rows: GridKey[][] = [];
  let left = 0;
  for (const key of keys) {
    const columns = key.shown.columns ?? width;
    const row = rows.at(-1);
    if (!row || columns > left) {
      rows.push([key]);
      left = width - columns;
    } else {
      row.push(key);
      left -= columns;
    }
  }
  return rows;
}

const plainText = (html: string): string =>
  html
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
