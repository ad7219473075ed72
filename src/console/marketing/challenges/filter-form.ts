// Which purchases count, as a few plain fields; the service is told as conditions. What the fields cannot say is kept as it
// is and shown as a sentence.
import type { Condition, LineCondition } from '#src/contract/rule-language.ts';

export interface FilterForm {
  categories: string[];
  skus: string[];
  storeIds: string[];
  /** 1 is Monday; none: every day. */
  weekdays: number[];
  from: string;
  until: string;
  /** In whole money; empty: any. */
  least: number | '';
}

export const NO_FILTER: FilterForm = {
  categories: [],
  skus: [],
  storeIds: [],
  weekdays: [],
  from: '',
  until: '',
  least: '',
};

export function conditionsOf(form: FilterForm): { receipt: Condition | null; line: LineCondition | null } {
  const receipt: Condition[] = [
    ...(form.storeIds.length > 0
      ? [{ field: 'receipt.store', is: 'in' as const, value: form.storeIds }]
      : []),
    ...(form.weekdays.length > 0
      ? [{ field: 'receipt.weekday', is: 'in' as const, value: form.weekdays }]
      : []),
    ...(form.from ? [{ field: 'receipt.time', is: 'atLeast' as const, value: form.from }] : []),
    ...(form.until ? [{ field: 'receipt.time', is: 'lessThan' as const, value: form.until }] : []),
    ...(form.least !== ''
      ? [{ field: 'receipt.amount', is: 'atLeast' as const, value: Math.round(form.least * 100) }]
      : []),
  ];
  const line: LineCondition[] = [
    ...(form.categories.length > 0
      ? [{ field: 'line.category', is: 'in' as const, value: form.categories }]
      : []),
    ...(form.skus.length > 0 ? [{ field: 'line.sku', is: 'in' as const, value: form.skus }] : []),
  ];
  return {
    receipt: receipt.length === 0 ? null : { all: receipt },
    line: line.length === 0 ? null : { any: line },
  };
}

/** Null where the fields cannot say it. */
export function filterOf(receipt: Condition | null, line: LineCondition | null): FilterForm | null {
  const form = { ...NO_FILTER };
  const parts: (Condition | LineCondition)[] = [
    ...(receipt ? ('all' in receipt ? receipt.all : [receipt]) : []),
    ...(line ? ('any' in line ? line.any : [line]) : []),
  ];
  const isSaid = parts.every((part) => 'field' in part && takeIn(form, part));
  return isSaid ? form : null;
}

function takeIn(form: FilterForm, part: { field: string; is: string; value: unknown }): boolean {
  const { field, is, value } = part;
  const list = Array.isArray(value) ? value : null;
  if (is === 'in' && list) {
    if (field === 'line.category') form.categories = list.map(String);
    else if (field === 'line.sku') form.skus = list.map(String);
    else if (field === 'receipt.store') form.storeIds = list.map(String);
    else if (field === 'receipt.weekday') form.weekdays = list.map(Number);
    else return false;
    return true;
  }
  if (field === 'receipt.time' && is === 'atLeast') form.from = String(value);
  else if (field === 'receipt.time' && is === 'lessThan') form.until = String(value);
  else if (field === 'receipt.amount' && is === 'atLeast') form.least = Number(value) / 100;
  else return false;
  return true;
}
