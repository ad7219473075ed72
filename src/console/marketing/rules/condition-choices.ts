// What a condition may be about, and how a new one begins.
import type { ConditionValue, Operator, Trigger } from '#src/contract/rules.ts';
import { type ConditionNode, emptyGroup, nodeId } from './condition-tree.ts';
import type { FieldTold } from './rule-words.ts';

export type Scope = FieldTold['scope'];

/** About all lines of a receipt together; the rest are fields by name. */
const OF_LINES = [
  'lines:any',
  'lines:every',
  'lines:none',
  'sum:amountMinor',
  'sum:quantityMilli',
  'sum:count',
] as const;

/** The scopes that a trigger knows something about; only a receipt and a return have lines. */
export function scopesOf({ on }: Trigger): readonly Scope[] {
  if (on === 'receipt' || on === 'return') return ['member', 'receipt', 'line'];
  return on === 'event' ? ['member', 'event'] : ['member'];
}

/** Where the question is about one line, only the fields of a line are left. */
export const ONE_LINE: readonly Scope[] = ['line'];

export function choicesFor(
  fields: readonly FieldTold[],
  scopes: readonly Scope[],
): { scope: Scope; choices: string[] }[] {
  const oneLine = scopes.length === 1 && scopes[0] === 'line';
  return scopes.map((scope) => ({
    scope,
    choices:
      scope === 'line' && !oneLine
        ? [...OF_LINES]
        : fields.filter((field) => field.scope === scope).map(({ name }) => name),
  }));
}

/** A new condition about that choice, with the id of the one it stands in for. */
export function startCondition(
  choice: string,
  fields: readonly FieldTold[],
  id: string = nodeId(),
): ConditionNode {
  switch (choice) {
    case 'lines:any':
    case 'lines:every':
    case 'lines:none': {
      const lines = choice === 'lines:any' ? 'any' : choice === 'lines:every' ? 'every' : 'none';
      return { id, kind: 'lines', lines, where: withCategory() };
    }
    case 'sum:amountMinor':
      return { id, kind: 'sum', sum: 'amountMinor', where: withCategory(), is: 'atLeast', value: null };
    case 'sum:quantityMilli':
      return { id, kind: 'sum', sum: 'quantityMilli', where: withCategory(), is: 'atLeast', value: null };
    case 'sum:count':
      return { id, kind: 'sum', sum: 'count', where: withCategory(), is: 'atLeast', value: null };
  }
  const field = fields.find(({ name }) => name === choice);
  const type = field?.type ?? 'number';
  return {
    id,
    kind: 'field',
    field: choice,
    is: FIRST_OPERATOR[type] ?? 'is',
    value: FIRST_VALUE[type] ?? null,
    period: field?.period === 'required' ? { days: 30 } : null,
  };
}

const FIRST_OPERATOR: Record<FieldTold['type'], Operator> = {
  number: 'atLeast',
  money: 'atLeast',
  quantity: 'atLeast',
  text: 'in',
  choice: 'in',
  boolean: 'is',
  timeOfDay: 'atLeast',
  weekday: 'in',
  date: 'atLeast',
  share: 'lessThan',
};
const FIRST_VALUE: Partial<Record<FieldTold['type'], ConditionValue>> = { boolean: true };

/** Categories are what people mean by "lines like that" most of the time. */
function withCategory() {
  return {
    ...emptyGroup(),
    children: [
      {
        id: nodeId(),
        kind: 'field' as const,
        field: 'line.category',
        is: 'in' as const,
        value: null,
        period: null,
      },
    ],
  };
}
