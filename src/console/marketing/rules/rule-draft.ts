// A rule as its author has it on the screen: a template with what is filled in, or the builder's form.
import type { RuleTold } from '#src/contract/rule-shapes.ts';
import type { RuleDefinition, Text } from '#src/contract/rules.ts';
import { emptyGroup } from './condition-tree.ts';
import { newEffect } from './effect-node.ts';
import { NO_BOUNDS, type RuleForm, toDefinition, toForm } from './rule-form.ts';
import type { TemplateTold } from './rule-words.ts';

export type Params = Record<string, unknown>;
export interface RuleDraft {
  name: string;
  /** What members read, by language. */
  names: Text;
  /** While it is set, the rule is what the template makes of it; the form is not looked at. */
  template: { key: string; params: Params } | null;
  form: RuleForm;
}
export type Content = { template: { key: string; params: Params } } | { definition: RuleDefinition };

/** The goods of a template: some of either will do. */
const GOODS = ['categories', 'skus'];

export function emptyForm(currency: string): RuleForm {
  return {
    trigger: { on: 'receipt' },
    when: emptyGroup(),
    effects: [newEffect('fixed', currency)],
    bounds: NO_BOUNDS,
  };
}

/** The draft of a stored rule: what is being worked on, else what was last published. */
export function draftOf(rule: RuleTold, currency: string): RuleDraft {
  const definition = rule.draft ?? rule.versions[0]?.definition;
  return {
    name: rule.name,
    names: rule.names,
    template: rule.template,
    form: definition ? toForm(definition, currency) : emptyForm(currency),
  };
}

/** What a form of the template begins with. Kinds of points that the shop does not have give way to the first it has. */
export function startingParams(template: TemplateTold, currencies: { currency: string }[]): Params {
  return Object.fromEntries(
    template.params.map(({ name, type, default: first }) => {
      if (type !== 'currency') return [name, first];
      const known = currencies.some(({ currency }) => currency === first);
      return [name, known ? first : (currencies[0]?.currency ?? first)];
    }),
  );
}

/** The names that are filled in, without blanks around them. */
export function namesOf({ names }: RuleDraft): Text {
  const given = Object.entries(names).map(([language, name]) => [language, name?.trim() ?? '']);
  return Object.fromEntries(given.filter(([, name]) => name !== ''));
}

/** What can be saved of a draft; null while something is missing. */
export function contentOf({ template, form }: RuleDraft): Content | null {
  if (!template) {
    const definition = toDefinition(form);
    return definition && { definition };
  }
  const given = (value: unknown) =>
    value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  const { params } = template;
  const names = Object.keys(params);
  const goods = names.filter((name) => GOODS.includes(name));
  const complete =
    names.every((name) => GOODS.includes(name) || given(params[name])) &&
    (goods.length === 0 || goods.some((name) => given(params[name])));
  return complete ? { template } : null;
}
