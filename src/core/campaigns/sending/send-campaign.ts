// Works through one run of an audience: takes a handful and sends it at the bot's pace, and shortly before it is through
// writes down what has come of it together with taking the next, so that the messenger never waits for the database.
// Whatever is marked as sending was, or may have been, handed to the messenger; everything else can be left at any moment.
import type { Sql } from '#src/db/client.ts';
import { persevere } from '#src/db/persevere.ts';
import type { Clock } from '#src/lib/clock.ts';
import type { Language } from '#src/lib/language.ts';
import type { Channel, Messenger, SendOutcome } from '../../deliveries/messenger.ts';
import { silence } from '../../deliveries/pacer.ts';
import type { Key, MessagePrompt } from '../../deliveries/prompt.ts';
import type { CampaignLinks } from '../content/campaign-link.ts';
import { advanceChunk, type CampaignMessage, type CampaignResult } from './advance-chunk.ts';
import { campaignPrompts } from './campaign-prompts.ts';
import { asResult, asUnsaid, countInARow, type PauseReason, type Sent } from './campaign-result.ts';
import { campaignSlots } from './campaign-slots.ts';
import { type ChunkLease, releaseChunk } from './lease-chunk.ts';
import { type Call, callsOf, sendHandful } from './send-handful.ts';
import { noteNoBroadcast, readSendingTerms } from './sending-terms.ts';

export interface CampaignSending {
  sql: Sql;
  messenger: Messenger<Channel>;
  clock: Clock;
  /** The keyboard that stays below the chat. */
  keyboard?: (language: Language) => Key[][];
  /** Makes the addresses of buttons that are counted. */
  links?: CampaignLinks | undefined;
  /** Chooses what each reader of a run gets, such as their own offers, before any of it is sent. */
  fill?: (lease: ChunkLease) => Promise<void>;
  /** Aborted when the worker is to stop: nothing more is taken, what is under way ends. */
  stopping: AbortSignal;
  /** Aborted when it must not wait for the database any longer. */
  givingUp?: AbortSignal;
  /** Called when the messenger refuses so much that going on would burn the audience. */
  pause(reason: PauseReason): Promise<void>;
  /** Called when the messenger does not let this bot broadcast, so that each message goes by itself. */
  onNoBroadcast?: () => void;
  onSettled?: (results: { message: CampaignMessage; outcome: SendOutcome }[]) => void;
}

/** How many are taken at once where a call goes to hundreds of them: two full calls, for a crash leaves them all unknown. */
const TAKEN_FOR_BROADCASTS = 600;

/** Sends until the run is through, the campaign does not run any more, or the worker stops; then gives the run back. */
export async function sendChunk(sending: CampaignSending, lease: ChunkLease): Promise<void> {
  const { sql, clock, givingUp } = sending;
  const keep = givingUp ? { signal: givingUp } : {};
  try {
    await sendAll(sending, lease, keep);
  } finally {
    await persevere(() => releaseChunk(sql, { ...lease, at: clock.now() }), keep);
  }
}

