// Words alone to one of very many readers. What all of them read is written as JSON once; the rest costs as little as it
// can, for it is done a thousand times a second.
import type { SendOutcome, SendRequest } from '#src/core/deliveries/messenger.ts';
import type { Button, MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { readRefusal } from './read-failure.ts';
import { renderMarkup, renderText, TEXT_LIMIT } from './render.ts';
import type { TelegramApi } from './telegram-api.ts';

/**
 * The last prompt, which all who read the same share, and its message as JSON, from the second field on. Only one: what is a
 * reader's own is never asked for again, and a million entries in a map that forgets cost more than they save.
 */
let written: { prompt: MessagePrompt; rest: string } | null = null;

/** Null when it is more than words: pictures and files are sent as everywhere. Throws UnansweredError, RangeError. */
export async function sendInBulk(
  telegram: TelegramApi,
  { externalId, prompt, paid }: SendRequest,
): Promise<SendOutcome | null> {
  if (prompt.say !== 'message' || prompt.picture || prompt.document) return null;
  if (written?.prompt !== prompt) written = { prompt, rest: write(prompt) };
  const { rest } = written;
  const fee = paid ? ',"allow_paid_broadcast":true' : '';
  const answer = await telegram.post('sendMessage', `{"chat_id":${JSON.stringify(externalId)}${fee},${rest}`);
  if (!answer.ok) return readRefusal(answer);
  const { message_id: messageId } = { ...(answer.result as { message_id?: unknown } | null) };
  return { outcome: 'sent', externalMessageId: typeof messageId === 'number' ? String(messageId) : '' };
}

function write(prompt: MessagePrompt): string {
  const text = JSON.stringify(renderText(prompt.text, TEXT_LIMIT));
  const shield = prompt.protect === undefined ? '' : `,"protect_content":${prompt.protect}`;
  return `"text":${text},"parse_mode":"HTML"${markupOf(prompt)}${shield},"link_preview_options":{"is_disabled":true}}`;
}

/** By the buttons, which readers share where none is their own. */
const markups = new WeakMap<Button[][], string>();

function markupOf(prompt: MessagePrompt): string {
  const { buttons } = prompt;
  const known = buttons && markups.get(buttons);
  if (known !== undefined) return known;
  const markup = renderMarkup(prompt);
  const said = markup ? `,"reply_markup":${JSON.stringify(markup)}` : '';
  // Without buttons it is the keyboard that counts.
  if (buttons && buttons.length > 0) markups.set(buttons, said);
  return said;
}
