// A condition over members as one boolean expression of SQL over the alias `m`, a row of member. It brings everything
// along in subselects of its own, so that it may stand in any `where` or `case when`, and is never null: what is not known
// makes a comparison false, and `not` of it true. compile-audience-test.ts asks the same in memory.
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../refusal.ts';
import type { Condition } from '../rules/condition.ts';
import { isField } from '../rules/fields.ts';
import type { AudienceKnown } from './audience-known.ts';
import { SETS, setSql } from './audience-sets.ts';
import { BOOLEAN_VALUES, NUMBER_VALUES, TEXT_VALUES } from './audience-values.ts';
import { ALWAYS, joinSql, NEVER, numberSql, textSql, textsOf } from './compare-sql.ts';
import { historySql } from './history-sql.ts';

type Comparison = Extract<Condition, { field: string }>;

/** Throws Refusal segment_in_itself when the segments that it names go round in a circle. */
export function compileAudience(
  condition: Condition,
  known: AudienceKnown,
  inside: readonly string[] = [],
): SQL {
  const next = (part: Condition) => compileAudience(part, known, inside);
  if ('all' in condition) return joinSql(condition.all.map(next), 'and');
  if ('any' in condition) return joinSql(condition.any.map(next), 'or');
  if ('not' in condition) return sql`not ${next(condition.not)}`;
  if ('history' in condition) return numberSql(historySql(condition, known), condition.is, condition.value);
  if ('field' in condition) return comparisonSql(condition, known, inside);
  // Lines without a history are those of a receipt, and there is none.
  return NEVER;
}

function comparisonSql(comparison: Comparison, known: AudienceKnown, inside: readonly string[]): SQL {
  const { field, is, value, period = null } = comparison;
  if (!isField(field)) return NEVER;
  if (field === 'member.segment') return segmentSql(comparison, known, inside);
  if (field === 'member.share') return numberSql(shareSql(comparison), is, value);
  const set = SETS[field];
  if (set) return setSql(set(known, period), is, value);
  const text = TEXT_VALUES[field];
  if (text) return textSql(text(known, period), is, value);
  const number = NUMBER_VALUES[field];
  if (number) return numberSql(number(known, period), is, value);
  const boolean = BOOLEAN_VALUES[field]?.(known, period);
  if (!boolean) return NEVER;
  return value === true ? sql`(${boolean})` : sql`not (${boolean})`;
}

/** What stands in for a salt that was not told. */
export const USUAL_SALT = 'share';

function shareSql({ salt = USUAL_SALT }: Comparison): SQL {
  return sql`share_of(m.member_id, ${salt})`;
}

/** Lists by the primary key of segment_member; a condition is asked itself, so that it is never behind. */
function segmentSql({ is, value }: Comparison, known: AudienceKnown, inside: readonly string[]): SQL {
  const lists: string[] = [];
  const parts: SQL[] = [];
  for (const id of textsOf(value)) {
    const segment = known.segments.get(id);
    if (segment === 'list') lists.push(id);
    else if (segment) {
      if (inside.includes(id)) throw new Refusal('segment_in_itself');
      const { condition } = segment;
      parts.push(condition === null ? ALWAYS : compileAudience(condition, known, [...inside, id]));
    }
  }
  if (lists.length > 0) {
    parts.push(sql`exists (select 1 from segment_member sm
      where sm.segment_id = any (${sql.param(lists)}::text[]) and sm.member_id = m.member_id)`);
  }
  const found = joinSql(parts, 'or');
  return is === 'isNot' || is === 'notIn' ? sql`not ${found}` : found;
}
