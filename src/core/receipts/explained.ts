// What is told of a receipt and not kept with it.
import type { Evaluation } from '../rules/basket.ts';
import type { Condition } from '../rules/condition.ts';

export type Next =
  /** With `missingMinor` more on this receipt it brings `points` more of the currency, and `gifts`. */
  | { kind: 'threshold'; missingMinor: number; currency: string; points: number; gifts: Evaluation['gifts'] }
  /** `missing` is money in minor units or points, as `basis` says; `by` is the last day that counts. */
  | { kind: 'tier'; tierKey: string; basis: 'spend' | 'points'; missing: bigint; by: Date | null }
  /** With `missing` more stamps the next piece is free. */
  | { kind: 'stamps'; currency: string; have: number; need: number; missing: number };

type Missed = Evaluation['notApplied'][number];

export interface Explained {
  /** What a little more would bring, the nearest first. */
  next: Next[];
  /** All rules that did not apply. */
  notApplied: Missed[];
  /** Which part of its condition a rule did not meet. */
  failedOf: (missed: Missed) => Condition | null;
}
