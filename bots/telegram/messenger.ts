// Telegram as a Messenger. Bulk messages have connections of their own, so that a campaign into a slow Telegram
// leaves room for replies.
import type { Messenger, SendOutcome, SendRequest } from '#src/core/deliveries/messenger.ts';
import type { DeletePrompt, EditPrompt, Picture, ToastPrompt } from '#src/core/deliveries/prompt.ts';
import { cutText } from '#src/core/deliveries/rich-text.ts';
import { deleteMessage } from './delete-message.ts';
import { editMessage, repeatable } from './edit-message.ts';
import { fetchPhoto } from './fetch-photo.ts';
import type { Moved } from './hear-moved.ts';
import { inChannel } from './in-channel.ts';
import { isOldCallback, readFailure } from './read-failure.ts';
import { sendInBulk } from './send-in-bulk.ts';
import { type SendParts, sendMessage } from './send-message.ts';
import { telegramApi } from './telegram-api.ts';

export interface TelegramMessengerOptions {
  token: string;
  apiRoot: string;
  /** A PNG or JPEG of at most 10 MB. Asked only when the picture was not uploaded before. */
  drawPicture: (picture: Picture) => Promise<Uint8Array>;
  /** Told of a group that has another id now, with each message to the old one. */
  onMoved?: (moved: Moved) => Promise<void>;
  /** For one call; 20 s when left out. */
  timeoutMs?: number;
}

/** "Approximately 30 messages per second" for bulk (core.telegram.org/bots/faq), with some air. */
const BULK_PER_SECOND = 28;
const REPLY_CONNECTIONS = 32;
const BULK_CONNECTIONS = 32;
/** answerCallbackQuery.text (Bot API). */
const TOAST_LIMIT = 200;

/** Connects when the first message goes out. `close` breaks off what is under way. */
export function telegramMessenger(options: TelegramMessengerOptions): Messenger & { close(): Promise<void> } {
  const { token, apiRoot, drawPicture, onMoved, timeoutMs = 20_000 } = options;
  const replies = telegramApi({ token, apiRoot, timeoutMs, connections: REPLY_CONNECTIONS });
  const bulk = telegramApi({ token, apiRoot, timeoutMs, connections: BULK_CONNECTIONS });
  async function attempt(parts: SendParts, request: SendRequest): Promise<SendOutcome> {
    try {
      return (await (request.bulk ? sendInBulk(bulk, request) : null)) ?? (await say(parts, request));
    } catch (error) {
      if (error instanceof RangeError) return { outcome: 'rejected', reason: error.message };
      return readFailure(error);
    }
  }
  return {
    name: 'telegram',
    bot: `telegram:${token.split(':')[0]}`,
    bulkPerSecond: BULK_PER_SECOND,
    async send(request) {
      const { api } = request.bulk ? bulk : replies;
      const parts = { api, drawPicture, timeoutMs, paid: request.paid === true };
      const outcome = await attempt(parts, request);
      const to = outcome.outcome === 'retry' ? outcome.movedTo : undefined;
      if (to !== undefined) await onMoved?.({ from: request.externalId, to });
      return outcome;
    },
    fetchPhoto: async (file, mostBytes) =>
      'fileId' in file
        ? await fetchPhoto(replies, { fileId: file.fileId, mostBytes })
        : { bytes: null, why: 'gone' },
    inChannel: (externalId, channel) => inChannel(replies.api, { externalId, channel }),
    close: async () => {
      await Promise.all([replies.close(), bulk.close()]);
    },
  };
}

function say(parts: SendParts, request: SendRequest): Promise<SendOutcome> {
  const { prompt, externalId } = request;
  switch (prompt.say) {
    case 'message':
      return sendMessage(parts, { externalId, prompt, fileId: request.fileId });
    case 'edit':
      return editMessage(parts, { externalId, prompt, editOf: messageOf(request, prompt) });
    case 'delete':
      return deleteMessage(parts, { externalId, messageId: messageOf(request, prompt) });
    case 'toast':
      return toast(parts, prompt);
  }
}

/** The message that is meant, where it is known. */
function messageOf({ editOf }: SendRequest, { of }: EditPrompt | DeletePrompt): string | undefined {
  return editOf ?? ('externalMessageId' in of ? of.externalMessageId : undefined);
}

/** Answering twice does no harm, so what went astray is tried again. */
async function toast({ api }: SendParts, prompt: ToastPrompt): Promise<SendOutcome> {
  try {
    await api.answerCallbackQuery(prompt.callbackId, {
      text: cutText(prompt.text, TOAST_LIMIT),
      show_alert: prompt.alert,
    });
  } catch (error) {
    if (!isOldCallback(error)) return repeatable(readFailure(error));
  }
  return { outcome: 'sent', externalMessageId: '' };
}
