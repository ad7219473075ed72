// What a status of Viber's means for a delivery. Names of the codes agree across six independent libraries and
// creators.viber.com/docs/bots-api/errors.
import type { SendOutcome } from '#src/core/deliveries/messenger.ts';
import type { ViberReply } from './transport.ts';

type Failure = Exclude<ViberReply, { reply: 'ok' }>;

export const TOO_MANY = 12;
/** Not registered, not subscribed, no suitable device, a version of the API that the phone does not have. */
const PERSON = new Set([5, 6, 11, 13]);
/** Token, account blocked, not found or suspended, no webhook, not authorised, no broadcasts, no free messages or money left. */
const BOT = new Set([2, 7, 8, 9, 10, 15, 19, 20, 23, 24]);
/**
 * A fault of ours: an address, data bad, missing or too new for the version we named, chats we do not have, and
 * what this person's country does not allow.
 */
const MESSAGE = new Set([1, 3, 4, 14, 16, 17, 18, 21, 22]);
const BOT_BY_HTTP = new Set([401, 403, 404]);

/** Without a way to Viber nothing else of this bot gets through either. */
const NO_WAY_MS = 1_000;
/** "500 requests in a 10 second period" (developers.viber.com/docs/guides/broadcast-rest-api). */
const WINDOW_MS = 10_000;
/** 100 messages an hour to one person who does not answer: the oldest of them has to grow an hour old first. */
const PERSON_WAIT_MS = 600_000;

/** `botWide` says that a "too many requests" is meant for the whole bot, not for one silent person. */
export function readFailure(failure: Failure, botWide = false): SendOutcome {
  const { reason } = failure;
  if (failure.reply === 'notSent') return { outcome: 'retry', delayMs: NO_WAY_MS, wholeBot: true, reason };
  if (failure.reply === 'unknown') return { outcome: 'unknown', reason };
  const { status, httpStatus } = failure;
  if (status === TOO_MANY) {
    return { outcome: 'retry', delayMs: botWide ? WINDOW_MS : PERSON_WAIT_MS, wholeBot: botWide, reason };
  }
  if (PERSON.has(status)) return { outcome: 'unreachable', reason };
  if (BOT.has(status)) return { outcome: 'botRefused', reason };
  if (MESSAGE.has(status)) return { outcome: 'rejected', reason };
  if (status >= 0) return { outcome: 'unknown', reason };
  if (httpStatus === 429) return { outcome: 'retry', delayMs: WINDOW_MS, wholeBot: true, reason };
  return { outcome: BOT_BY_HTTP.has(httpStatus) ? 'botRefused' : 'rejected', reason };
}
