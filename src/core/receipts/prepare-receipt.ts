// From a receipt and a member to what is written: the rules are asked and their answer becomes an item.
import { factsNeeded } from '../rules/facts-needed.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { evaluateInput } from './evaluate-input.ts';
import { explainReceipt } from './explain-receipt.ts';
import { findSurprise } from './find-surprise.ts';
import { notAhead } from './not-ahead.ts';
import type { ReceiptInput } from './receipt-input.ts';
import { type ReceiptItem, receiptItem } from './receipt-item.ts';
import type { ReceiptMember } from './receipt-member.ts';
import { withoutLapsed } from './without-lapsed.ts';

export interface PrepareReceipt {
  member: ReceiptMember;
  known: KnownProgramme;
  rules: KnownRules;
  at: Date;
  /** History is brought in as it was, and makes no noise. */
  history?: boolean;
  /** Told to us late, without the member knowing of it: rules say nothing in the chat. */
  late?: boolean;
  /** Of long ago: no events at all, and no points whose time would be over by now. */
  quiet?: boolean;
  explain?: boolean;
}

/** An item for post_receipts. In memory; nothing is written. */
export function prepareReceipt(input: ReceiptInput, context: PrepareReceipt): ReceiptItem {
  const { rules } = context;
  const { at } = context;
  const evaluated = notAhead(evaluateInput(input, context), { occurredAt: input.occurredAt, at });
  const evaluation = context.quiet ? withoutLapsed(evaluated, at) : evaluated;
  const { counted } = factsNeeded(rules.at(input.occurredAt));
  const excluded = rules.excludedAt(input.occurredAt);
  const item = receiptItem(input, { ...context, evaluation, counted, excluded });
  if (input.asksWhy) item.explained = explainReceipt(input, { ...context, evaluation, told: item.told });
  const surprise = findSurprise(input, evaluation, context.known.programme);
  if (surprise) item.surprise = surprise;
  return item;
}
