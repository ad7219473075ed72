// Replays as their worker sees them: taken up, heard of, and brought to an end. Whoever takes one up shows every few
// seconds that they are alive; of one that has gone silent somebody else begins a new try, and the old one finds out.
import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#src/db/client.ts';
import type { ReplayId, RuleId } from '#src/lib/id.ts';
import type { RuleDefinition } from '../rules/rule.ts';
import type { ReplayResult } from './replay-result.ts';

export interface ClaimedReplay {
  replayId: ReplayId;
  ruleId: RuleId;
  definition: RuleDefinition;
  since: Date;
  until: Date;
  /** Which try it is. */
  attempt: number;
}

const SILENT_SECONDS = 30;
/** What has brought down that many processes would bring down the next. */
const MOST_ATTEMPTS = 3;

/** Takes up the replay that has waited longest, or one whose worker has gone silent; null when there is none. */
export async function claimReplay(tx: Tx, at: Date): Promise<ClaimedReplay | null> {
  await tx.execute(sql`
    update rule_replay set status = 'failed', error = 'attempts', finished_at = ${at}::timestamptz
    where status = 'running' and attempt >= ${MOST_ATTEMPTS}
      and heard_at < ${at}::timestamptz - ${SILENT_SECONDS} * interval '1 second'`);
  const [row] = await tx.execute<ClaimedReplay & Record<string, unknown>>(sql`
    update rule_replay set status = 'running', attempt = attempt + 1, heard_at = ${at}::timestamptz, receipts_done = 0
    where replay_id = (
      select replay_id from rule_replay
      where status = 'waiting' or (status = 'running'
        and heard_at < ${at}::timestamptz - ${SILENT_SECONDS} * interval '1 second')
      order by asked_at limit 1 for update skip locked)
    returning replay_id as "replayId", rule_id as "ruleId", definition, attempt,
      coalesce(since, asked_at - weeks * interval '7 days') as since, coalesce(until, asked_at) as until`);
  return row ?? null;
}

type Try = Pick<ClaimedReplay, 'replayId' | 'attempt'>;

/** Shows that it goes on. False when it should not: it was stopped, or somebody else has taken it up. */
export async function hearReplay(
  db: Db,
  { replayId, attempt, done, all, at }: Try & { done: number; all: number | null; at: Date },
): Promise<boolean> {
  const rows = await db.execute(sql`
    update rule_replay set heard_at = ${at}::timestamptz, receipts_done = ${done}::bigint,
      receipts_all = coalesce(${all}::bigint, receipts_all)
    where replay_id = ${replayId} and attempt = ${attempt}::integer and status = 'running' returning 1`);
  return rows.length > 0;
}

/** Writes the result down; nothing when it was stopped meanwhile. */
export async function finishReplay(
  tx: Tx,
  { replayId, attempt, result, at }: Try & { result: ReplayResult; at: Date },
): Promise<void> {
  await tx.execute(sql`
    update rule_replay set status = 'done', result = ${JSON.stringify(result)}::text::jsonb,
      receipts_done = ${result.receipts}::bigint, receipts_all = ${result.receipts}::bigint,
      finished_at = ${at}::timestamptz
    where replay_id = ${replayId} and attempt = ${attempt}::integer and status = 'running'`);
}

/** It cannot be done; `error` names it in the log. */
export async function failReplay(
  tx: Tx,
  { replayId, attempt, error, at }: Try & { error: string; at: Date },
): Promise<void> {
  await tx.execute(sql`
    update rule_replay set status = 'failed', error = ${error}, finished_at = ${at}::timestamptz
    where replay_id = ${replayId} and attempt = ${attempt}::integer and status = 'running'`);
}

/** Its worker ends before it does: the next one begins it anew. */
export async function releaseReplay(tx: Tx, { replayId, attempt }: Try): Promise<void> {
  await tx.execute(sql`
    update rule_replay set status = 'waiting', attempt = attempt - 1, heard_at = null, receipts_done = 0
    where replay_id = ${replayId} and attempt = ${attempt}::integer and status = 'running'`);
}
