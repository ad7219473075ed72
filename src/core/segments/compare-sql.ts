// One comparison in SQL, as rules/compare.ts makes it in memory: what is not known compares false with everything.
import { type SQL, sql } from 'drizzle-orm';
import type { ConditionValue, Operator } from '../rules/condition.ts';

/** `left`: an expression of a whole number, null when it is not known. */
export function numberSql(left: SQL, is: Operator, value: ConditionValue): SQL {
  if (is === 'in' || is === 'notIn') {
    const rights = sql`${sql.param(numbersOf(value))}::bigint[]`;
    return known(is === 'in' ? sql`${left} = any (${rights})` : sql`${left} <> all (${rights})`);
  }
  const right = sql`${Number(value)}::bigint`;
  switch (is) {
    case 'is':
      return known(sql`${left} = ${right}`);
    case 'isNot':
      return known(sql`${left} <> ${right}`);
    case 'atLeast':
      return known(sql`${left} >= ${right}`);
    case 'atMost':
      return known(sql`${left} <= ${right}`);
    case 'moreThan':
      return known(sql`${left} > ${right}`);
    case 'lessThan':
      return known(sql`${left} < ${right}`);
    default:
      return NEVER;
  }
}

/** The same for a text. */
export function textSql(left: SQL, is: Operator, value: ConditionValue): SQL {
  const rights = sql`${sql.param(textsOf(value))}::text[]`;
  switch (is) {
    case 'is':
    case 'in':
      return known(sql`${left} = any (${rights})`);
    case 'isNot':
    case 'notIn':
      return known(sql`${left} <> all (${rights})`);
    case 'contains':
      return known(sql`strpos(${lower(left)}, ${String(value).toLowerCase()}) > 0`);
    case 'startsWith':
      return known(sql`starts_with(${lower(left)}, ${String(value).toLowerCase()})`);
    default:
      return NEVER;
  }
}

export const NEVER = sql`false`;
export const ALWAYS = sql`true`;

/** All of them, or any of them. */
export function joinSql(parts: SQL[], by: 'and' | 'or'): SQL {
  if (parts.length === 0) return by === 'and' ? ALWAYS : NEVER;
  return sql`(${sql.join(parts, by === 'and' ? sql` and ` : sql` or `)})`;
}

export function textsOf(value: ConditionValue): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

function numbersOf(value: ConditionValue): number[] {
  return (Array.isArray(value) ? value : [value]).map(Number);
}

function known(comparison: SQL): SQL {
  return sql`coalesce(${comparison}, false)`;
}

/** Capitals of every alphabet, whatever the database was made with. */
function lower(text: SQL): SQL {
  return sql`lower(${text} collate "und-x-icu")`;
}
