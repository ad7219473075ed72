import { isDeepStrictEqual } from 'node:util';
import { and, desc, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { ruleReplay } from '#src/db/schema/replays.ts';
import type { ReplayId, RuleId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { readRule } from '../rules/read-rule.ts';
import type { ReplayResult } from './replay-result.ts';

export interface Replay {
  replayId: ReplayId;
  ruleId: RuleId;
  weeks: number;
  status: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  receiptsDone: number;
  /** Null until it has begun. */
  receiptsAll: number | null;
  result: ReplayResult | null;
  /** Of a failed one: what the log names it by. */
  error: string | null;
  /** Whether the rule has changed since. */
  isStale: boolean;
  /** A staff id. */
  askedBy: string;
  askedAt: Date;
  finishedAt: Date | null;
}

const MOST_LISTED = 10;

/** The last replays of a rule, the newest first. Throws Refusal not_found {what: 'rule'}. */
export async function listReplays(db: Reader, ruleId: RuleId): Promise<Replay[]> {
  const { draft, definition } = await readRule(db, ruleId);
  const rows = await db
    .select()
    .from(ruleReplay)
    .where(eq(ruleReplay.ruleId, ruleId))
    .orderBy(desc(ruleReplay.askedAt))
    .limit(MOST_LISTED);
  return rows.map((row) => asReplay(row, draft ?? definition));
}

/** One replay. Throws Refusal not_found {what: 'rule' or 'replay'}. */
export async function readReplay(
  db: Reader,
  { ruleId, replayId }: { ruleId: RuleId; replayId: ReplayId },
): Promise<Replay> {
  const { draft, definition } = await readRule(db, ruleId);
  const [row] = await db
    .select()
    .from(ruleReplay)
    .where(and(eq(ruleReplay.ruleId, ruleId), eq(ruleReplay.replayId, replayId)));
  if (!row) throw new Refusal('not_found', { what: 'replay' });
  return asReplay(row, draft ?? definition);
}

function asReplay(row: typeof ruleReplay.$inferSelect, now: unknown): Replay {
  const { replayId, ruleId, weeks, status, error, askedBy, askedAt, finishedAt } = row;
  return {
    replayId,
    ruleId,
    weeks,
    status,
    error,
    askedBy,
    askedAt,
    finishedAt,
    receiptsDone: Number(row.receiptsDone),
    receiptsAll: row.receiptsAll === null ? null : Number(row.receiptsAll),
    // Only finishReplay writes results.
    result: row.result as ReplayResult | null,
    isStale: !isDeepStrictEqual(row.definition, now),
  };
}
