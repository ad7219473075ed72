// What the service has answered, key by key: the database is held against it. Whoever got a definite answer relies on it.

export interface ReceiptAnswered {
  memberId: string;
  receiptId: string;
  earned: number;
  burnt: number;
}

export interface ReturnAnswered {
  memberId: string;
  returnId: string;
  takenBack: number;
  givenBack: number;
}

export interface HoldAnswered {
  memberId: string;
  holdId: string;
  points: number;
  captured: number;
  status: string;
}

export interface Answers {
  /** By the till's own keys. */
  receipts: Map<string, ReceiptAnswered>;
  returns: Map<string, ReturnAnswered>;
  holds: Map<string, HoldAnswered>;
  /** Returns that were taken and wait for their sale; each asks again, and says whether it is booked now. */
  waiting: Map<string, () => Promise<boolean>>;
  /** Keys that were refused or cancelled, with the reason: nothing may be booked under them. */
  refused: Map<string, string>;
  /** What no till may be told: a refusal without a reason, or another answer to the same question. */
  wrong: string[];
}

export function noAnswers(): Answers {
  return {
    receipts: new Map(),
    returns: new Map(),
    holds: new Map(),
    waiting: new Map(),
    refused: new Map(),
    wrong: [],
  };
}

/** How many keys were answered with yes. */
export function countAnswered({ receipts, returns, holds, waiting }: Answers): number {
  return receipts.size + returns.size + holds.size + waiting.size;
}
