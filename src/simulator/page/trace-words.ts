// What the program tells of its own inside, in the visitor's language. It tells it in English; what is not known here is
// shown as it came.
import type { TraceLine } from '../control.ts';
import type { Say, Word } from './words.ts';

const STEPS: Readonly<Record<string, Word>> = {
  'update stored': 'stepUpdate',
  scene: 'stepScene',
  transfer: 'stepTransfer',
  notice: 'stepNotice',
};

/** What became of a message; a test holds these three against all that the program knows. */
export const OUTCOME_WORDS = {
  sent: 'outcomeSent',
  retry: 'outcomeRetry',
  unreachable: 'outcomeUnreachable',
  rejected: 'outcomeRejected',
  botRefused: 'outcomeBotRefused',
  unknown: 'outcomeUnknown',
} as const satisfies Readonly<Record<string, Word>>;
export const LANE_WORDS = {
  reply: 'laneReply',
  notice: 'laneNotice',
} as const satisfies Readonly<Record<string, Word>>;
export const PROMPT_WORDS = {
  message: 'whatMessage',
  edit: 'whatEdit',
  delete: 'whatDelete',
  toast: 'whatToast',
} as const satisfies Readonly<Record<string, Word>>;

const OUTCOMES: Readonly<Record<string, Word>> = OUTCOME_WORDS;
const LANES: Readonly<Record<string, Word>> = LANE_WORDS;
const WHAT: Readonly<Record<string, Word>> = { ...PROMPT_WORDS, 'message with a picture': 'whatPicture' };

export function stepWords({ step }: Pick<TraceLine, 'step'>, say: Say): string {
  const [, way, outcome = ''] = /^(delivery|broadcast) (\w+)$/.exec(step) ?? [];
  const became = OUTCOMES[outcome];
  if (became) return way === 'broadcast' ? `${say('stepBroadcast')}: ${say(became)}` : say(became);
  const word = STEPS[step];
  return word ? say(word) : step;
}

export function detailWords({ detail }: Pick<TraceLine, 'detail'>, say: Say): string {
  if (detail === 'in the inbox') return say('detailInbox');
  const [, receipts] = /^receipts in the ledger: (\d+)$/.exec(detail) ?? [];
  if (receipts) return say('detailReceipts', { receipts });
  const [, events, messages] = /^events: (\d+), messages: (\d+)$/.exec(detail) ?? [];
  if (events && messages) return say('detailNotice', { events, messages });
  const [, lane = '', what = ''] = /^(\w+): ([\w ]+)$/.exec(detail) ?? [];
  const [laneWord, whatWord] = [LANES[lane], WHAT[what]];
  return laneWord && whatWord ? `${say(laneWord)}: ${say(whatWord)}` : detail;
}
