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

/** What was bought before, where members are chosen. */
const OF_HISTORY = [
  'history:receipts',
  'history:spent',
  'history:pieces',
  'history:lines',
  'history:days',
] as const;

/** What is known only where members are chosen, in groups; the other fields of it stand in the first of them. */
const AUDIENCE_GROUPS: Record<string, readonly string[]> = {
  bought: [...OF_HISTORY],
  goods: ['member.pointsExpiring', 'member.pointsToReward', 'member.holdsOffer', 'member.usedOffer'],
  messages: [
    'member.messenger',
    'member.reachableIn',
    'member.blockedIn',
    'member.daysSinceTelegram',
    'member.daysSinceViber',
    'member.messagesReceived',
    'member.messagesClicked',
  ],
  chosen: ['member.segment', 'member.share', 'member.source'],
};

/** The scopes where members are chosen. */
export const AUDIENCE: readonly Scope[] = ['member', 'audience'];
/** The scopes of a question about one past receipt. */
export const ONE_RECEIPT: readonly Scope[] = ['receipt', 'line'];

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
): { group: string; choices: string[] }[] {
  const oneLine = scopes.length === 1 && scopes[0] === 'line';
  return scopes.flatMap((scope) => {
    const ofScope = fields.filter((field) => field.scope === scope).map(({ name }) => name);
    if (scope === 'audience') return audienceGroups(ofScope);
    return [{ group: scope, choices: scope === 'line' && !oneLine ? [...OF_LINES] : ofScope }];
  });
}

function audienceGroups(fields: readonly string[]): { group: string; choices: string[] }[] {
  const listed = Object.values(AUDIENCE_GROUPS).flat();
  const others = fields.filter((name) => !listed.includes(name));
  return Object.entries(AUDIENCE_GROUPS).map(([group, choices]) => ({
    group,
    choices: group === 'bought' ? [...choices, ...others] : [...choices],
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
  const history = HISTORIES.find((each) => choice === `history:${each}`);
  if (history) {
    const period = { days: 30 };
    const [receipt, line] = [emptyGroup(), emptyGroup()];
    return { id, kind: 'history', history, period, receipt, line, is: 'atLeast', value: null };
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
    // Chance of its own for each: otherwise all random shares would fall on the same people.
    ...(type === 'share' && { salt: crypto.randomUUID().slice(0, 8) }),
  };
}

const HISTORIES = ['receipts', 'spent', 'pieces', 'lines', 'days'] as const;

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
