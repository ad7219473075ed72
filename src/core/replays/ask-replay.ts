import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { ruleReplay } from '#src/db/schema/replays.ts';
import { newId, type ReplayId, type RuleId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { checkRule } from '../rules/check-rule.ts';
import { readRule } from '../rules/read-rule.ts';
import { recordAudit } from '../staff/record-audit.ts';

export interface AskReplay {
  ruleId: RuleId;
  weeks: number;
  /** Instead of the draft. */
  definition?: unknown;
  /** A staff id. */
  actor: string;
  at: Date;
}

const WEEK_MS = 7 * 86_400_000;

/**
 * Asks for a run of the draft, or of what was published last, over the receipts of the last weeks; a worker takes it
 * up. Throws Refusal not_found {what: 'rule'}, rule_not_valid, replay_needs_receipts, replay_running.
 */
export async function askReplay(
  tx: Tx,
  { ruleId, weeks, definition, actor, at }: AskReplay,
): Promise<ReplayId> {
  const rule = await readRule(tx, ruleId);
  const asked = checkRule(definition ?? rule.draft ?? rule.definition);
  if (asked.trigger.on !== 'receipt') throw new Refusal('replay_needs_receipts');
  const running = await tx
    .select({ replayId: ruleReplay.replayId })
    .from(ruleReplay)
    .where(and(eq(ruleReplay.ruleId, ruleId), inArray(ruleReplay.status, ['waiting', 'running'])));
  if (running.length > 0) throw new Refusal('replay_running');
  const replayId = newId('rpl', at.getTime());
  await tx.insert(ruleReplay).values({
    replayId,
    ruleId,
    definition: asked,
    weeks,
    askedBy: actor,
    askedAt: at,
    since: new Date(at.getTime() - weeks * WEEK_MS),
    until: at,
  });
  await recordAudit(tx, { actor, action: 'rule.replay', subject: ruleId, detail: { replayId, weeks }, at });
  return replayId;
}
