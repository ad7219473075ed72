// What is known of one member, as conditions over members are asked in memory.

import type { MemberId } from '#src/lib/id.ts';
import type { Period } from '../rules/condition.ts';
import type { Facts } from '../rules/facts.ts';

/** A line of a past receipt; amounts before our discounts, as rules see them. */
export type PastLine = Facts['lines'][number] & {
  /** What was paid for what the member has kept, and how much that is. */
  netMinor: number;
  keptMilli: number;
};

/** A receipt that has not come back whole, as a condition on a receipt looks at it. */
export interface PastReceipt {
  facts: Facts;
  lines: PastLine[];
  netMinor: number;
  /** By the clock of the programme: days since 1970. */
  day: number;
}

export type FactValue = number | string | boolean | string[] | null;

export interface AudienceFacts {
  memberId: MemberId;
  /** By factKey. */
  values: ReadonlyMap<string, FactValue>;
  /** Lists that they are on. */
  lists: ReadonlySet<string>;
  /** Empty where no condition asks. */
  receipts: readonly PastReceipt[];
}

/** Under what a value stands: the field, and the period that it is counted over. */
export function factKey(field: string, period: Period | null | undefined): string {
  return period ? `${field} ${JSON.stringify(period)}` : field;
}
