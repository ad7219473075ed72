// Sends one message: words, a picture or a file. What does not fit under a picture follows it as a message of its own.
import { setTimeout as pause } from 'node:timers/promises';
import { type Api, InputFile } from 'grammy';
import type { Message } from 'grammy/types';
import type { SendOutcome } from '#src/core/deliveries/messenger.ts';
import type { MessagePrompt, Picture } from '#src/core/deliveries/prompt.ts';
import { download } from './download.ts';
import { isBadFileId, readFailure } from './read-failure.ts';
import { CAPTION_LIMIT, fitsCaption, renderMarkup, renderText, TEXT_LIMIT } from './render.ts';

export interface SendParts {
  api: Api;
  drawPicture: (picture: Picture) => Promise<Uint8Array>;
  timeoutMs: number;
  /** Telegram takes its fee for this message, and no limit on bulk. */
  paid: boolean;
}

export interface MessageToSend {
  externalId: string;
  prompt: MessagePrompt;
  /** The picture as it was uploaded before. */
  fileId?: string;
}

/** How long the words after a picture may wait for a busy Telegram. */
const PATIENCE_MS = 3_000;

/** Throws what Telegram answered when nothing was sent; see readFailure. */
export async function sendMessage(parts: SendParts, message: MessageToSend): Promise<SendOutcome> {
  const { prompt } = message;
  if (!prompt.picture && !prompt.document) return sent(await sendWords(parts, message));
  if (fitsCaption(prompt.text)) return sendFile(parts, message);
  const file = await sendFile(parts, {
    ...message,
    prompt: { ...prompt, text: '', buttons: undefined, keyboard: undefined },
  });
  if (file.outcome !== 'sent') return file;
  return { ...file, ...(await sendRest(parts, message)) };
}

function sendFile(parts: SendParts, message: MessageToSend): Promise<SendOutcome> {
  const { picture, document } = message.prompt;
  if (picture) return sendPicture(parts, message, picture);
  if (document) return sendDocument(parts, message, document);
  throw new Error('a message without a file has no file to send');
}

async function sendWords(parts: SendParts, { externalId, prompt }: MessageToSend): Promise<Message> {
  return parts.api.sendMessage(externalId, renderText(prompt.text, TEXT_LIMIT), {
    ...common(parts, prompt),
    link_preview_options: { is_disabled: true },
  });
}

/** The words after their picture. They cannot be left for later, for the picture would come again with them. */
async function sendRest(parts: SendParts, message: MessageToSend): Promise<SendOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return sent(await sendWords(parts, message));
    } catch (error) {
      const outcome = readFailure(error);
      if (outcome.outcome !== 'retry') return outcome;
      if (attempt === 2 || outcome.delayMs > PATIENCE_MS) {
        return { outcome: 'unknown', reason: `only the picture was sent: ${outcome.reason}` };
      }
      await pause(outcome.delayMs);
    }
  }
}

async function sendPicture(
  parts: SendParts,
  { externalId, prompt, fileId }: MessageToSend,
  picture: Picture,
): Promise<SendOutcome> {
  const words = { ...common(parts, prompt), caption: renderText(prompt.text, CAPTION_LIMIT) };
  if (fileId !== undefined) {
    try {
      return sent(await parts.api.sendPhoto(externalId, fileId, words));
    } catch (error) {
      if (!isBadFileId(error)) throw error;
    }
  }
  const bytes = await parts.drawPicture(picture).catch((error: unknown) => error);
  if (!(bytes instanceof Uint8Array)) {
    const why = bytes instanceof Error ? bytes.message : 'nobody knows why';
    return { outcome: 'rejected', reason: `the picture cannot be drawn: ${why}` };
  }
  const photo = new InputFile(bytes, 'picture.png');
  const message = await parts.api.sendPhoto(externalId, photo, words);
  // Telegram keeps several sizes; the last is the largest.
  return { ...sent(message), fileId: message.photo.at(-1)?.file_id };
}

/** Telegram fetches only PDF and ZIP by address, and not from an address of a private network: so it is uploaded. */
async function sendDocument(
  parts: SendParts,
  { externalId, prompt }: MessageToSend,
  document: NonNullable<MessagePrompt['document']>,
): Promise<SendOutcome> {
  const bytes = await download(document.url, parts.timeoutMs);
  if (!bytes) {
    return { outcome: 'retry', delayMs: 5_000, wholeBot: false, reason: 'the document is not to be had' };
  }
  const caption = renderText(prompt.text, CAPTION_LIMIT);
  // grammY writes the name as it is into the head of the upload, where only a quoted one may hold any letters.
  const file = new InputFile(bytes, `"${document.fileName.replaceAll(/["\\\r\n]/g, ' ')}"`);
  return sent(await parts.api.sendDocument(externalId, file, { ...common(parts, prompt), caption }));
}

function common({ paid }: SendParts, prompt: MessagePrompt) {
  const reply_markup = renderMarkup(prompt);
  return {
    parse_mode: 'HTML',
    ...(reply_markup ? { reply_markup } : {}),
    ...(prompt.protect ? { protect_content: true } : {}),
    ...(paid ? { allow_paid_broadcast: true } : {}),
  } as const;
}

function sent(message: Message): { outcome: 'sent'; externalMessageId: string } {
  return { outcome: 'sent', externalMessageId: String(message.message_id) };
}
