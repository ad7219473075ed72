// Works through one run of an audience: takes a handful, sends it at the bot's pace, writes down what became of it
// together with taking the next. Whatever is marked as sending was, or may have been, handed to the messenger;
// everything else can be left at any moment.
import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '#src/db/client.ts';
import { persevere } from '#src/db/persevere.ts';
import type { Clock } from '#src/lib/clock.ts';
import type { Language } from '#src/lib/language.ts';
import type { Messenger, SendOutcome } from '../deliveries/messenger.ts';
import { leaseSlots, silence } from '../deliveries/pacer.ts';
import type { Key } from '../deliveries/prompt.ts';
import { sendSafely } from '../deliveries/send-safely.ts';
import { MAX_ATTEMPTS } from '../deliveries/settle-delivery.ts';
import { advanceChunk, type CampaignMessage, type CampaignResult } from './advance-chunk.ts';
import type { ReadyContent } from './compile-content.ts';
import { composeCampaignMessage } from './compose-campaign-message.ts';
import { type ChunkLease, releaseChunk } from './lease-chunk.ts';
import { prepareContent } from './prepare-content.ts';
import { readReaderFacts } from './read-reader-facts.ts';

export interface CampaignSending {
  sql: Sql;
  messenger: Messenger;
  clock: Clock;
  /** The keyboard that stays below the chat. */
  keyboard?: (language: Language) => Key[][];
  /** Chooses what each reader of a run gets, such as their own offers, before any of it is sent. */
  fill?: (lease: ChunkLease) => Promise<void>;
  /** Aborted when the worker is to stop: nothing more is taken, what is under way ends. */
  stopping: AbortSignal;
  /** Aborted when it must not wait for the database any longer. */
  givingUp?: AbortSignal;
  /** Called when the messenger refuses so much that going on would burn the audience. */
  pause(reason: PauseReason): Promise<void>;
  onSettled?: (results: { message: CampaignMessage; outcome: SendOutcome }[]) => void;
}

export type PauseReason = 'bot_refused' | 'messages_rejected' | 'no_answers';

/** Bulk calls under way at once. Telegram answers in some 50 ms, so that a paid 1,000 a second fits as well. */
const CONCURRENCY = 32;
/** How many of one kind in a row pause a campaign. */
const MOST_IN_A_ROW: Record<PauseReason, number> = { bot_refused: 3, messages_rejected: 20, no_answers: 20 };
const PAUSED_BY: Partial<Record<SendOutcome['outcome'], PauseReason>> = {
  botRefused: 'bot_refused',
  rejected: 'messages_rejected',
  unknown: 'no_answers',
};

type Sent = { message: CampaignMessage; outcome: SendOutcome | null };

/** Sends until the run is through, the campaign does not run any more, or the worker stops; then gives the run back. */
export async function sendChunk(sending: CampaignSending, lease: ChunkLease): Promise<void> {
  const { sql, messenger, clock, stopping, givingUp } = sending;
  const inARow = countInARow();
  const keep = { signal: givingUp };
  // Half a second's worth: pausing, opting out and dying are felt within that.
  const handful = Math.min(50, Math.max(5, Math.ceil(messenger.bulkPerSecond / 2)));
  const advance = (results: CampaignResult[], limit: number) =>
    persevere(() => advanceChunk(sql, { lease, results, limit, at: clock.now() }), keep);
  let results: CampaignResult[] = [];
  // Slots that were leased and not used yet: a skipped member uses none.
  let slots = { first: 0, left: 0 };
  const { bot, bulkPerSecond: perSecond } = messenger;
  const everyMs = 1000 / perSecond;
  try {
    await persevere(async () => sending.fill?.(lease), keep);
    const ready = await persevere(() => prepareContent(sql, lease.content, clock.now()), keep);
    for (;;) {
      if (slots.left <= handful / 2) {
        const { waitMs } = await persevere(() => leaseSlots(sql, { bot, perSecond, slots: handful }), keep);
        slots = { first: performance.now() + waitMs, left: handful };
      }
      const waitMs = slots.first - performance.now();
      if (waitMs > 20) {
        // What is known is written down before waiting.
        if (results.length > 0) await advance(results, 0);
        results = [];
        await pause(waitMs, undefined, { signal: stopping }).catch(() => {});
      }
      const next = await advance(results, stopping.aborted ? 0 : slots.left);
      results = [];
      if (!next.leased || next.taken === 0) return;
      const sent = await sendHandful(sending, ready, next.messages, { first: slots.first, everyMs });
      const used = next.messages.length;
      slots = { first: slots.first + used * everyMs, left: slots.left - used };
      results = sent.map(asResult);
      sending.onSettled?.(sent.flatMap(({ message, outcome }) => (outcome ? [{ message, outcome }] : [])));
      const reason = inARow(sent);
      if (reason) await persevere(() => sending.pause(reason), keep);
    }
  } finally {
    await persevere(() => releaseChunk(sql, { ...lease, at: clock.now() }), keep);
  }
}

