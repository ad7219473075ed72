// A condition over members as a closure over what is known of one: what compileAudience says in SQL, in memory.

import { Refusal } from '../refusal.ts';
import { compareNumber, compareText } from '../rules/compare.ts';
import { compileCondition, compileLineCondition } from '../rules/compile-condition.ts';
import type { Condition, HistoryCondition } from '../rules/condition.ts';
import { FIELDS, isField } from '../rules/fields.ts';
import { type AudienceFacts, type FactValue, factKey, type PastReceipt } from './audience-facts.ts';
import type { AudienceKnown } from './audience-known.ts';
import { textsOf } from './compare-sql.ts';
import { USUAL_SALT } from './compile-audience.ts';
import { startOf } from './period-bounds.ts';
import { shareOf } from './share-of.ts';

export type AudienceTest = (facts: AudienceFacts) => boolean;
type Comparison = Extract<Condition, { field: string }>;

/** Whether the condition holds. Throws Refusal segment_in_itself as compileAudience does. */
export function testAudience(
  condition: Condition,
  known: AudienceKnown,
  inside: readonly string[] = [],
): AudienceTest {
  const next = (part: Condition) => testAudience(part, known, inside);
  if ('all' in condition) {
    const tests = condition.all.map(next);
    return (facts) => tests.every((test) => test(facts));
  }
  if ('any' in condition) {
    const tests = condition.any.map(next);
    return (facts) => tests.some((test) => test(facts));
  }
  if ('not' in condition) {
    const test = next(condition.not);
    return (facts) => !test(facts);
  }
  if ('history' in condition) {
    return compareNumber(historyOf(condition, known), condition.is, condition.value, 'number');
  }
  return 'field' in condition ? testComparison(condition, known, inside) : () => false;
}

function testComparison(
  comparison: Comparison,
  known: AudienceKnown,
  inside: readonly string[],
): AudienceTest {
  const { field, is, value, period, salt = USUAL_SALT } = comparison;
  if (!isField(field)) return () => false;
  if (field === 'member.segment') return testSegments(comparison, known, inside);
  const { type } = FIELDS[field];
  if (field === 'member.share') {
    return compareNumber(({ memberId }: AudienceFacts) => shareOf(memberId, salt), is, value, type);
  }
  const key = factKey(field, period);
  const read = ({ values }: AudienceFacts): FactValue => values.get(key) ?? null;
  if ('many' in FIELDS[field]) {
    const wanted = textsOf(value);
    const without = is === 'isNot' || is === 'notIn';
    return (facts) => {
      const has = read(facts);
      return (Array.isArray(has) && wanted.some((one) => has.includes(one))) !== without;
    };
  }
  if (type === 'boolean') return (facts) => (read(facts) === true) === (value === true);
  if (type === 'text' || type === 'choice') return compareText((facts) => textOf(read(facts)), is, value);
  return compareNumber((facts) => numberOf(read(facts)), is, value, type);
}

function testSegments(
  { is, value }: Comparison,
  known: AudienceKnown,
  inside: readonly string[],
): AudienceTest {
  const tests = textsOf(value).flatMap((id): AudienceTest[] => {
    const segment = known.segments.get(id);
    if (!segment) return [];
    if (segment === 'list') return [({ lists }) => lists.has(id)];
    if (inside.includes(id)) throw new Refusal('segment_in_itself');
    const { condition } = segment;
    return [condition === null ? () => true : testAudience(condition, known, [...inside, id])];
  });
  const without = is === 'isNot' || is === 'notIn';
  return (facts) => tests.some((test) => test(facts)) !== without;
}

function historyOf(condition: HistoryCondition, known: AudienceKnown): (facts: AudienceFacts) => number {
  const { history, period, receipt, line } = condition;
  const since = period === null ? Number.NEGATIVE_INFINITY : startOf(period, known).getTime();
  const isReceipt = receipt === null ? () => true : compileCondition(receipt);
  const isLine = line === null ? () => true : compileLineCondition(line);
  const keptOf = (past: PastReceipt) => past.lines.filter((each) => each.keptMilli > 0 && isLine(each));
  const counts = ({ facts }: PastReceipt) =>
    facts.at >= since && facts.at <= known.at.getTime() && isReceipt(facts);
  return ({ receipts }) => {
    const like = receipts.filter(counts);
    const bought = line === null ? like : like.filter((past) => keptOf(past).length > 0);
    if (history === 'receipts') return bought.length;
    if (history === 'days') return new Set(bought.map(({ day }) => day)).size;
    if (history === 'spent' && line === null) return sumOf(bought, ({ netMinor }) => netMinor);
    const kept = like.flatMap(keptOf);
    if (history === 'lines') return kept.length;
    return sumOf(kept, (each) => (history === 'spent' ? each.netMinor : each.keptMilli));
  };
}

function sumOf<T>(all: readonly T[], read: (one: T) => number): number {
  return all.reduce((sum, one) => sum + read(one), 0);
}

function textOf(value: FactValue): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: FactValue): number {
  return typeof value === 'number' ? value : Number.NaN;
}
