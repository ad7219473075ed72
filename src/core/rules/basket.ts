// What rules look at, all of it in memory, and what they answer. Sums are whole minor units, quantities thousandths,
// moments milliseconds since the epoch: numbers, because the largest of them are far inside 2^53.
import type { RuleId } from '#src/lib/id.ts';
import type { Text } from './rule.ts';

export interface BasketLine {
  lineNo: number;
  sku: string;
  name: string;
  /** As `foldCategory` makes it. */
  category: string;
  brand: string;
  quantityMilli: number;
  priceMinor: number;
  /** What is paid for the line before any discount of ours and before points pay. */
  amountMinor: number;
  /** Of a category that the law keeps out (tobacco, alcohol): neither earns nor is discounted nor paid with points. */
  excluded: boolean;
}

export interface Basket {
  storeId: string;
  tillId: string | null;
  /** The store's IANA time zone: weekdays and times of day are its own. */
  timeZone: string;
  occurredAt: number;
  /** Lines without a name of their own: what the sum holds beyond its lines stands as line 0. */
  lines: BasketLine[];
  /** The sum of the lines. */
  amountMinor: number;
  /** How much of it points pay for, in money. */
  paidByPointsMinor: number;
}

/** How often and how much a rule has given to one member. */
export interface RuleUse {
  times: number;
  timesToday: number;
  points: number;
  pointsToday: number;
  lastAt: number | null;
}

export interface MemberFacts {
  memberId: string;
  tierKey: string;
  language: string;
  registeredAt: number;
  birthday: { month: number; day: number } | null;
  marketingConsent: boolean;
  /** Everything bought, in minor units. */
  turnoverMinor: number;
  /** Receipts before this one. */
  receipts: number;
  lastReceiptAt: number | null;
  /** Spendable points by currency. */
  balances: Record<string, number>;
  /** Balances with what is pending, by currency: what the cap on a balance looks at. */
  totals: Record<string, number>;
  /** Points earned today, by currency. */
  earnedToday: Record<string, number>;
  /** Receipts in the longest period that a live rule asks about, oldest first; empty when none asks. */
  recent: { at: number; amountMinor: number }[];
  ruleUse: Record<RuleId, RuleUse>;
}

/** Why a line did not count. */
export type LineLeft = 'excluded' | 'condition' | 'free';

/** What trimmed the points. */
export type CapKind = 'receipt' | 'day' | 'balance' | 'ruleReceipt' | 'ruleDay' | 'ruleMember' | 'budget';

/** Points that a cap took away. */
export interface Cut {
  currency: string;
  kind: CapKind;
  wanted: number;
  given: number;
  limit: number;
}

/** What one effect of one rule gave: the explanation of a transfer is a list of these. */
export interface Part {
  ruleId: RuleId;
  version: number;
  name: string;
  /** To members, by language; `name` in any other. */
  names?: Text | undefined;
  effect: number;
  currency: string;
  /** After caps; may be 0 when a cap took all. Negative: stamps that a free piece took. */
  points: number;
  /** Before caps. */
  wanted: number;
  /** [lineNo, points]: how the points spread over the lines that counted; sums to `points`. */
  lines: [lineNo: number, points: number][];
  left: [lineNo: number, why: LineLeft][];
  cap?: { kind: CapKind; limit: number } | undefined;
  /** Of a share: what it was of, how large it was, and the tier where that sets it. */
  share?: { ofMinor: number; shareBp: number; tierKey?: string | undefined } | undefined;
}

export interface Discount {
  ruleId: RuleId;
  name: string;
  names?: Text | undefined;
  /** null: off the whole receipt. */
  lineNo: number | null;
  amountMinor: number;
}

/** A discount in points, at their value and rounded up; spread over the lines that it came off, it sums to `points`. */
export type Charge = Pick<Part, 'ruleId' | 'points' | 'lines'>;

/** Why a rule did not apply. */
export type NotApplied =
  | 'condition'
  /** Before `validFrom` or from `validUntil` on. */
  | 'dates'
  | 'hours'
  | 'cooldown'
  | 'limit'
  | 'group'
  | 'exclusive'
  | 'budget'
  | 'cap'
  | 'noLines';

/** What the points of one currency come to: one transfer each. */
export interface Award {
  currency: string;
  points: number;
  /** Milliseconds; Infinity while it waits for an action. */
  activeAt: number;
  waitsFor: string | null;
  expiresAt: number | null;
  /** Of points that wait for an action and have a life of their own: months from then; null: for ever. */
  lifeMonths?: number | null;
  parts: Part[];
}

export interface Evaluation {
  /** Gains and, for stamps, losses. */
  awards: Award[];
  discounts: Discount[];
  /** What those off the whole receipt took from each line that they are about, discount after discount. */
  offReceipt: [lineNo: number, amountMinor: number][];
  /** The sum after our discounts; what points and money pay. */
  toPayMinor: number;
  gifts: { ruleId: RuleId; name: Text }[];
  messages: { ruleId: RuleId; text: Text }[];
  events: { ruleId: RuleId; name: string }[];
  /** Rules that applied, for their counters: points by rule, after caps. */
  used: { ruleId: RuleId; points: number; hasBudget: boolean }[];
  /** What discounts of rules with a budget take of it, besides their points; left out for nearly every receipt. */
  charges?: Charge[] | undefined;
  notApplied: {
    ruleId: RuleId;
    name: string;
    names?: Text | undefined;
    why: NotApplied;
    condition?: number[];
  }[];
  /** Points of a currency that its own caps took away. */
  trimmed: Cut[];
}

/** The terms of a currency as rules need them. */
export interface CurrencyTerms {
  currency: string;
  pending: { hours: number } | { days: number } | { action: string } | null;
  expiry:
    | { kind: 'never' }
    /** Months after activation. */
    | { kind: 'rolling'; months: number }
    /** The next `MM-DD` that is at least `months` away. */
    | { kind: 'calendar'; monthDay: string; months: number }
    /** Counted from the member's last receipt, by a worker. */
    | { kind: 'inactivity'; months: number };
  capReceipt: number | null;
  capDay: number | null;
  capBalance: number | null;
}

/** Points left of the budgets of the rules that have one. */
export type BudgetsLeft = Record<RuleId, number>;
