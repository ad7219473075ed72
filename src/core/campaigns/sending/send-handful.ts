// Gives a handful of messages to the messenger, each call at its slot.
import { setTimeout as pause } from 'node:timers/promises';
import type { Broadcast, Channel, Messenger, SendOutcome } from '../../deliveries/messenger.ts';
import type { MessagePrompt } from '../../deliveries/prompt.ts';
import { sendSafely } from '../../deliveries/send-safely.ts';
import type { CampaignMessage } from './advance-chunk.ts';
import type { Sent } from './campaign-result.ts';

/** One call: one message to one person, or the same to many. */
export interface Call {
  messages: CampaignMessage[];
  prompt: MessagePrompt;
}

/** Each message a call of its own, or with `broadcast` all who get the same message together. */
export function callsOf(
  messages: CampaignMessage[],
  prompts: MessagePrompt[],
  broadcast: Broadcast | undefined,
): Call[] {
  const calls: Call[] = [];
  const open = new Map<MessagePrompt, Call>();
  for (const [index, message] of messages.entries()) {
    const prompt = prompts[index];
    if (!prompt) throw new Error('A message of a campaign was not composed.');
    const call = open.get(prompt);
    if (call && broadcast && call.messages.length < broadcast.most) call.messages.push(message);
    else {
      const begun = { messages: [message], prompt };
      calls.push(begun);
      if (broadcast) open.set(prompt, begun);
    }
  }
  return calls;
}

export interface Handful {
  messenger: Messenger<Channel>;
  calls: Call[];
  /** How calls to many are made. */
  broadcast: Broadcast | undefined;
  /** Telegram: takes its fee for each message. */
  paid: boolean;
  /** When each call may begin, by performance.now(). */
  slots: number[];
  /** Aborted when nothing more is to be begun. */
  stopping: AbortSignal;
  /** Called with each outcome as it comes. */
  onSent: (sent: Sent) => void;
}

export interface HandfulEnd {
  /** How long the messenger wants the whole bot to be silent. */
  silentMs: number;
  /** It broke off: what was left over was not tried. */
  halted: boolean;
  /** The bot may not broadcast; nobody of those calls got anything. */
  mayNotBroadcast: boolean;
}

/** Bulk calls under way at once. Telegram answers in some 50 ms, so that a paid 1,000 a second fits as well. */
const CONCURRENCY = 32;
/** A timer is not more exact than this. */
const ON_TIME_MS = 1;

/** Resolves when every message has its outcome. */
export async function sendHandful(handful: Handful): Promise<HandfulEnd> {
  const { messenger, calls, broadcast, paid, slots, onSent } = handful;
  const halt = new AbortController();
  const halted = AbortSignal.any([handful.stopping, halt.signal]);
  let silentMs = 0;
  let mayNotBroadcast = false;
  const note = (message: CampaignMessage, outcome: SendOutcome | null) => {
    onSent({ message, outcome });
    if (outcome === null || outcome.outcome === 'botRefused') halt.abort();
    if (outcome?.outcome !== 'retry' || !outcome.wholeBot) return;
    halt.abort();
    silentMs = Math.max(silentMs, outcome.delayMs);
  };
  const send = async ({ messages, prompt }: Call) => {
    if (!broadcast) {
      for (const message of messages) {
        const { externalId } = message;
        note(message, await sendSafely(messenger, { externalId, prompt, bulk: true, paid }));
      }
      return;
    }
    const externalIds = messages.map(({ externalId }) => externalId);
    const outcomes = await broadcastSafely(broadcast, { externalIds, prompt });
    mayNotBroadcast ||= outcomes === null;
    for (const [index, message] of messages.entries()) note(message, outcomes?.[index] ?? null);
  };
  // Each lane has one call under way and takes the next when it is through. To race all that are under way for each of them
  // cost a sixth of a worker's CPU.
  const left = calls.entries();
  const lane = async () => {
    for (const [index, call] of left) {
      const waitMs = (slots[index] ?? 0) - performance.now();
      if (waitMs > ON_TIME_MS) await pause(waitMs, undefined, { signal: halted }).catch(() => {});
      if (halted.aborted) for (const message of call.messages) onSent({ message, outcome: null });
      else await send(call);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, calls.length) }, lane));
  return { silentMs, halted: halted.aborted, mayNotBroadcast };
}

/** A fault of our own leaves nobody knowing how far it came. */
async function broadcastSafely(
  broadcast: Broadcast,
  request: { externalIds: string[]; prompt: MessagePrompt },
): Promise<SendOutcome[] | null> {
  try {
    return await broadcast.send(request);
  } catch (error) {
    const reason = `a fault of ours: ${error instanceof Error ? error.name : typeof error}`;
    return request.externalIds.map(() => ({ outcome: 'unknown', reason }));
  }
}
