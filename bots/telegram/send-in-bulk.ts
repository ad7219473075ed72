// Words alone to one of very many readers. What all of them read is written as JSON once; the rest costs as little as it
// can, for it is done a thousand times a second.
import type { SendOutcome, SendRequest } from '#src/core/deliveries/messenger.ts';
import type { MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { readRefusal } from './read-failure.ts';
import { renderMarkup, renderText, TEXT_LIMIT } from './render.ts';
import type { TelegramApi } from './telegram-api.ts';

/** By the prompt, which all who read the same share: the message as JSON, from its second field on. */
const written = new WeakMap<MessagePrompt, string>();

/** Null when it is more than words: pictures and files are sent as everywhere. Throws UnansweredError, RangeError. */
export async function sendInBulk(
  telegram: TelegramApi,
  { externalId, prompt, paid }: SendRequest,
): Promise<SendOutcome | null> {
  if (prompt.say !== 'message' || prompt.picture || prompt.document) return null;
  const rest = written.get(prompt) ?? write(prompt);
  written.set(prompt, rest);
  const fee = paid ? ',"allow_paid_broadcast":true' : '';
  const answer = await telegram.post('sendMessage', `{"chat_id":${JSON.stringify(externalId)}${fee},${rest}`);
  if (!answer.ok) return readRefusal(answer);
  const { message_id: messageId } = { ...(answer.result as { message_id?: unknown } | null) };
  return { outcome: 'sent', externalMessageId: typeof messageId === 'number' ? String(messageId) : '' };
}

function write(prompt: MessagePrompt): string {
  return JSON.stringify({
    text: renderText(prompt.text, TEXT_LIMIT),
    parse_mode: 'HTML',
    reply_markup: renderMarkup(prompt),
    protect_content: prompt.protect,
    link_preview_options: { is_disabled: true },
  }).slice(1);
}
