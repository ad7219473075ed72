// What there is to say of a rule before it is saved: what is wrong with it, what it means, and what it gets in the way
// of. Nothing is written.
import type { Reader } from '#src/db/client.ts';
import type { RuleId } from '#src/lib/id.ts';
import type { Problem } from '#src/lib/problem.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { listCategories } from '../stores/list-categories.ts';
import { BASE_RULE } from './base-rule.ts';
import type { BudgetsLeft } from './basket.ts';
import { describeConflict } from './describe-conflict.ts';
import { describeRule } from './describe-rule.ts';
import { findConflicts } from './find-conflicts.ts';
import { listVersions } from './list-versions.ts';
import { findRuleProblem } from './refuse-rule.ts';
import type { RuleDefinition } from './rule.ts';
import { type RuleContent, readContent } from './rule-content.ts';
import type { RuleTeller } from './rule-teller.ts';

/** Stands for a rule that has not been saved yet: behind every other of its priority. */
export const UNSAVED: RuleId = 'rul_zzzzzzzzzzzzzzzzzzzz';

export interface CheckDraft extends RuleContent {
  name: string;
  /** Which rule it is to be; null for a new one. */
  ruleId: RuleId | null;
  at: Date;
}

export interface DraftContext {
  known: KnownProgramme;
  budgets: BudgetsLeft;
  teller: RuleTeller;
}

export interface CheckedDraft {
  problem: Problem | null;
  definition: RuleDefinition | null;
  sentences: string[];
  conflicts: { kind: string; ruleId: RuleId | null; name: string | null; sentence: string }[];
}

/** Never refuses: what is wrong is the answer. */
export async function checkDraft(
  db: Reader,
  draft: CheckDraft,
  { known, budgets, teller }: DraftContext,
): Promise<CheckedDraft> {
  const read = readOrProblem(draft);
  if ('problem' in read) return { ...read, definition: null, sentences: [], conflicts: [] };
  const { definition } = read;
  const ruleId = draft.ruleId ?? UNSAVED;
  const versions = (await listVersions(db)).filter(({ until }) => until === Number.POSITIVE_INFINITY);
  const live = versions.filter((each) => each.ruleId !== ruleId);
  const nameOf = (id: RuleId, name: string) =>
    id === BASE_RULE && name === 'base' ? teller.say('baseName') : name;
  const names = new Map<RuleId, string>(live.map((each) => [each.ruleId, nameOf(each.ruleId, each.name)]));
  names.set(ruleId, nameOf(ruleId, draft.name));
  const found = findConflicts({ ruleId, version: 0, name: draft.name, definition }, live, {
    currencies: known.currencies.map(({ currency }) => currency),
    tiers: known.tiers.map(({ tierKey }) => tierKey),
    categories: await listCategories(db),
    budgets,
    now: draft.at.getTime(),
  });
  const conflicts = found.map((conflict) => {
    const other = [conflict.ruleId, conflict.otherRuleId].find((id) => id !== undefined && id !== ruleId);
    const sentence = describeConflict(conflict, (id) => names.get(id) ?? id, teller);
    return {
      kind: conflict.kind,
      ruleId: other ?? null,
      name: (other && names.get(other)) ?? null,
      sentence,
    };
  });
  return { problem: null, definition, sentences: describeRule(definition, teller), conflicts };
}

function readOrProblem(draft: RuleContent): { definition: RuleDefinition } | { problem: Problem } {
  try {
    return readContent(draft);
  } catch (error) {
    const problem = findRuleProblem(error);
    if (!problem) throw error;
    return { problem };
  }
}
