// Changes a message of ours. Doing it twice changes nothing more, so an edit whose answer is lost is tried again;
// only the message that is sent in its place is not.
import type { SendOutcome } from '#src/core/deliveries/messenger.ts';
import type { EditPrompt } from '#src/core/deliveries/prompt.ts';
import { isCaptioned, isNotEditable, isUnchanged, readFailure } from './read-failure.ts';
import { CAPTION_LIMIT, renderButtons, renderText, TEXT_LIMIT } from './render.ts';
import { type SendParts, sendMessage } from './send-message.ts';

export interface MessageToEdit {
  externalId: string;
  prompt: EditPrompt;
  /** The message_id, when it is known. */
  editOf: string | undefined;
}

/** Buttons that the prompt does not name are taken away. Throws what Telegram answered to the message sent instead. */
export async function editMessage(parts: SendParts, edit: MessageToEdit): Promise<SendOutcome> {
  const { externalId, prompt, editOf } = edit;
  const messageId = Number(editOf);
  if (Number.isSafeInteger(messageId) && messageId > 0) {
    try {
      await changeWords(parts, externalId, messageId, prompt);
      return { outcome: 'sent', externalMessageId: String(messageId) };
    } catch (error) {
      if (isUnchanged(error)) return { outcome: 'sent', externalMessageId: String(messageId) };
      if (!isNotEditable(error)) return repeatable(readFailure(error));
    }
  }
  if (!prompt.orSend) return { outcome: 'rejected', reason: 'the message cannot be edited' };
  const { text, buttons, keyboard } = prompt;
  return sendMessage(parts, { externalId, prompt: { say: 'message', text, buttons, keyboard } });
}

async function changeWords(
  { api }: SendParts,
  chatId: string,
  messageId: number,
  prompt: EditPrompt,
): Promise<void> {
  const reply_markup = renderButtons(prompt.buttons ?? []);
  const common = { parse_mode: 'HTML', reply_markup } as const;
  try {
    await api.editMessageText(chatId, messageId, renderText(prompt.text, TEXT_LIMIT), {
      ...common,
      link_preview_options: { is_disabled: true },
    });
  } catch (error) {
    if (!isCaptioned(error)) throw error;
    const caption = renderText(prompt.text, CAPTION_LIMIT);
    await api.editMessageCaption(chatId, messageId, { ...common, caption });
  }
}

/** For calls that do the same when they are made twice. */
export function repeatable(outcome: SendOutcome): SendOutcome {
  if (outcome.outcome !== 'unknown') return outcome;
  return { outcome: 'retry', delayMs: 1_000, wholeBot: false, reason: outcome.reason };
}
