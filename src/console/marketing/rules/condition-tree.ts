// Conditions while they are being built: a tree whose nodes have an id of their own and may lack a value. What is not
// finished yet never leaves here: toCondition answers `unfinished`.
import type { HistoryCondition } from '#src/contract/rule-language.ts';
import type { Condition, ConditionValue, LineCondition, Operator, Period } from '#src/contract/rules.ts';

/** How the children of a group are put together: each of them, one of them, not one of them, not each of them. */
export const MODES = ['all', 'any', 'none', 'notAll'] as const;
export type Mode = (typeof MODES)[number];

export interface GroupNode {
  id: string;
  kind: 'group';
  mode: Mode;
  children: ConditionNode[];
}
export interface FieldNode {
  id: string;
  kind: 'field';
  field: string;
  is: Operator;
  value: ConditionValue | null;
  period: Period | null;
  salt?: string | undefined;
}
export interface LinesNode {
  id: string;
  kind: 'lines';
  lines: 'any' | 'every' | 'none';
  where: GroupNode;
}
export interface SumNode {
  id: string;
  kind: 'sum';
  sum: 'amountMinor' | 'quantityMilli' | 'count';
  /** Empty: all lines. */
  where: GroupNode;
  is: Operator;
  value: number | null;
}
/** What was bought before; empty groups: all receipts, all lines. */
export interface HistoryNode {
  id: string;
  kind: 'history';
  history: HistoryCondition['history'];
  period: Period | null;
  receipt: GroupNode;
  line: GroupNode;
  is: Operator;
  value: number | null;
}
export type ConditionNode = GroupNode | FieldNode | LinesNode | SumNode | HistoryNode;

/** Something in it has no value yet. */
export const unfinished = Symbol('unfinished');

let last = 0;
/** An id for a node: only that it differs from the others of this page matters. */
export function nodeId(): string {
  last += 1;
  return `n${last}`;
}

export function emptyGroup(mode: Mode = 'all'): GroupNode {
  return { id: nodeId(), kind: 'group', mode, children: [] };
}

/** The tree of a stored condition. Its root is always a group. */
export function toTree(condition: Condition | LineCondition | null | undefined): GroupNode {
  if (!condition) return emptyGroup();
  const node = toNode(condition);
  return node.kind === 'group' ? node : { ...emptyGroup(), children: [node] };
}

function toNode(condition: Condition | LineCondition): ConditionNode {
  const id = nodeId();
  if ('all' in condition) return { id, kind: 'group', mode: 'all', children: condition.all.map(toNode) };
  if ('any' in condition) return { id, kind: 'group', mode: 'any', children: condition.any.map(toNode) };
  if ('not' in condition) {
    const inner = toNode(condition.not);
    if (inner.kind === 'group' && inner.mode === 'any') return { ...inner, mode: 'none' };
    if (inner.kind === 'group' && inner.mode === 'all') return { ...inner, mode: 'notAll' };
    return { id, kind: 'group', mode: 'none', children: [inner] };
  }
  if ('lines' in condition)
    return { id, kind: 'lines', lines: condition.lines, where: toTree(condition.where) };
  if ('sum' in condition) {
    const { sum, where, is, value } = condition;
    return { id, kind: 'sum', sum, where: toTree(where), is, value };
  }
  if ('history' in condition) {
    const { history, period, receipt, line, is, value } = condition;
    return { id, kind: 'history', history, period, receipt: toTree(receipt), line: toTree(line), is, value };
  }
  const { field, is, value } = condition;
  const period = 'period' in condition ? (condition.period ?? null) : null;
  const salt = 'salt' in condition ? condition.salt : undefined;
  return { id, kind: 'field', field, is, value, period, ...(salt !== undefined && { salt }) };
}

/** The condition that a tree stands for; null for an empty one, which is always true. */
export function toCondition(tree: GroupNode): Condition | null | typeof unfinished {
  const inner: Condition[] = [];
  for (const child of tree.children) {
    const one = child.kind === 'group' ? toCondition(child) : leafOf(child);
    if (one === unfinished) return unfinished;
    if (one !== null) inner.push(one);
  }
  return joined(tree.mode, inner);
}

/** The same where only lines are asked about. */
export function toLineCondition(tree: GroupNode): LineCondition | null | typeof unfinished {
  const inner: LineCondition[] = [];
  for (const child of tree.children) {
    const one =
      child.kind === 'group' ? toLineCondition(child) : child.kind === 'field' ? fieldOf(child) : null;
    if (one === unfinished) return unfinished;
    if (one !== null) inner.push(one);
  }
  return joined(tree.mode, inner);
}

type Joined<C> = C | { all: C[] } | { any: C[] } | { not: C | { all: C[] } | { any: C[] } };

function joined<C>(mode: Mode, inner: C[]): Joined<C> | null {
  const [only] = inner;
  if (only === undefined) return null;
  if (mode === 'all') return inner.length === 1 ? only : { all: inner };
  if (mode === 'any') return inner.length === 1 ? only : { any: inner };
  if (inner.length === 1) return { not: only };
  return { not: mode === 'none' ? { any: inner } : { all: inner } };
}

function leafOf(node: Exclude<ConditionNode, GroupNode>): Condition | typeof unfinished {
  if (node.kind === 'lines') {
    const where = toLineCondition(node.where);
    return where === unfinished || where === null ? unfinished : { lines: node.lines, where };
  }
  if (node.kind === 'sum') {
    const where = toLineCondition(node.where);
    if (where === unfinished || node.value === null) return unfinished;
    return { sum: node.sum, where, is: node.is, value: node.value };
  }
  if (node.kind === 'history') return historyOf(node);
  const field = fieldOf(node);
  if (field === unfinished) return unfinished;
  const { period, salt } = node;
  return { ...field, ...(period !== null && { period }), ...(salt !== undefined && { salt }) };
}

function historyOf({
  history,
  period,
  receipt,
  line,
  is,
  value,
}: HistoryNode): Condition | typeof unfinished {
  const like = toCondition(receipt);
  const goods = toLineCondition(line);
  if (like === unfinished || goods === unfinished || value === null) return unfinished;
  return { history, period, receipt: like, line: goods, is, value };
}

function fieldOf({ field, is, value }: FieldNode) {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return unfinished;
  return { field, is, value };
}
