// One receipt as the SQL function post_receipts takes it: what the rules gave, as movements of points, lines and the
// member's standing after it.

import {
  type CouponId,
  type MemberId,
  newId,
  type ReceiptId,
  type RuleId,
  type TransferId,
} from '#src/lib/id.ts';
import type { Happened } from '../events/happened.ts';
import { ownPoints } from '../ledger/points.ts';
import type { Refusal } from '../refusal.ts';
import type { Award, Evaluation } from '../rules/basket.ts';
import { takenOfBudgets } from '../rules/charge-budget.ts';
import { type FoldedCategory, foldCategory } from '../stores/fold-category.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import type { Evaluated } from './evaluate-input.ts';
import type { Explained } from './explained.ts';
import { nettedAwards } from './netted-awards.ts';
import { type ReceiptInput, type ReceiptTold, receiptHash } from './receipt-input.ts';
import type { ReceiptMember } from './receipt-member.ts';
import { spreadDiscounts } from './spread-discounts.ts';
import { type StandingAfter, standingAfter } from './standing-after.ts';
import { toldOf } from './told-of.ts';

export interface ReceiptItem {
  row: ReceiptRow;
  movements: Movement[];
  lines: ItemLine[];
  budgets: { ruleId: RuleId; points: number }[];
  coupons: { couponId: CouponId; savedMinor: number; points: number }[];
  events: { eventId: string; kind: string; data: string }[];
  told: ReceiptTold;
  /** Where its sender has asked. */
  explained?: Explained;
  /** Set when it is not what its sender goes by: then it is not to be written. */
  surprise?: Refusal;
}

/** Times are ISO text. */
interface ReceiptRow extends StandingAfter {
  memberId: MemberId;
  receiptId: ReceiptId;
  storeId: string;
  tillId: string | null;
  externalId: string;
  number: string;
  /** After our discounts. */
  amountMinor: bigint;
  discountMinor: number;
  moneyCurrency: string;
  earned: number;
  burnt: bigint;
  hash: string;
  acceptedBy: string;
  occurredAt: string;
  recordedAt: string | null;
  told: string;
  eventId: string | null;
  version: bigint | null;
}

interface Movement {
  transferId: TransferId;
  kind: 'earn' | 'burn' | 'stamp';
  account: 'issued' | 'burnt';
  currency: string;
  amount: bigint;
  activeAt: string | null;
  expiresAt: string | null;
  waitsFor: string | null;
  holdId: string | null;
  reason: string;
}

interface ItemLine {
  lineNo: number;
  sku: string;
  name: string;
  category: string;
  brand: string;
  excluded: boolean;
  quantityMilli: number;
  priceMinor: number;
  discountMinor: number;
  ourDiscountMinor: number;
  amountMinor: number;
}

export interface ItemContext {
  member: ReceiptMember;
  evaluation: Evaluated;
  known: KnownProgramme;
  excluded: ReadonlySet<FoldedCategory>;
  /** Rules whose use by each member is counted. */
  counted: ReadonlySet<RuleId>;
  at: Date;
  /** History is brought in as it was, and makes no noise. */
  history?: boolean;
  /** Told to us so late that messages of rules would come out of the blue: they are left out. */
  late?: boolean;
  /** No events at all. */
  quiet?: boolean;
}

