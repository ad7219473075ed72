// What is wrong with one field of what was sent: where, a key of locales/*/problems.json, and the values of its sentence.
// Read from what zod found, so that a schema is told once and its complaints in every language.
import type { ProblemKey, Values } from './i18n.ts';

export interface Problem {
  /** The path, such as `lines.0.sku`; `body` for the whole. */
  field: string;
  problem: ProblemKey;
  values: Values;
}

/** A schema's own complaint is a key, and one value for its sentence after a blank. */
const MARK = 'problem:';

/** What a schema says when it is not kept; `what` is {{what}} of the sentence. */
export function problemMessage(key: ProblemKey, what = ''): string {
  return `${MARK}${key} ${what}`.trimEnd();
}

export interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: unknown;
  readonly origin?: unknown;
  readonly values?: readonly unknown[];
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly format?: unknown;
  readonly pattern?: unknown;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Issue[])[];
  readonly options?: readonly unknown[];
}

const EXPECTED: Readonly<Record<string, ProblemKey>> = {
  string: 'text',
  number: 'number',
  int: 'whole',
  boolean: 'yesNo',
  array: 'list',
  object: 'object',
  record: 'object',
};
const FORMATS: Readonly<Record<string, ProblemKey>> = { datetime: 'moment', date: 'date', url: 'url' };
const WHOLE = 'body';
const MOST_FIELDS = 20;
const LONGEST_PATH = 80;
const LONGEST_VALUE = 200;

/** What zod found wrong with `input`, which is called `whole`: one thing a field, at most twenty fields. */
export function readIssues(issues: readonly Issue[], input: unknown, whole = WHOLE): Problem[] {
  const first = new Map<string, Problem>();
  for (const each of issues.flatMap((issue) => readIssue(issue, input)))
    if (!first.has(each.field)) first.set(each.field, { ...each, field: each.field || whole });
  return [...first.values()].slice(0, MOST_FIELDS);
}

/** The path as far as its text can be shown: a key may be a stranger's. */
export function fieldOf(path: readonly PropertyKey[], whole = WHOLE): string {
  return path.map(String).join('.').toWellFormed().slice(0, LONGEST_PATH) || whole;
}

function readIssue(issue: Issue, input: unknown): Problem[] {
  if (issue.code === 'unrecognized_keys' && issue.keys) {
    return issue.keys.map((key) => told([...issue.path, key], 'unknown'));
  }
  const own = readOwn(issue.message);
  if (own) return [told(issue.path, own.key, own.what === '' ? {} : { what: own.what })];
  const [nearest] = issue.code === 'invalid_union' ? branchesOf(issue) : [];
  if (nearest && nearest.some(({ path }) => path.length > 0)) {
    return nearest.flatMap((inner) => readIssue({ ...inner, path: [...issue.path, ...inner.path] }, input));
  }
  const { key, values } = isAbsent(input, issue.path) ? { key: 'missing' as const, values: {} } : read(issue);
  return [told(issue.path, key, values)];
}

/** The branches of a union, the one that what was sent comes nearest to first. */
function branchesOf({ errors = [] }: Issue): readonly (readonly Issue[])[] {
  const depth = (branch: readonly Issue[]) => Math.max(...branch.map(({ path }) => path.length), 0);
  return errors.toSorted((a, b) => depth(b) - depth(a));
}

function read(issue: Issue): { key: ProblemKey; values: Values } {
  const { code, origin } = issue;
  if (code === 'invalid_type') return { key: EXPECTED[String(issue.expected)] ?? 'notValid', values: {} };
  if (code === 'too_big') return tooBig(origin, Number(issue.maximum));
  if (code === 'too_small') return tooSmall(origin, Number(issue.minimum));
  if (code === 'invalid_value') return oneOf(issue.values);
  if (code === 'invalid_union' && issue.options) return oneOf(issue.options);
  if (code === 'invalid_format') {
    const format = FORMATS[String(issue.format)];
    if (format) return { key: format, values: {} };
    if (typeof issue.pattern === 'string')
      return { key: 'pattern', values: { pattern: short(issue.pattern) } };
  }
  return { key: 'notValid', values: {} };
}

function tooBig(origin: unknown, most: number): { key: ProblemKey; values: Values } {
  if (origin === 'string') return { key: 'longest', values: { count: most } };
  if (origin === 'array') return { key: 'mostItems', values: { count: most } };
  return { key: 'atMost', values: { limit: most } };
}

function tooSmall(origin: unknown, least: number): { key: ProblemKey; values: Values } {
  const countable = origin === 'string' || origin === 'array';
  if (!countable) return { key: 'atLeast', values: { limit: least } };
  if (least === 1) return { key: 'empty', values: {} };
  return { key: origin === 'string' ? 'shortest' : 'fewestItems', values: { count: least } };
}

function oneOf(values: readonly unknown[] = []): { key: ProblemKey; values: Values } {
  const [first, ...others] = values;
  if (others.length === 0) return { key: 'exactly', values: { value: short(String(first)) } };
  return { key: 'oneOf', values: { values: short(values.map(String).join(', ')) } };
}

function readOwn(message: string): { key: ProblemKey; what: string } | null {
  if (!message.startsWith(MARK)) return null;
  const [key = '', ...what] = message.slice(MARK.length).split(' ');
  // A test holds every schema's complaints to the sentences there are.
  return { key: key as ProblemKey, what: what.join(' ') };
}

function isAbsent(input: unknown, path: readonly PropertyKey[]): boolean {
  let found = input;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return true;
    found = (found as Record<PropertyKey, unknown>)[key];
  }
  return found === undefined;
}

function told(path: readonly PropertyKey[], problem: ProblemKey, values: Values = {}): Problem {
  return { field: fieldOf(path, ''), problem, values };
}

function short(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
