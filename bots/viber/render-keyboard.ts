// Viber's keyboard: one grid of six columns below the chat. It has no buttons under a message, so those stand in the
// first rows, in colour, with the menu in quiet rows below. All of it goes away with the next message, which is
// right for buttons; a rich_media message would keep them, but as a second message and not in old versions.
import type { Button, Key } from '#src/core/deliveries/prompt.ts';
import { cutText } from '#src/core/deliveries/rich-text.ts';

/** PascalCase is Viber's. */
export interface ViberButton {
  Columns: number;
  Rows: 1;
  ActionType: 'reply' | 'open-url' | 'share-phone' | 'location-picker';
  ActionBody: string;
  Text: string;
  TextSize: 'small' | 'regular';
  TextVAlign: 'middle';
  TextHAlign: 'center';
  BgColor: string;
  Silent: true;
  /** In Viber's own browser, above the chat. */
  OpenURLType?: 'internal';
}

export interface ViberKeyboard {
  Type: 'keyboard';
  BgColor: string;
  DefaultHeight: false;
  Buttons: ViberButton[];
}

/** An action comes back as text; this in front tells it from what people write, and works when it is typed, too. */
export const ACTION_MARK = '/';
/** The body of a share-phone key. A Viber that cannot share sends `reply` or this, as text. */
export const SHARE_PHONE = 'share-phone';
/** The body of a button that sends a place: one has to stand there. */
const SEND_PLACE = 'location-picker';

const GRID_COLUMNS = 6;
/** "Up to 12 rows in portrait" (developers.viber.com/docs/faq). */
const MAX_ROWS = 12;
const LABEL_LIMIT = 80;
/** Longer labels take smaller letters when three stand in a row. */
const NARROW_LABEL = 12;

interface Paint {
  ground: string;
  ink: string;
}
const GROUND = '#F2F3F5';
const MENU: Paint = { ground: '#FFFFFF', ink: '#3B4048' };
const PLAIN: Paint = { ground: '#E3EEE9', ink: '#17513D' };
const PRIMARY: Paint = { ground: '#1F6F54', ink: '#FFFFFF' };
const DANGER: Paint = { ground: '#F8E4E1', ink: '#A3312A' };

/** Undefined when there is nothing to press: then Viber takes away the keyboard that was there. */
export function renderKeyboard(prompt: {
  buttons?: Button[][];
  keyboard?: Key[][] | 'none';
}): ViberKeyboard | undefined {
  const keys = prompt.keyboard === 'none' ? [] : (prompt.keyboard ?? []);
  const rows = [
    ...layOut(prompt.buttons ?? []).map((row) => row.map((button) => paintButton(button, row.length))),
    ...layOut(keys).map((row) => row.map((key) => paintKey(key, row.length))),
  ].slice(0, MAX_ROWS);
  if (rows.length === 0) return undefined;
  return { Type: 'keyboard', BgColor: GROUND, DefaultHeight: false, Buttons: rows.flat() };
}

/** Rows of one, two or three, which fill the grid evenly; a longer row becomes several, the shorter ones last. */
function layOut<T>(rows: T[][]): T[][] {
  return rows.flatMap((row) => {
    const lines = Math.ceil(row.length / 3);
    const result: T[][] = [];
    for (let line = 0, from = 0; line < lines; line++) {
      const length = Math.ceil((row.length - from) / (lines - line));
      result.push(row.slice(from, from + length));
      from += length;
    }
    return result;
  });
}

function paintButton(button: Button, inRow: number): ViberButton {
  if ('url' in button) return cell(button.label, inRow, PLAIN, 'open-url', button.url);
  if ('page' in button)
    return { ...cell(button.label, inRow, PLAIN, 'open-url', button.page), OpenURLType: 'internal' };
  if ('share' in button) return cell(button.label, inRow, PRIMARY, 'location-picker', SEND_PLACE);
  const paint = button.tone === 'primary' ? PRIMARY : button.tone === 'danger' ? DANGER : PLAIN;
  return cell(button.label, inRow, paint, 'reply', `${ACTION_MARK}${button.action}`);
}

function paintKey(key: Key, inRow: number): ViberButton {
  if ('share' in key) return cell(key.label, inRow, PRIMARY, 'share-phone', SHARE_PHONE);
  return cell(key.label, inRow, MENU, 'reply', `${ACTION_MARK}${key.action}`);
}

function cell(
  label: string,
  inRow: number,
  { ground, ink }: Paint,
  type: ViberButton['ActionType'],
  body: string,
): ViberButton {
  return {
    Columns: GRID_COLUMNS / inRow,
    Rows: 1,
    ActionType: type,
    ActionBody: body,
    Text: `<font color="${ink}">${escapeLabel(cutText(label, LABEL_LIMIT))}</font>`,
    TextSize: inRow === 3 && label.length > NARROW_LABEL ? 'small' : 'regular',
    TextVAlign: 'middle',
    TextHAlign: 'center',
    BgColor: ground,
    // No bubble of the person's with the action in it.
    Silent: true,
  };
}

/** A label is a small HTML of Viber's. */
function escapeLabel(label: string): string {
  return label.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
