// reply_markup: checks it as the server does and says what a phone shows of it.
import type { Button, Key } from '../chats.ts';
import { isObject, nested, type Params } from './params.ts';
import { badRequest } from './refusal.ts';
import type { WireInlineMarkup } from './wire.ts';

export type Markup =
  | { kind: 'none' }
  | { kind: 'inline'; markup: WireInlineMarkup; buttons: Button[][] }
  | { kind: 'keys'; keys: Key[][]; once: boolean; placeholder: string | undefined }
  | { kind: 'remove' };

const MAX_DATA_BYTES = 64;

export function readMarkup(params: Params): Markup {
  const value = nested(params, 'reply_markup', 'reply keyboard markup');
  if (value === undefined || value === null) return { kind: 'none' };
  if (!isObject(value)) throw badRequest('object expected as reply markup');
  if ('inline_keyboard' in value) {
    const rows = readRows(value.inline_keyboard, 'inline_keyboard').map((row) => row.map(readButton));
    const kept = rows.filter((row) => row.length > 0);
    if (kept.length === 0) return { kind: 'none' };
    return { kind: 'inline', markup: { inline_keyboard: value.inline_keyboard }, buttons: kept };
  }
  if ('keyboard' in value) {
    const keys = readRows(value.keyboard, 'keyboard').map((row) => row.map(readKey));
    const placeholder = value.input_field_placeholder;
    return {
      kind: 'keys',
      keys: keys.filter((row) => row.length > 0),
      once: value.one_time_keyboard === true,
      placeholder: typeof placeholder === 'string' && placeholder !== '' ? placeholder : undefined,
    };
  }
  if (value.remove_keyboard === true) return { kind: 'remove' };
  return { kind: 'none' };
}

function readRows(rows: unknown, name: string): unknown[][] {
  if (!Array.isArray(rows))
    throw badRequest(`can't parse reply keyboard markup: field "${name}" must be of type Array`);
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest("can't parse keyboard button: expected an Array");
    return row;
  });
}

function readButton(value: unknown): Button {
  if (!isObject(value) || typeof value.text !== 'string') {
    throw badRequest('can\'t parse inline keyboard button: Can\'t find field "text"');
  }
  const { text: label, url, callback_data: data, web_app: webApp, copy_text: copy } = value;
  if (label.trim() === '')
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  if (typeof data === 'string') {
    const bytes = Buffer.byteLength(data);
    if (bytes === 0 || bytes > MAX_DATA_BYTES) throw badRequest('BUTTON_DATA_INVALID');
    return { shown: { label, kind: 'callback' }, body: data, silent: false };
  }
  if (typeof url === 'string') {
    if (!/^(https?:\/\/|tg:\/\/|[\w-]+\.\w)/i.test(url)) {
      throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
    }
    return { shown: { label, kind: 'url', url }, body: url, silent: false };
  }
  if (isObject(webApp) && typeof webApp.url === 'string') {
    return { shown: { label, kind: 'web_app', url: webApp.url }, body: webApp.url, silent: false };
  }
  if (isObject(copy) && typeof copy.text === 'string') {
    if (copy.text.length < 1 || copy.text.length > 256) throw badRequest('BUTTON_COPY_TEXT_INVALID');
    return { shown: { label, kind: 'copy' }, body: copy.text, silent: false };
  }
  throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
}

function readKey(value: unknown): Key {
  if (typeof value === 'string') return { shown: { label: value, kind: 'text' }, body: value, silent: false };
  if (!isObject(value) || typeof value.text !== 'string') {
    throw badRequest('can\'t parse keyboard button: Can\'t find field "text"');
  }
  const label = value.text;
  const kind =
    value.request_contact === true ? 'share_phone' : value.request_location === true ? 'location' : 'text';
  return { shown: { label, kind }, body: label, silent: false };
}
