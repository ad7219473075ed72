// A receipt as a till or an integrator tells it, and what a till hears of it.

import type { HoldId, MemberId, ReceiptId, RuleId, StoreId, TillId } from '#src/lib/id.ts';
import { inputHash } from '#src/lib/input-hash.ts';
import type { LeftCoupon, ToldCoupon } from '../offers/held-coupon.ts';
import { Refusal } from '../refusal.ts';
import type { Cut, Discount, Evaluation } from '../rules/basket.ts';
import type { Text } from '../rules/rule.ts';
import type { Explained } from './explained.ts';

export interface ReceiptLine {
  sku: string;
  name: string;
  category: string;
  brand?: string | undefined;
  /** Thousandths of a piece or kilogram. */
  quantityMilli: number;
  priceMinor: number;
  discountMinor: number;
  amountMinor: number;
  /** What the sender has not told of it and the shop's catalogue has. */
  fromCatalogue?: ('category' | 'brand')[];
}

/** Of a line that nobody has told one of. */
export const UNTOLD_CATEGORY = 'other';

export interface ReceiptInput {
  storeId: StoreId;
  tillId: TillId | null;
  /** The store's own word for the receipt: with the store it is the key under which a receipt earns once. */
  externalId: string;
  /** What is printed on it. */
  number: string;
  /** The sum before our discounts. */
  amountMinor: bigint;
  /** Points that pay for a part of it; zero when none. */
  burn: bigint;
  occurredAt: Date;
  lines: ReceiptLine[];
  /** A staff id or an API key id. */
  acceptedBy: string;
  /** The hold that the burn is taken out of. */
  holdId?: HoldId | null;
  /** Its money was taken without us (a till that was cut off, a slip that is claimed): nothing can be taken off it. */
  isPaid?: boolean | undefined;
  /** It came with a card and may have been closed as nobody's before; where `timed` is false the slip says when it was. */
  mayBeSlip?: { timed: boolean } | undefined;
  /** Its sender wants to hear what is next and why rules did not apply: they are asked once more, which takes as long. */
  asksWhy?: boolean | undefined;
  /** Codes that were brought along; the member's own coupons work without being named. */
  coupons?: readonly string[] | undefined;
  /** Codes of the member's coupons that are kept for another time. */
  keepCoupons?: readonly string[] | undefined;
  /** Why codes that were brought along cannot work, as far as it is known beforehand. */
  codesLeft?: readonly LeftCoupon[] | undefined;
  /** What the sender goes by; refused when it comes out otherwise, unless it has been accepted already. */
  expects?: { quoteId?: string | undefined; paidMinor?: bigint | undefined } | undefined;
}

/** What the rules answered besides the points of the first currency; kept with the receipt. */
export interface ReceiptTold {
  /** Points of each currency, with the moment they become active (null: on `waitsFor`) and expire; ISO. */
  awards: ToldAward[];
  discounts: Discount[];
  gifts: Evaluation['gifts'];
  trimmed: Evaluation['trimmed'];
  /** Points that a rule's own caps or its budget took away; left out where there are none. */
  cut?: RuleCut[];
  /** Rules that applied and left nothing else behind, such as words; left out where there are none. */
  alsoUsed?: RuleId[];
  notApplied: Evaluation['notApplied'];
  /** Coupons that worked, and why others of the member did not; left out where there are none. */
  coupons?: ToldCoupon[];
  couponsLeft?: LeftCoupon[];
}

export interface RuleCut extends Cut {
  ruleId: RuleId;
  name: string;
  names?: Text | undefined;
}

export interface ToldAward {
  currency: string;
  points: number;
  activeAt: string | null;
  waitsFor: string | null;
  expiresAt: string | null;
}

/** The answer to an accepted receipt. */
export interface AcceptedReceipt {
  outcome: 'accepted' | 'replayed';
  receiptId: ReceiptId;
  memberId: MemberId;
  /** Points of the first currency. */
  earned: bigint;
  burnt: bigint;
  /** The member's balance right after it. */
  balance: bigint;
  /** What our rules took off. */
  discountMinor: bigint;
  /** The sum after that; points and money pay it. */
  toPayMinor: bigint;
  told: ReceiptTold;
  /** What is not kept, of one that was accepted now, where its sender asked. */
  explained?: Explained;
}

/** A receipt of more is a slip of the finger or a fraud. */
export const MAX_AMOUNT_MINOR = 1_000_000_00n;
/** A till's clock may run ahead of ours by this much. */
export const CLOCK_SKEW_MINUTES = 10;
/** How late a receipt may be brought by hand: people who forgot their card. */
export const BY_HAND_DAYS = 31;

/**
 * Throws Refusal `amount_not_valid` {most}, `receipt_in_future` or `receipt_too_old` {days} for a receipt that cannot be one.
 * `lateDays`: tills that were cut off may bring older ones.
 */
export function checkReceipt(input: ReceiptInput, at: Date, lateDays = BY_HAND_DAYS): void {
  if (input.amountMinor <= 0n || input.amountMinor > MAX_AMOUNT_MINOR)
    throw new Refusal('amount_not_valid', { most: Number(MAX_AMOUNT_MINOR) });
  if (input.burn < 0n) throw new Refusal('amount_not_valid');
  const age = at.getTime() - input.occurredAt.getTime();
  if (age < -CLOCK_SKEW_MINUTES * 60_000) throw new Refusal('receipt_in_future');
  if (age > lateDays * 86_400_000) throw new Refusal('receipt_too_old', { days: lateDays });
}

/**
 * What makes two receipts with one key the same: everything that was told but who sent it and whose it is, which is compared
 * by itself. What the catalogue says may be another thing tomorrow and makes no other receipt.
 */
export function receiptHash(input: ReceiptInput): string {
  const {
    acceptedBy: _by,
    holdId: _hold,
    expects: _expects,
    isPaid: _paid,
    mayBeSlip: _slip,
    asksWhy: _why,
    codesLeft: _left,
    amountMinor,
    burn,
    ...same
  } = input;
  if (same.lines.some(({ fromCatalogue }) => fromCatalogue)) same.lines = same.lines.map(asTold);
  const text = JSON.stringify([same, amountMinor.toString(), burn.toString()]);
  return inputHash(text);
}

/** Each field keeps its place, so that the text is that of a line which the catalogue does not know. */
function asTold({ fromCatalogue, ...line }: ReceiptLine): ReceiptLine {
  if (!fromCatalogue) return line;
  const brand = fromCatalogue.includes('brand') ? undefined : line.brand;
  return { ...line, category: UNTOLD_CATEGORY, brand };
}
