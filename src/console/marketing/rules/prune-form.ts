// What a rule may ask and do depends on its trigger: choosing another one takes away what it knows nothing about.
import type { Trigger } from '#src/contract/rules.ts';
import { type Scope, scopesOf } from './condition-choices.ts';
import type { ConditionNode, GroupNode } from './condition-tree.ts';
import { HAS_LINES, newEffect } from './effect-node.ts';
import type { RuleForm } from './rule-form.ts';
import type { FieldTold } from './rule-words.ts';

/** Rules that are asked once, on the morning of a day: at other hours they would never do anything. */
export function hasNoHours(on: Trigger['on'] | 'audience'): boolean {
  return on === 'birthday' || on === 'daily';
}

/** The form under another trigger, with what still makes sense there. */
export function withTrigger(form: RuleForm, trigger: Trigger, fields: readonly FieldTold[]): RuleForm {
  if (trigger.on === 'receipt') return { ...form, trigger };
  const scopes = scopesOf(trigger);
  const kept = form.effects.filter(({ kind }) => !HAS_LINES.includes(kind));
  const currency = form.effects[0]?.currency ?? 'points';
  return {
    ...form,
    trigger,
    bounds: hasNoHours(trigger.on) ? { ...form.bounds, hours: [] } : form.bounds,
    when: pruned(form.when, scopes, fields),
    effects: kept.length > 0 ? kept : [newEffect('fixed', currency)],
  };
}

function pruned(group: GroupNode, scopes: readonly Scope[], fields: readonly FieldTold[]): GroupNode {
  const children = group.children.flatMap((child): ConditionNode[] => {
    if (child.kind === 'group') {
      const inner = pruned(child, scopes, fields);
      return inner.children.length === 0 ? [] : [inner];
    }
    if (child.kind !== 'field') return scopes.includes('line') ? [child] : [];
    const scope = fields.find(({ name }) => name === child.field)?.scope;
    return scope !== undefined && scopes.includes(scope) ? [child] : [];
  });
  return { ...group, children };
}