/** Sends each at its slot. What the bot's silence or the worker's end leaves over has no outcome: it was not tried. */
async function sendHandful(
  { sql, messenger, clock, keyboard, stopping, givingUp }: CampaignSending,
  ready: ReadyContent,
  messages: CampaignMessage[],
  slots: { first: number; everyMs: number },
): Promise<Sent[]> {
  const halt = new AbortController();
  const halted = AbortSignal.any([stopping, halt.signal]);
  const sent: Sent[] = [];
  const underWay = new Set<Promise<void>>();
  let silentMs = 0;
  const memberIds = messages.map(({ memberId }) => memberId);
  const asked = { facts: ready.facts, at: clock.now() };
  const facts = await persevere(() => readReaderFacts(sql, memberIds, asked), { signal: givingUp });
  const send = async (message: CampaignMessage) => {
    const { externalId, language } = message;
    const reader = { ...message, facts: facts.get(message.memberId) };
    const prompt = composeCampaignMessage(ready, reader, { keyboard: keyboard?.(language) });
    const outcome = await sendSafely(messenger, { externalId, prompt, bulk: true });
    sent.push({ message, outcome });
    if (outcome.outcome === 'botRefused') halt.abort();
    if (outcome.outcome !== 'retry' || !outcome.wholeBot) return;
    halt.abort();
    silentMs = Math.max(silentMs, outcome.delayMs);
  };
  for (const [index, message] of messages.entries()) {
    const waitMs = slots.first + index * slots.everyMs - performance.now();
    if (waitMs > 1) await pause(waitMs, undefined, { signal: halted }).catch(() => {});
    if (underWay.size >= CONCURRENCY) await Promise.race(underWay);
    if (halted.aborted) {
      sent.push({ message, outcome: null });
      continue;
    }
    const task: Promise<void> = send(message).finally(() => underWay.delete(task));
    underWay.add(task);
  }
  await Promise.all(underWay);
  if (silentMs > 0) {
    const silent = { bot: messenger.bot, delayMs: silentMs };
    await persevere(() => silence(sql, silent), { signal: givingUp }).catch(() => {});
  }
  return sent;
}

function asResult({ message, outcome }: Sent): CampaignResult {
  const { seq, identityId, attempts } = message;
  const result = {
    seq,
    identityId,
    externalMessageId: null,
    delayMs: null,
    attempted: true,
    unreachable: false,
  };
  switch (outcome?.outcome) {
    case undefined:
      return { ...result, status: 'queued', reason: null, attempted: false };
    case 'sent':
      return {
        ...result,
        status: 'sent',
        reason: null,
        externalMessageId: outcome?.externalMessageId ?? null,
      };
    case 'unknown':
      return { ...result, status: 'unknown', reason: outcome?.reason ?? null };
    case 'unreachable':
      return { ...result, status: 'failed', reason: 'unreachable', unreachable: true };
    case 'rejected':
      return { ...result, status: 'failed', reason: outcome?.reason ?? null };
    case 'botRefused':
      // The operator can mend it, and the member did not get it.
      return { ...result, status: 'queued', reason: outcome?.reason ?? null, attempted: false };
    case 'retry': {
      const { reason, delayMs, wholeBot } = outcome;
      const again = wholeBot || attempts + 1 < MAX_ATTEMPTS;
      return {
        ...result,
        status: again ? 'queued' : 'failed',
        reason,
        delayMs: again ? delayMs : null,
        attempted: !wholeBot,
      };
    }
  }
}

/** Counts refusals of one kind that come one after the other, and tells when there were too many. */
function countInARow(): (sent: Sent[]) => PauseReason | null {
  let kind: PauseReason | undefined;
  let count = 0;
  return (sent) => {
    for (const { outcome } of sent) {
      if (!outcome || outcome.outcome === 'retry') continue;
      const now = PAUSED_BY[outcome.outcome];
      count = now !== undefined && now === kind ? count + 1 : 1;
      kind = now;
      if (kind && count >= MOST_IN_A_ROW[kind]) return kind;
    }
    return null;
  };
}
