// What a replay found. It holds identifiers and figures, never names: it is kept, and members may be erased.

/** With differences signs may be minus. `costMinor` is points at their value, and discounts. */
export interface Given {
  points: Record<string, number>;
  discountMinor: number;
  gifts: number;
  costMinor: number;
}

export interface Share {
  receipts: number;
  /** Receipts that the rule gave something, or on which something else came of it. */
  touched: number;
  members: number;
  winners: number;
  given: Given;
}

export type Caveat = 'balances' | 'budget' | 'consent' | 'lines' | 'trigger';

export interface ReplayResult {
  /** ISO. */
  from: string;
  until: string;
  receipts: number;
  touched: number;
  members: number;
  winners: number;
  turnoverMinor: number;
  touchedMinor: number;
  /** The rule by itself. */
  alone: Given;
  /** What it changes beside the rules in force. */
  difference: Given;
  gains: { receipts: number; members: number };
  loses: { receipts: number; members: number };
  /** Shares of the difference. */
  byTier: ({ tierKey: string } & Share)[];
  byStore: ({ storeId: string } & Share)[];
  byWeek: ({ from: string } & Share)[];
  /** Cost in minor units of money. */
  perWinner: { median: number; p90: number; most: number };
  heaviest: { memberId: string; tierKey: string; receipts: number; given: Given }[];
  /** What a replay cannot know and leaves out. */
  caveats: Caveat[];
  tookMs: number;
}
