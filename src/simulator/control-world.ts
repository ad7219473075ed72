// What tests ask of the outside world as a whole: that it fails, is many, and tells what it has counted. Types of the control
// API, as those about people and their chats in control.ts.
import type { MessengerName } from './control.ts';

/** One request that a program made, in the ring of the newest 1,000. */
export interface RequestLine {
  at: string;
  on: MessengerName | 'sms';
  method: string;
  /** The receiver's messenger id, when the request named one. */
  to?: string;
  /** HTTP status; 0 when the connection was broken on purpose. */
  httpStatus: number;
}

/** POST /control/lazy/updates: people `from` to `from + count - 1` write `text`, or share their own contact. */
export interface LazyUpdates {
  messenger: MessengerName;
  from: number;
  count: number;
  text?: string;
  contact?: boolean;
}

/**
 * POST /control/faults adds one, answered with {faultId}; DELETE /control/faults clears all. Of the kinds that do
 * not say so, empty_body and truncated_json accept the request first (only the answer is spoilt); the others that
 * answer with an error accept nothing. `stall` accepts only if the caller is still there after delayMs. Delays are
 * real milliseconds. For updates `method` is the update's type, such as `message` or `callback_query`.
 */
export interface Fault {
  on: MessengerName | 'sms';
  /** Such as `sendMessage` or `send_message`; all methods when left out. */
  method?: string;
  /** Only for this user id of the messenger. */
  userId?: string;
  /** Chance in percent, 100 when left out. */
  percent?: number;
  /** How often it strikes; for ever when left out. */
  times?: number;
  kind:
    | 'too_many' // Telegram 429 with retry_after, Viber status 12
    | 'blocked' // 403, status 6
    | 'not_found' // 400 chat not found, status 5
    | 'server_error' // 500 JSON
    | 'bad_gateway' // 502 with an HTML body
    | 'empty_body'
    | 'truncated_json'
    | 'reset_before' // the connection breaks before anything is accepted
    | 'accepted_no_answer' // accepted, then the connection breaks: the important one
    | 'accepted_stall' // accepted, then no answer for delayMs
    | 'stall' // no answer for delayMs, then normal
    | 'duplicate_update' // the same update delivered twice
    | 'reorder_updates'; // updates held back and delivered the other way round
  retryAfterSeconds?: number;
  delayMs?: number;
}

/** GET /control/stats. */
export interface Stats {
  requests: Record<string, number>;
  /** Accepted messages to people, by messenger. */
  accepted: Record<MessengerName, number>;
  /** The most messages accepted within one second. */
  peakPerSecond: Record<MessengerName, number>;
  unansweredCallbacks: number;
  /** Requests that came although retry_after had not passed. */
  ignoredRetryAfter: number;
  /** Messages with the same content to the same person, beyond the first. */
  repeated: number;
  /** What Viber would have billed: messages outside a 24-hour session. */
  billed: number;
}
