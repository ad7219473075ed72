import type { RuleId } from '#src/lib/id.ts';
import type { NotApplied } from './basket.ts';
import type { CompiledBook } from './compile-book.ts';
import type { Condition } from './condition.ts';

/** The part of its condition for which a rule did not apply; null where it was something else, or the rule is not in the book. */
export function findFailed(
  { rules, triggered }: CompiledBook,
  { ruleId, why, condition: way }: { ruleId: RuleId; why: NotApplied; condition?: number[] },
): Condition | null {
  if (why !== 'condition') return null;
  const all = [rules, ...Object.values(triggered)].flat();
  let failed = all.find((each) => each.ruleId === ruleId)?.definition.when ?? null;
  for (const index of way ?? []) {
    if (failed === null || !('all' in failed)) return null;
    failed = failed.all[index] ?? null;
  }
  return failed;
}
