// What a rule is made of: a template with what was filled in, a definition, or nothing yet.
import { checkRule } from './check-rule.ts';
import { refuseRule } from './refuse-rule.ts';
import type { RuleDefinition } from './rule.ts';
import { findTemplate } from './templates.ts';

/** Which template a rule was drawn from, and with which values. */
export interface FromTemplate {
  key: string;
  params: Record<string, unknown>;
}

/** As it comes from outside; what is not said is not changed. With both, the definition was changed by hand. */
export interface RuleContent {
  template?: FromTemplate | null | undefined;
  definition?: unknown;
}

export interface CheckedContent {
  definition: RuleDefinition;
  template: FromTemplate | null;
}

const EMPTY = 'everyPurchase';

/**
 * The checked definition; a rule of nothing is points for every purchase by the member's tier, to begin with. Throws
 * Refusal rule_not_valid.
 */
export function readContent({ template, definition }: RuleContent): CheckedContent {
  if (definition !== undefined) return { definition: checkRule(definition), template: null };
  const chosen = template ?? { key: EMPTY, params: {} };
  const found = findTemplate(chosen.key);
  if (!found) return refuseRule('template', 'rule.template', { value: chosen.key.slice(0, 40) });
  return { definition: found.build(chosen.params), template: template ?? null };
}
