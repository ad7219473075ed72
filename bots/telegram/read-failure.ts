// What a failed call means for the delivery. Descriptions are those of the real server (tdlib/telegram-bot-api); a
// call that may have been carried out is `unknown`, because no message may reach a person twice.
import { GrammyError, HttpError } from 'grammy';
import type { SendOutcome } from '#src/core/deliveries/messenger.ts';
import { type Envelope, UnansweredError } from './telegram-api.ts';

/** Why an edit cannot be done, other than for a fault of ours: the message is gone, too old or of another kind. */
const NOT_EDITABLE =
  /message to edit not found|message can't be edited|message identifier is not specified|MESSAGE_ID_INVALID/i;
const BAD_FILE_ID = /file.?id|file identifier|can't use file|FILE_REFERENCE|FILE_PART/i;
const NOBODY = /chat not found|user not found|PEER_ID_INVALID|user is deactivated|USER_IS_DEACTIVATED/i;
/** While there is no way to Telegram, nothing else of this bot gets through either. */
const NO_WAY_MS = 1_000;
/** Meanwhile the news that a group has moved is heard, which takes along what waits for it. */
const MOVED_MS = 3_000;

type Refused = Pick<Extract<Envelope, { ok: false }>, 'error_code' | 'description' | 'parameters'>;

/** The outcome of a call that threw `error`. What is neither Telegram's answer nor the network's fault is thrown on. */
export function readFailure(error: unknown): SendOutcome {
  if (error instanceof GrammyError) return readRefusal(error);
  const cause = error instanceof HttpError ? error.error : error;
  if (cause instanceof UnansweredError) {
    if (cause.sent) return { outcome: 'unknown', reason: cause.message };
    return { outcome: 'retry', delayMs: NO_WAY_MS, wholeBot: true, reason: cause.message };
  }
  // grammY's own time limit; it cannot say whether the request had left.
  if (error instanceof HttpError) return { outcome: 'unknown', reason: 'no answer' };
  throw error;
}

/** The outcome of a call to which Telegram said no. */
export function readRefusal(error: Refused): SendOutcome {
  const reason = `${error.error_code} ${error.description}`;
  const movedTo = error.parameters?.migrate_to_chat_id;
  if (movedTo !== undefined) return { outcome: 'retry', delayMs: MOVED_MS, wholeBot: false, reason, movedTo };
  switch (error.error_code) {
    case 429: {
      const seconds = error.parameters?.retry_after ?? 1;
      return { outcome: 'retry', delayMs: seconds * 1_000, wholeBot: true, reason };
    }
    case 403:
      return { outcome: 'unreachable', reason };
    case 401:
    case 404:
    case 409:
      return { outcome: 'botRefused', reason };
    default:
      if (error.error_code >= 500) return { outcome: 'unknown', reason };
      return { outcome: NOBODY.test(error.description) ? 'unreachable' : 'rejected', reason };
  }
}

/** Telegram has nothing to change: the message says this already. */
export function isUnchanged(error: unknown): boolean {
  return isBadRequest(error, /message is not modified/i);
}

export function isNotEditable(error: unknown): boolean {
  return isBadRequest(error, NOT_EDITABLE);
}

/** There is nothing to take away any more. */
export function isGone(error: unknown): boolean {
  return isBadRequest(error, /message to delete not found|MESSAGE_ID_INVALID/i);
}

/** The message is a photo or a document: its words are a caption. */
export function isCaptioned(error: unknown): boolean {
  return isBadRequest(error, /there is no text in the message to edit/i);
}

/** The button was pressed too long ago for an answer. */
export function isOldCallback(error: unknown): boolean {
  return isBadRequest(error, /query is too old|query ID is invalid|QUERY_ID_INVALID/i);
}

export function isBadFileId(error: unknown): boolean {
  return isBadRequest(error, BAD_FILE_ID);
}

function isBadRequest(error: unknown, description: RegExp): boolean {
  return error instanceof GrammyError && error.error_code === 400 && description.test(error.description);
}
