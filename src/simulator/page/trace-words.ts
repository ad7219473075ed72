// What the program tells of its own inside, in the visitor's language. It tells it in English; what is not known here is
// shown as it came.
import type { TraceLine } from '../control.ts';
import type { Say, Word } from './words.ts';

const STEPS: Readonly<Record<string, Word>> = {
  'update stored': 'stepUpdate',
  scene: 'stepScene',
  transfer: 'stepTransfer',
  notice: 'stepNotice',
  'delivery sent': 'stepSent',
  'delivery blocked': 'stepBlocked',
};

const LANES: Readonly<Record<string, Word>> = { reply: 'laneReply', notice: 'laneNotice' };
const WHAT: Readonly<Record<string, Word>> = {
  message: 'whatMessage',
  'message with a picture': 'whatPicture',
  toast: 'whatToast',
};

export function stepWords({ step }: Pick<TraceLine, 'step'>, say: Say): string {
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
