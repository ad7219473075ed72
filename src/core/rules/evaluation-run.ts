// What one evaluation works on: made for each receipt, changed by the steps of evaluate.ts in their order, and thrown
// away. Lines are named by their index among those that count.
import type { BasketLine, BudgetsLeft, CapKind, Evaluation, LineLeft, MemberFacts, Part } from './basket.ts';
import type { BookEffect, BookRule, CompiledBook } from './compile-book.ts';
import type { Facts } from './facts.ts';

/** The tightest of some bounds; `left` shrinks with what it gives. */
export interface Room {
  left: number;
  kind: CapKind;
  limit: number;
}

/** What a rule's budget has left, and what the rule has taken off so far, in minor units: how much in all, and of which lines. */
export interface BudgetRoom extends Room {
  offMinor: number;
  off: [lineNo: number, amountMinor: number][];
}

/** A rule that applies, with the lines that each of its effects is about. */
export interface Applied {
  rule: BookRule;
  picks: number[][];
  /** Of its caps alone. */
  room: Room | null;
  budget: BudgetRoom | null;
  /** What it gave, after caps; stamps that were taken do not count. */
  points: number;
}

export interface Run {
  book: CompiledBook;
  facts: Facts;
  member: MemberFacts;
  budgets: BudgetsLeft;
  /** False for triggers other than a receipt: there are no lines then, and no caps of a receipt. */
  ofReceipt: boolean;
  lines: BasketLine[];
  /** Every index. */
  all: number[];
  /** What each line still costs: our discounts are taken off as they come, then what points pay. */
  net: number[];
  /** Pieces that a stamp card gave away, by line; null before the first. */
  freePieces: number[] | null;
  /** Lines that count for nothing whatever the rule. */
  left: [lineNo: number, why: LineLeft][];
  applied: Applied[];
  parts: Part[];
  /** For each part its rule and effect. */
  owners: Applied[];
  effects: BookEffect[];
  evaluation: Evaluation;
}

const EVERY_INDEX: number[][] = [];

/** [0, 1, ... count - 1]; nobody may change it. */
function everyIndex(count: number): number[] {
  const known = EVERY_INDEX[count];
  if (known) return known;
  const made = Array.from({ length: count }, (_, i) => i);
  if (count < 128) EVERY_INDEX[count] = made;
  return made;
}

export function newRun({
  book,
  facts,
  budgets,
  toPayMinor,
  ofReceipt,
}: {
  book: CompiledBook;
  facts: Facts;
  budgets: BudgetsLeft;
  toPayMinor: number;
  ofReceipt: boolean;
}): Run {
  const { lines } = facts;
  const net: number[] = [];
  for (let i = 0; i < lines.length; i++) net.push(lines[i]?.amountMinor ?? 0);
  return {
    book,
    facts,
    member: facts.member,
    budgets,
    ofReceipt,
    lines,
    all: everyIndex(lines.length),
    net,
    freePieces: null,
    left: [],
    applied: [],
    parts: [],
    owners: [],
    effects: [],
    evaluation: {
      awards: [],
      discounts: [],
      offReceipt: [],
      toPayMinor,
      gifts: [],
      messages: [],
      events: [],
      used: [],
      notApplied: [],
      trimmed: [],
      charges: undefined,
    },
  };
}

/** What the picked lines still cost. */
export function netOf({ net, all }: Run, pick: number[]): number[] {
  if (pick === all) return net;
  const costs: number[] = [];
  for (let i = 0; i < pick.length; i++) costs.push(net[pick[i] ?? -1] ?? 0);
  return costs;
}

export function sumOf(values: number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum;
}
