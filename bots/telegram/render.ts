// Prompts in Telegram's own shapes. Pure: what is here touches nothing outside.
import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types';
import type { Button, Key, RichText } from '#src/core/deliveries/prompt.ts';
import { escapeRich } from '#src/core/deliveries/prompt.ts';
import { cutRichText, type RichSpan, readRichText, richLength } from '#src/core/deliveries/rich-text.ts';

/** Characters after the markup is taken away (Bot API: sendMessage, sendPhoto). */
export const TEXT_LIMIT = 4_096;
export const CAPTION_LIMIT = 1_024;
/** Bytes of callback_data (Bot API: InlineKeyboardButton). */
const ACTION_BYTES = 64;

/** The text as HTML for Telegram, cut to `limit` characters. */
export function renderText(text: RichText, limit: number): string {
  // Without markup and short: it is Telegram's HTML already.
  if (text.length <= limit && !text.includes('<')) return text;
  return cutRichText(readRichText(text), limit).map(renderSpan).join('');
}

/** Whether the text is short enough for a caption. */
export function fitsCaption(text: RichText): boolean {
  return text.length <= CAPTION_LIMIT || richLength(readRichText(text)) <= CAPTION_LIMIT;
}

function renderSpan(span: RichSpan): string {
  let html = escapeRich(span.text);
  if (span.code) html = `<code>${html}</code>`;
  if (span.italic) html = `<i>${html}</i>`;
  if (span.struck) html = `<s>${html}</s>`;
  if (span.bold) html = `<b>${html}</b>`;
  if (span.href !== undefined) html = `<a href="${escapeRich(span.href)}">${html}</a>`;
  return html;
}

export type ReplyMarkup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove;

/**
 * A message carries either buttons or keys. Buttons come first, and keys that were shown before stay below the chat.
 * Throws when an action is too long: a fault of whoever made the prompt.
 */
export function renderMarkup(prompt: {
  buttons?: Button[][];
  keyboard?: Key[][] | 'none';
}): ReplyMarkup | undefined {
  if (prompt.buttons && prompt.buttons.length > 0) return renderButtons(prompt.buttons);
  if (prompt.keyboard === 'none') return { remove_keyboard: true };
  if (prompt.keyboard && prompt.keyboard.length > 0) return renderKeys(prompt.keyboard);
  return undefined;
}

export function renderButtons(rows: Button[][]): InlineKeyboardMarkup {
  const shown = rows.map((row) => row.flatMap((button) => ('share' in button ? [] : renderButton(button))));
  return { inline_keyboard: shown.filter(({ length }) => length > 0) };
}

function renderButton(
  button: Exclude<Button, { share: 'location' }>,
): InlineKeyboardMarkup['inline_keyboard'][number][number] {
  if ('url' in button) return { text: button.label, url: button.url };
  if ('page' in button) return { text: button.label, web_app: { url: button.page } };
  const bytes = Buffer.byteLength(button.action);
  if (bytes < 1 || bytes > ACTION_BYTES) {
    throw new RangeError(`The action of a button takes 1 to ${ACTION_BYTES} bytes, this one ${bytes}`);
  }
  return {
    text: button.label,
    callback_data: button.action,
    ...(button.tone === undefined ? {} : { style: button.tone }),
  };
}

function renderKeys(rows: Key[][]): ReplyKeyboardMarkup {
  const asksForPhone = rows.some((row) => row.some((key) => 'share' in key));
  return {
    keyboard: rows.map((row) =>
      row.map((key) =>
        'share' in key ? { text: key.label, request_contact: true as const } : { text: key.label },
      ),
    ),
    resize_keyboard: true,
    is_persistent: !asksForPhone,
    // Folds away once the phone is shared, and does not wait there to be pressed again.
    one_time_keyboard: asksForPhone,
  };
}