async function sendAll(
  sending: CampaignSending,
  lease: ChunkLease,
  keep: { signal?: AbortSignal },
): Promise<void> {
  const { sql, messenger, clock, stopping, keyboard, links } = sending;
  await persevere(async () => sending.fill?.(lease), keep);
  const at = clock.now();
  const prompts = await persevere(() => campaignPrompts(sql, lease, { keyboard, links, at }), keep);
  const terms = await persevere(() => readSendingTerms(sql, messenger, { same: prompts.same, at }), keep);
  const { broadcast } = terms;
  const pace = { bot: messenger.bot, perSecond: broadcast?.perSecond ?? terms.perSecond };
  const slots = campaignSlots(sql, pace, { stopping, givingUp: keep.signal });
  const send = sender({ sending, terms, keep });
  let settled: CampaignResult[] = [];
  const advance = (limit: number) => {
    const results = settled;
    settled = [];
    return persevere(() => advanceChunk(sql, { lease, results, limit, at: clock.now() }), keep);
  };
  /** What is known is written down before waiting. */
  const writeDown = async () => {
    if (settled.length > 0) await advance(0);
  };
  /** How many of the run were not looked at yet, at most. */
  let rest = lease.lastSeq - lease.nextSeq + 1;
  const take = async () => {
    const most = Math.min(rest, broadcast ? TAKEN_FOR_BROADCASTS : rest);
    await slots.ready(Math.ceil(most / (broadcast?.most ?? 1)), writeDown);
    const limit = broadcast ? most : Math.min(most, slots.left());
    const { messages, leased, taken } = await advance(stopping.aborted ? 0 : limit);
    rest = Math.min(rest - taken, lease.lastSeq - (messages.at(-1)?.seq ?? 0));
    const goesOn = leased && taken === limit && rest > 0;
    try {
      const composed = await persevere(() => prompts.compose(messages, clock.now()), keep);
      const isSaid = composed.map(saysSomething);
      const said = messages.filter((_, index) => isSaid[index]);
      settled.push(...messages.filter((_, index) => !isSaid[index]).map(asUnsaid));
      return { goesOn, calls: callsOf(said, composed.filter(saysSomething), broadcast) };
    } catch (error) {
      putBack(messages);
      throw error;
    }
  };
  const putBack = (messages: CampaignMessage[]) =>
    settled.push(...messages.map((message) => asResult({ message, outcome: null })));

  let underWay: Promise<Then> = Promise.resolve('goOn');
  try {
    for (;;) {
      const { goesOn, calls } = await take();
      const then = await underWay;
      if (then === 'goOn') {
        underWay = send(calls, {
          slots: slots.use(calls.length),
          onSent: (sent) => settled.push(asResult(sent)),
        });
        // Whoever awaits it is told; until then it is nobody's fault.
        underWay.catch(() => {});
      } else {
        putBack(calls.flatMap((call) => call.messages));
        underWay = Promise.resolve('goOn');
        slots.forget();
      }
      if (!goesOn || then === 'end') return;
    }
  } finally {
    await underWay.catch(() => {});
    await writeDown();
  }
}

/** Every line may need what this reader has not; the messenger would take an empty message for a fault of ours. */
function saysSomething({ text, picture }: MessagePrompt): boolean {
  return picture !== undefined || text.trim() !== '';
}

/** What is to be done after a handful: `wait` puts back what is taken already, `end` gives up the run as well. */
type Then = 'goOn' | 'wait' | 'end';

interface Sender {
  sending: CampaignSending;
  terms: Awaited<ReturnType<typeof readSendingTerms>>;
  keep: { signal?: AbortSignal };
}

/** Sends one handful after the other and does what the messenger asks for. */
function sender({ sending, terms, keep }: Sender) {
  const { sql, messenger, clock, stopping } = sending;
  const { bot } = messenger;
  const inARow = countInARow();
  return async (
    calls: Call[],
    { slots, onSent }: { slots: number[]; onSent: (sent: Sent) => void },
  ): Promise<Then> => {
    const all: Sent[] = [];
    const note = (sent: Sent) => {
      all.push(sent);
      onSent(sent);
    };
    const { silentMs, halted, mayNotBroadcast } = await sendHandful({
      messenger,
      calls,
      ...terms,
      slots,
      stopping,
      onSent: note,
    });
    if (silentMs > 0) await persevere(() => silence(sql, { bot, delayMs: silentMs }), keep).catch(() => {});
    if (mayNotBroadcast) {
      await persevere(() => noteNoBroadcast(sql, bot, clock.now()), keep);
      sending.onNoBroadcast?.();
    }
    sending.onSettled?.(all.flatMap(({ message, outcome }) => (outcome ? [{ message, outcome }] : [])));
    const reason = inARow(all);
    if (reason) await persevere(() => sending.pause(reason), keep);
    // The run begins anew, each message by itself.
    if (mayNotBroadcast) return 'end';
    return halted || reason !== null ? 'wait' : 'goOn';
  };
}
