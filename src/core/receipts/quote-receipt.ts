// What a receipt would bring, before it is closed. Nothing is written.

import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { ownPoints } from '../ledger/points.ts';
import { readBalance } from '../ledger/read-balance.ts';
import { readHold } from '../ledger/read-hold.ts';
import { debtOf } from '../ledger/shown-balance.ts';
import { readMember } from '../members/read-member.ts';
import { lookAtCodes } from '../offers/name-codes.ts';
import { maximumBurn } from '../rules/base-points.ts';
import type { Evaluation } from '../rules/basket.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import type { FoldedCategory } from '../stores/fold-category.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { basketOf } from './basket-of.ts';
import { evaluateInput } from './evaluate-input.ts';
import type { Next } from './explained.ts';
import { notAhead } from './not-ahead.ts';
import { quoteIdOf } from './quote-id.ts';
import type { ReceiptInput, ReceiptTold } from './receipt-input.ts';
import { readReceiptMemberIn } from './receipt-member.ts';
import { toldOf } from './told-of.ts';
import { whatIsNext } from './what-is-next.ts';

export interface Quote {
  /** Stands for everything that was quoted: another one means that something has changed. */
  quoteId: string;
  /** Points of the first currency that it would earn with the receipt's burn. */
  earn: bigint;
  told: ReceiptTold;
  /** Also the rules whose conditions were not met. */
  notApplied: Evaluation['notApplied'];
  discountMinor: bigint;
  /** After our discounts; points and money pay it. */
  toPayMinor: bigint;
  /** The most points that may pay for it now; zero while burning waits. */
  maximumBurn: bigint;
  balance: bigint;
  /** How much more is owed than is there. */
  debt: bigint;
  /** With what the receipt's own hold keeps. */
  spendable: bigint;
  /** Set while burning waits because a new messenger account has shown up with the member's number. */
  burnAllowedFrom: Date | null;
  /** What a little more would bring, the nearest first. */
  next: Next[];
}

export interface QuoteReceipt {
  memberId: MemberId;
  receipt: ReceiptInput;
  at: Date;
  known: KnownProgramme;
  rules: KnownRules;
}

/** Throws Refusal `member_not_found`, `member_erased`. */
export async function quoteReceipt(
  db: Reader,
  { memberId, receipt, at, known, rules }: QuoteReceipt,
): Promise<Quote> {
  const found = await readMember(db, memberId);
  const [member, account, held] = await Promise.all([
    readReceiptMemberIn(db, memberId, {
      moments: [receipt.occurredAt],
      timeZone: known.programme.timeZone,
      rules,
      at,
    }),
    readBalance(db, memberId, at),
    readHeld(db, memberId, receipt),
  ]);
  const { balance, spendable } = account;
  // Codes on paper are looked at as if they were the member's already.
  const looked = await lookAtCodes(db, { codes: receipt.coupons ?? [], memberId, at, rules });
  const asked = { ...receipt, codesLeft: looked.left };
  const holder = { ...member, coupons: [...member.coupons, ...looked.coupons] };
  const { occurredAt } = receipt;
  const evaluated = evaluateInput(asked, { member: holder, known, rules, explain: true });
  const evaluation = notAhead(evaluated, { occurredAt, at });
  const { maxBurnBp, pointValueMinor } = known.programme;
  const waits = found.burnAllowedFrom !== null && found.burnAllowedFrom > at;
  const amountMinor = BigInt(burnable(receipt, evaluation, { known, excluded: rules.excluded }));
  const told = toldOf(evaluation);
  const toPayMinor = BigInt(evaluation.toPayMinor);
  return {
    quoteId: quoteIdOf(evaluation),
    earn: BigInt(ownPoints(told.awards)),
    told,
    notApplied: evaluation.notApplied,
    discountMinor: receipt.amountMinor - toPayMinor,
    toPayMinor,
    maximumBurn: waits
      ? 0n
      : maximumBurn({ amountMinor, spendable: spendable + held, maxBurnBp, pointValueMinor }),
    balance,
    debt: debtOf(account),
    spendable: spendable + held,
    burnAllowedFrom: waits ? found.burnAllowedFrom : null,
    next: whatIsNext(receipt, { member, known, rules, evaluation }),
  };
}

/** What points may pay for: the lines that the law does not keep out now, after our discounts. In minor units. */
function burnable(
  receipt: ReceiptInput,
  evaluation: Evaluation,
  where: { known: KnownProgramme; excluded: ReadonlySet<FoldedCategory> },
): number {
  const { lines } = basketOf(receipt, where);
  const kept = lines.reduce((sum, line) => sum + (line.excluded ? line.amountMinor : 0), 0);
  return Math.max(0, evaluation.toPayMinor - kept);
}

/** What the receipt's own hold keeps of the member's points. */
async function readHeld(db: Reader, memberId: MemberId, { holdId }: ReceiptInput): Promise<bigint> {
  if (!holdId) return 0n;
  const hold = await readHold(db, { holdId });
  return hold.memberId === memberId && hold.status === 'open' ? hold.amount : 0n;
}
