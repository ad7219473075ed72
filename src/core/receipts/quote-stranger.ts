// What a receipt would bring to somebody who is no member yet: a new one of the lowest tier.
import { ownPoints } from '../ledger/points.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { evaluateInput } from './evaluate-input.ts';
import { quoteIdOf } from './quote-id.ts';
import type { Quote } from './quote-receipt.ts';
import type { ReceiptInput } from './receipt-input.ts';
import type { ReceiptMember } from './receipt-member.ts';
import { toldOf } from './told-of.ts';
import { whatIsNext } from './what-is-next.ts';

/** In memory. Discounts are for members: nobody gets them. */
export function quoteStranger(
  receipt: ReceiptInput,
  { known, rules }: { known: KnownProgramme; rules: KnownRules },
): Omit<Quote, 'balance' | 'debt' | 'spendable'> {
  const member = stranger(receipt.occurredAt, known);
  const codesLeft = (receipt.coupons ?? []).map((code) => ({ code, title: {}, why: 'needsCard' as const }));
  const paid = { ...receipt, burn: 0n, isPaid: true, codesLeft };
  const evaluation = evaluateInput(paid, { member, known, rules, explain: true });
  const told = toldOf(evaluation);
  return {
    quoteId: quoteIdOf(evaluation),
    earn: BigInt(ownPoints(told.awards)),
    told,
    notApplied: evaluation.notApplied,
    discountMinor: 0n,
    toPayMinor: receipt.amountMinor,
    maximumBurn: 0n,
    burnAllowedFrom: null,
    next: whatIsNext(paid, { member, known, rules, evaluation }).filter(({ kind }) => kind === 'threshold'),
  };
}

function stranger(at: Date, { tiers, programme }: KnownProgramme): ReceiptMember {
  const tierKey = tiers[0]?.tierKey ?? '';
  return {
    memberId: 'mem_nobody',
    version: 0n,
    nowTierKey: tierKey,
    turnoverMinor: 0n,
    months: {},
    day: null,
    ruleUse: {},
    coupons: [],
    facts: {
      memberId: 'mem_nobody',
      tierKey,
      language: programme.defaultLanguage,
      registeredAt: at.getTime(),
      birthday: null,
      marketingConsent: false,
      turnoverMinor: 0,
      receipts: 0,
      lastReceiptAt: null,
      balances: {},
      totals: {},
      earnedToday: {},
      recent: [],
      ruleUse: {},
    },
  };
}
