// Conditions about one past receipt, in SQL over `r`, and about one of its lines over `l`. Lines that the law keeps out
// are not among them, as in the facts that rules look at.
import { type SQL, sql } from 'drizzle-orm';
import { dayNumberOf, minutesOf } from '../rules/compare.ts';
import { foldValue } from '../rules/compile-condition.ts';
import type { Condition, LineCondition } from '../rules/condition.ts';
import { isField } from '../rules/fields.ts';
import type { AudienceKnown } from './audience-known.ts';
import { joinSql, NEVER, numberSql, textSql } from './compare-sql.ts';

export const linesOf = sql`receipt_line l
  where l.member_id = r.member_id and l.receipt_id = r.receipt_id and not l.excluded`;

export function receiptSql(condition: Condition, known: AudienceKnown): SQL {
  const next = (part: Condition) => receiptSql(part, known);
  if ('all' in condition) return joinSql(condition.all.map(next), 'and');
  if ('any' in condition) return joinSql(condition.any.map(next), 'or');
  if ('not' in condition) return sql`not ${next(condition.not)}`;
  if ('lines' in condition) return quantifiedSql(condition.lines, lineSql(condition.where));
  if ('sum' in condition) return numberSql(sumSql(condition), condition.is, condition.value);
  if (!('field' in condition)) return NEVER;
  const { field, is, value } = condition;
  if (field === 'receipt.store') return textSql(sql`r.store_id`, is, value);
  if (field === 'receipt.till') return textSql(sql`r.till_id`, is, value);
  if (field === 'receipt.amount') return numberSql(sql`r.amount_minor`, is, value);
  if (field === 'receipt.lines') return numberSql(sql`(select count(*) from ${linesOf})`, is, value);
  if (field === 'receipt.pieces') return numberSql(PIECES, is, value);
  const local = sql`(r.occurred_at at time zone coalesce(
    (select st.time_zone from store st where st.store_id = r.store_id), ${known.timeZone}))`;
  if (field === 'receipt.weekday') return numberSql(sql`extract(isodow from ${local})`, is, value);
  if (field === 'receipt.date')
    return numberSql(sql`${local}::date - date '1970-01-01'`, is, dayNumberOf(String(value)));
  if (field !== 'receipt.time') return NEVER;
  const minutes = sql`extract(hour from ${local}) * 60 + extract(minute from ${local})`;
  return numberSql(minutes, is, minutesOf(String(value)));
}

export function lineSql(condition: LineCondition): SQL {
  if ('all' in condition) return joinSql(condition.all.map(lineSql), 'and');
  if ('any' in condition) return joinSql(condition.any.map(lineSql), 'or');
  if ('not' in condition) return sql`not ${lineSql(condition.not)}`;
  const { field, is, value } = condition;
  if (!isField(field)) return NEVER;
  const text = LINE_TEXTS[field];
  if (text) return textSql(text, is, field === 'line.category' ? foldValue(value) : value);
  const number = LINE_NUMBERS[field];
  return number ? numberSql(number, is, value) : NEVER;
}

const LINE_TEXTS: Partial<Record<string, SQL>> = {
  'line.sku': sql`l.sku`,
  'line.category': sql`fold_category(l.category)`,
  'line.brand': sql`l.brand`,
  'line.name': sql`l.name`,
};
const LINE_NUMBERS: Partial<Record<string, SQL>> = {
  'line.quantity': sql`l.quantity_milli`,
  'line.price': sql`l.price_minor`,
  'line.amount': sql`l.amount_minor`,
};
const PIECES = sql`(select coalesce(sum(l.quantity_milli), 0) from ${linesOf})`;

/** Of no lines, every is not true. */
function quantifiedSql(quantifier: 'any' | 'every' | 'none', where: SQL): SQL {
  const any = sql`exists (select 1 from ${linesOf} and ${where})`;
  if (quantifier === 'any') return any;
  if (quantifier === 'none') return sql`not ${any}`;
  return sql`(exists (select 1 from ${linesOf}) and not exists (select 1 from ${linesOf} and not ${where}))`;
}

function sumSql({ sum, where }: Extract<Condition, { sum: string }>): SQL {
  if (where === null && sum === 'amountMinor') return sql`r.amount_minor`;
  const like = where === null ? sql`` : sql` and ${lineSql(where)}`;
  return sql`(select ${SUMS[sum]} from ${linesOf}${like})`;
}

const SUMS = {
  amountMinor: sql`coalesce(sum(l.amount_minor), 0)`,
  quantityMilli: sql`coalesce(sum(l.quantity_milli), 0)`,
  count: sql`count(*)`,
};
