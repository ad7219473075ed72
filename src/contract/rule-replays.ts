// A draft run over the receipts of the last weeks.
import { z } from 'zod';
import { route } from './route.ts';
import { ruleSent } from './rule-language.ts';
import { idOf, instant, memberId } from './words.ts';

export const ruleId = idOf('rul', 'The rule.');
export const replayId = idOf('rpl', 'The replay.');

const count = z.int();
/** What the rule gave; with `difference` signs may be minus. `costMinor` is points at their value and discounts. */
const given = z.object({
  /** By currency. */
  points: z.record(z.string(), count),
  discountMinor: count,
  gifts: count,
  costMinor: count,
});
const share = { receipts: count, touched: count, members: count, winners: count, given };

export const replayResult = z.object({
  from: instant,
  until: instant,
  /** All receipts of the weeks, those that the rule touched, the members they belong to and those who gain. */
  receipts: count,
  touched: count,
  members: count,
  winners: count,
  /** What the receipts came to, and those the rule touched. */
  turnoverMinor: count,
  touchedMinor: count,
  /** The rule by itself, and what it changes beside the rules that are live: what launching it costs. */
  alone: given,
  difference: given,
  /** Receipts and members that gain or lose by it beside the live rules. */
  gains: z.object({ receipts: count, members: count }),
  loses: z.object({ receipts: count, members: count }),
  /** Shares of `difference`. */
  byTier: z.array(z.object({ tierKey: z.string(), ...share })),
  byStore: z.array(z.object({ storeId: z.string(), name: z.string(), ...share })),
  byWeek: z.array(z.object({ from: instant, ...share })),
  /** Cost for a winner in minor units of money. */
  perWinner: z.object({ median: count, p90: count, most: count }),
  /** Of the 20 who cost the most. Names are shortened. */
  heaviest: z.array(z.object({ memberId, name: z.string(), tierKey: z.string(), receipts: count, given })),
  /** What a replay cannot know: balances of then, pieces of lines that were returned later... */
  caveats: z.array(z.enum(['balances', 'budget', 'consent', 'lines', 'trigger'])),
  tookMs: count,
});
export type ReplayResult = z.output<typeof replayResult>;

export const replay = z.object({
  replayId,
  ruleId,
  weeks: count,
  status: z.enum(['waiting', 'running', 'done', 'failed', 'stopped']),
  receiptsDone: count,
  /** Null until it has begun. */
  receiptsAll: count.nullable(),
  result: replayResult.nullable(),
  /** A reference to find the fault by. */
  error: z.string().nullable(),
  /** Whether the draft has changed since. */
  isStale: z.boolean(),
  askedBy: z.string(),
  askedAt: instant,
  finishedAt: instant.nullable(),
});
export type Replay = z.output<typeof replay>;

const ofRule = z.strictObject({ ruleId });
const one = z.strictObject({ ruleId, replayId });

export const replayRoutes = {
  startReplay: route({
    method: 'POST',
    url: '/api/marketing/rules/:ruleId/replays',
    summary: 'Run the draft over the receipts of the last weeks; a rule without a draft as it stands',
    params: ofRule,
    body: z.strictObject({
      weeks: z.int().min(1).max(104),
      /** Instead of what is saved. */
      definition: ruleSent.optional(),
    }),
    reply: replay,
    statuses: [202],
  }),
  listReplays: route({
    method: 'GET',
    url: '/api/marketing/rules/:ruleId/replays',
    summary: 'The last replays of a rule, newest first',
    params: ofRule,
    reply: z.object({ replays: z.array(replay) }),
  }),
  readReplay: route({
    method: 'GET',
    url: '/api/marketing/rules/:ruleId/replays/:replayId',
    summary: 'How far a replay has come, and what it found',
    params: one,
    reply: replay,
  }),
  stopReplay: route({
    method: 'POST',
    url: '/api/marketing/rules/:ruleId/replays/:replayId/stop',
    summary: 'Stop a replay',
    params: one,
    reply: replay,
  }),
};
