// The condition language: the same for rules and for segments. Conditions are data; the only names they may use are
// the fields of the whitelist (fields.ts), checked before anything is stored or compiled.

export type Operator =
  | 'is'
  | 'isNot'
  | 'in'
  | 'notIn'
  | 'atLeast'
  | 'atMost'
  | 'moreThan'
  | 'lessThan'
  | 'contains'
  | 'startsWith';

/** Money in minor units, quantities in thousandths, times of day as `HH:MM`, days as `YYYY-MM-DD`. */
export type ConditionValue = string | number | boolean | string[] | number[];

/** Counted back from the moment asked about; `today` begins at midnight of the store's time zone. */
export type Period = 'today' | { days: number } | { months: number };

/** About one line: `line.category in [...]`, nested as any other. */
export type LineCondition =
  | { all: LineCondition[] }
  | { any: LineCondition[] }
  | { not: LineCondition }
  | { field: string; is: Operator; value: ConditionValue };

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  /** `period` for the fields that count over one, such as member.receipts; `salt` for member.share. */
  | { field: string; is: Operator; value: ConditionValue; period?: Period; salt?: string }
  /** Whether any, every or no line is like that. */
  | { lines: 'any' | 'every' | 'none'; where: LineCondition }
  /** The sum of what was paid (`amountMinor`), of pieces (`quantityMilli`) or the number of lines like that. */
  | {
      sum: 'amountMinor' | 'quantityMilli' | 'count';
      where: LineCondition | null;
      is: Operator;
      value: number;
    }
  | HistoryCondition;

/**
 * About what a member has bought, in segments only: how many receipts, days with a receipt or lines there were, or what
 * they come to in money (`spent`) or thousandths of a piece, net of what came back. Receipts like `receipt` count and,
 * of their lines, those like `line`; null for all of them. Without a period it is of all time.
 */
export interface HistoryCondition {
  history: 'receipts' | 'days' | 'spent' | 'pieces' | 'lines';
  period: Period | null;
  receipt: Condition | null;
  line: LineCondition | null;
  is: Operator;
  value: number;
}