/** Prepares one item: new identifiers, and the hash that tells a repeat from another receipt. */
export function receiptItem(input: ReceiptInput, context: ItemContext): ReceiptItem {
  const { member, evaluation, known, at } = context;
  const { programme } = known;
  const madeAt = at.getTime();
  const discountMinor = evaluation.discounts.reduce((sum, each) => sum + each.amountMinor, 0);
  const amountMinor = input.amountMinor - BigInt(discountMinor);
  const told = toldOf(evaluation);
  const netted = nettedAwards(evaluation.awards);
  const { charges } = evaluation;
  const earned = ownPoints(told.awards);
  const standing = standingAfter(input, { ...context, amountMinor, earned });
  const to = standing.tierKey;
  const tier = to === null ? null : { from: member.nowTierKey, to };
  const receiptId = newId('rcp', madeAt);
  return {
    row: {
      memberId: member.memberId,
      receiptId,
      storeId: input.storeId,
      tillId: input.tillId,
      externalId: input.externalId,
      number: input.number,
      amountMinor,
      discountMinor,
      moneyCurrency: programme.moneyCurrency,
      earned,
      burnt: input.burn,
      hash: receiptHash(input),
      acceptedBy: input.acceptedBy,
      occurredAt: input.occurredAt.toISOString(),
      recordedAt: context.history ? input.occurredAt.toISOString() : null,
      told: JSON.stringify({ ...told, ...(netted && { netted }), ...(charges && { charges }) }),
      eventId: context.history || context.quiet ? null : newId('evt', madeAt),
      version: context.history ? null : member.version,
      ...standing,
    },
    movements: [
      ...burnOf(input, madeAt),
      // A cap may have taken all of an award.
      ...evaluation.awards.flatMap((award) => (award.points === 0 ? [] : [movementOf(award, madeAt)])),
    ],
    lines: linesOf(input, context),
    budgets: takenOfBudgets(evaluation),
    coupons: evaluation.coupons.used,
    events:
      context.history || context.quiet
        ? []
        : eventsOf(evaluation, { receiptId, madeAt, tier, late: context.late }),
    told,
  };
}

/** What rules say and tell and a tier that was reached, as events of their own. */
function eventsOf(
  { messages, events }: Evaluation,
  {
    receiptId,
    madeAt,
    tier,
    late = false,
  }: {
    receiptId: ReceiptId;
    madeAt: number;
    tier: { from: string; to: string } | null;
    late: boolean | undefined;
  },
): ReceiptItem['events'] {
  const happened: Happened[] = [
    ...(tier ? [{ kind: 'tier.changed' as const, data: tier }] : []),
    ...(late ? [] : messages.map((data) => ({ kind: 'rule.message' as const, data }))),
    ...events.map((each) => ({ kind: 'rule.event' as const, data: { ...each, receiptId } })),
  ];
  return happened.map(({ kind, data }) => ({
    eventId: newId('evt', madeAt),
    kind,
    data: JSON.stringify(data),
  }));
}

function burnOf(input: ReceiptInput, madeAt: number): Movement[] {
  if (input.burn === 0n) return [];
  return [
    {
      transferId: newId('trf', madeAt),
      kind: 'burn',
      account: 'burnt',
      currency: 'points',
      amount: -input.burn,
      activeAt: null,
      expiresAt: null,
      waitsFor: null,
      holdId: input.holdId ?? null,
      reason: '{}',
    },
  ];
}

function movementOf(award: Award, madeAt: number): Movement {
  const gains = award.points > 0;
  return {
    transferId: newId('trf', madeAt),
    kind: gains ? 'earn' : 'stamp',
    account: gains ? 'issued' : 'burnt',
    currency: award.currency,
    amount: BigInt(award.points),
    activeAt: Number.isFinite(award.activeAt) ? new Date(award.activeAt).toISOString() : 'infinity',
    expiresAt: award.expiresAt === null ? null : new Date(award.expiresAt).toISOString(),
    waitsFor: award.waitsFor,
    holdId: null,
    reason: JSON.stringify({ parts: award.parts, lifeMonths: award.lifeMonths }),
  };
}

function linesOf(input: ReceiptInput, { evaluation, excluded }: ItemContext): ItemLine[] {
  const ours = evaluation.discounts.length === 0 ? null : spreadDiscounts(evaluation);
  return input.lines.map((line, place) => ({
    lineNo: place + 1,
    sku: line.sku,
    name: line.name,
    category: line.category,
    brand: line.brand ?? '',
    excluded: excluded.has(foldCategory(line.category)),
    quantityMilli: line.quantityMilli,
    priceMinor: line.priceMinor,
    discountMinor: line.discountMinor,
    ourDiscountMinor: ours?.get(place + 1) ?? 0,
    amountMinor: line.amountMinor,
  }));
}
