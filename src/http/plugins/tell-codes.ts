// The codes of errors that a system may be answered, for the reference page: with the status of each, and what to do.
import type { RefusalCode } from '#src/core/refusal-codes.ts';
import { REFUSAL_STATUS } from '../refusal-status.ts';

const AGAIN = 'send the very same again, after `Retry-After`';
const CORRECT = 'correct the request';
const NEVER = 'give up: sending it again changes nothing';
const SETTINGS = 'give up, and ask an admin of the shop';
const FRESH = 'ask for a fresh live card code';
const LESS = 'burn less, or nothing';

const WHAT_TO_DO: Partial<Record<RefusalCode, string>> = {
  invalid_input: CORRECT,
  amount_not_valid: `${CORRECT}; \`details.most\` is the largest sum of a receipt`,
  receipt_in_future: 'set the clock of the till',
  receipt_too_old: 'send it by `/api/v1/receipts/batch`; refused there, give up',
  api_key_not_valid: SETTINGS,
  scope_missing: SETTINGS,
  forbidden: SETTINGS,
  not_for_partners: SETTINGS,
  partner_suspended: SETTINGS,
  partner_currency: SETTINGS,
  store_closed: SETTINGS,
  return_other_store: SETTINGS,
  not_found: CORRECT,
  till_not_found: CORRECT,
  currency_not_found: CORRECT,
  currency_closed: SETTINGS,
  card_not_found: 'scan or type the code again',
  member_not_found: CORRECT,
  member_erased: NEVER,
  card_blocked: 'go on without the card',
  external_id_taken: NEVER,
  live_code_expired: FRESH,
  live_code_used: FRESH,
  live_code_forged: FRESH,
  burn_needs_confirmation: FRESH,
  burn_waits: LESS,
  burn_above_maximum: LESS,
  insufficient_points: LESS,
  receipt_differs: 'give up, or send it under a key of its own: another receipt has this key',
  receipt_told_before: 'ask for it under `details.externalId`: the same slip came under that key before',
  return_differs: 'give up, or send it under a key of its own: another return has this key',
  key_reused: 'give up, or send it under a key of its own: something else has this key',
  receipt_closed: 'return what was bought',
  receipt_not_found: CORRECT,
  quote_stale: 'show the fresh `quote`, and close with its `quoteId`',
  payments_differ: 'take what `details.expectedMinor` says',
  already_returned: NEVER,
  line_not_found: CORRECT,
  return_above_bought: CORRECT,
  hold_not_found: CORRECT,
  hold_settled: 'set the points aside anew',
  hold_of_receipt: 'close or cancel the basket',
  offer_not_live: NEVER,
  offer_ended: NEVER,
  offer_gone: NEVER,
  offer_limit: NEVER,
  offer_not_for_you: NEVER,
  coupon_not_found: CORRECT,
  coupon_used: NEVER,
  coupon_of_another: NEVER,
  coupon_expired: NEVER,
  coupon_usable: NEVER,
  coupon_elsewhere: NEVER,
  points_not_found: CORRECT,
  points_above_left: CORRECT,
  check_not_found: CORRECT,
  check_settled: NEVER,
  issuing_cap: AGAIN,
  too_many_attempts: AGAIN,
};

/** Those that are no refusals of the business. */
const OTHERS: [code: string, status: number, advice: string][] = [
  ['too_large', 413, CORRECT],
  ['wrong_type', 415, CORRECT],
  ['fault', 500, 'send the very same again; tell us `details.reference` if it stays'],
  ['unavailable', 503, AGAIN],
];

/** A list by status, in Markdown: in the narrow column of a table most codes would be broken in two. */
export function tellCodes(): string {
  const refusals = Object.entries(WHAT_TO_DO).map(
    ([code, advice]) => [code, REFUSAL_STATUS[code as RefusalCode], advice] as const,
  );
  return [...refusals, ...OTHERS]
    .toSorted(([, one], [, two]) => one - two)
    .map(([code, status, advice]) => `- ${status} \`${code}\`: ${advice}`)
    .join('\n');
}
