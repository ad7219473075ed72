// A receipt as a till or an integrator tells it, and as the SQL function post_receipts takes it.
import { createHash } from 'node:crypto';
import { addMonths } from '#src/lib/add-months.ts';
import { type MemberId, newId, type ReceiptId, type StoreId, type TillId } from '#src/lib/id.ts';
import { toJson } from '../ledger/points.ts';
import { Refusal } from '../refusal.ts';
import { basePoints } from '../rules/base-points.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';

export interface ReceiptLine {
  sku: string;
  name: string;
  category: string;
  /** Thousandths of a piece or kilogram. */
  quantityMilli: number;
  priceMinor: number;
  discountMinor: number;
  amountMinor: number;
}

export interface ReceiptInput {
  storeId: StoreId;
  tillId: TillId | null;
  /** The store's own word for the receipt: with the store it is the key under which a receipt earns once. */
  externalId: string;
  /** What is printed on it. */
  number: string;
  amountMinor: bigint;
  /** Points that pay for a part of it; zero when none. */
  burn: bigint;
  occurredAt: Date;
  lines: ReceiptLine[];
  /** A staff id or an API key id. */
  acceptedBy: string;
}

/** What the member's standing adds to a receipt. */
export interface ReceiptMember {
  memberId: MemberId;
  tierKey: string;
}

/** The answer to an accepted receipt. */
export interface AcceptedReceipt {
  outcome: 'accepted' | 'replayed';
  receiptId: ReceiptId;
  memberId: MemberId;
  earned: bigint;
  burnt: bigint;
  /** The member's balance right after it. */
  balance: bigint;
}

/** A receipt of more is a slip of the finger or a fraud. */
const MAX_AMOUNT_MINOR = 1_000_000_00n;
/** A till's clock may run ahead of ours by this much. */
const CLOCK_SKEW_MS = 10 * 60_000;
/** How late a receipt may be brought: tills that were cut off, and people who forgot their card. */
const LATE_DAYS = 31;

/** Throws Refusal `amount_not_valid`, `receipt_in_future` or `receipt_too_old` {days} for a receipt that cannot be one. */
export function checkReceipt(input: ReceiptInput, at: Date): void {
  if (input.amountMinor <= 0n || input.amountMinor > MAX_AMOUNT_MINOR) throw new Refusal('amount_not_valid');
  if (input.burn < 0n) throw new Refusal('amount_not_valid');
  const age = at.getTime() - input.occurredAt.getTime();
  if (age < -CLOCK_SKEW_MS) throw new Refusal('receipt_in_future');
  if (age > LATE_DAYS * 86_400_000) throw new Refusal('receipt_too_old', { days: LATE_DAYS });
}

/**
 * The points a receipt earns: the base rule at the member's tier, on the part that is paid with money.
 * `tierKey` must be one of the programme's tiers.
 */
export function pointsOf(
  { amountMinor, burn }: { amountMinor: bigint; burn: bigint },
  { tierKey, known }: { tierKey: string; known: KnownProgramme },
): bigint {
  const tier = known.tiers.find((each) => each.tierKey === tierKey);
  if (!tier) throw new Error(`there is no tier ${tierKey}`);
  const { pointValueMinor } = known.programme;
  const paidMinor = amountMinor - burn * pointValueMinor;
  return basePoints({ amountMinor: paidMinor > 0n ? paidMinor : 0n, earnBp: tier.earnBp, pointValueMinor });
}

/** One element of what post_receipts takes. */
export type ReceiptItem = Record<string, unknown> & { no: number; receiptId: ReceiptId };

/** Prepares one item: points by the rules, new identifiers, and the hash that tells a repeat from another receipt. */
export function receiptItem(
  input: ReceiptInput,
  context: { no: number; member: ReceiptMember; known: KnownProgramme; at: Date; history?: boolean },
): ReceiptItem {
  const { member, known, at } = context;
  const { programme } = known;
  const earn = pointsOf(input, { tierKey: member.tierKey, known });
  const madeAt = at.getTime();
  const activeAt = new Date(input.occurredAt.getTime() + programme.pendingHours * 3_600_000);
  return {
    no: context.no,
    memberId: member.memberId,
    receiptId: newId('rcp', madeAt),
    storeId: input.storeId,
    tillId: input.tillId,
    externalId: input.externalId,
    number: input.number,
    amountMinor: input.amountMinor,
    moneyCurrency: programme.moneyCurrency,
    earn,
    burn: input.burn,
    hash: receiptHash(input, member.memberId),
    acceptedBy: input.acceptedBy,
    occurredAt: input.occurredAt,
    activeAt,
    expiresAt: programme.pointsLifeMonths === null ? null : addMonths(activeAt, programme.pointsLifeMonths),
    earnReason: { rule: 'base', tier: member.tierKey },
    earnTransferId: newId('trf', madeAt),
    burnTransferId: newId('trf', madeAt),
    // History is brought in as it was, and makes no noise.
    recordedAt: context.history ? input.occurredAt : null,
    eventId: context.history ? null : newId('evt', madeAt),
    lines: input.lines,
  };
}

/** What makes two receipts with one key the same: everything but who sent it and how the member was named. */
export function receiptHash({ acceptedBy: _by, ...input }: ReceiptInput, memberId: MemberId): string {
  return createHash('sha256')
    .update(toJson({ ...input, memberId }))
    .digest('base64url')
    .slice(0, 32);
}
