// Whether an offer works here and now, and what it brings: with a basket asked of the rules themselves, without one by
// its dates, hours and stores.
import type { StoreId } from '#src/lib/id.ts';
import { ownPoints } from '../ledger/points.ts';
import type { KnownOffer } from '../offers/known-offers.ts';
import { basketOf } from '../receipts/basket-of.ts';
import { worthOf } from '../receipts/choose-alone.ts';
import type { ReceiptInput } from '../receipts/receipt-input.ts';
import type { Evaluation } from '../rules/basket.ts';
import type { BookRule } from '../rules/compile-book.ts';
import { evaluateReceipt } from '../rules/evaluate.ts';
import type { Facts } from '../rules/facts.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import { isWithin } from '../rules/valid-hours.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import type { NotNow, OfferShown } from './offer-shown.ts';
import type { MemberHere } from './read-holders.ts';
import { guessWorth, type Typical } from './worth.ts';

export interface JudgeContext {
  storeId: StoreId | null;
  basket: ReceiptInput | null;
  member: MemberHere;
  /** Of the moment and the member, without a receipt. */
  facts: Facts;
  typical: Typical;
  known: KnownProgramme;
  rules: KnownRules;
  at: Date;
}

export type Judged = Pick<OfferShown, 'worksNow' | 'why' | 'worthMinor' | 'savedMinor' | 'points'>;

const NOTHING = { savedMinor: 0, points: 0 };

/** `why`: as notHere has it. */
export function judge(offer: KnownOffer, why: NotNow | null, context: JudgeContext): Judged {
  const { basket, typical, rules } = context;
  const { gives } = offer.content;
  if (why === null && basket !== null && rules.coupons?.find(offer.key))
    return onBasket(offer, basket, context);
  const worthMinor = gives === null ? 0 : guessWorth(gives.effects, typical);
  return { worksNow: why === null, why, worthMinor, ...NOTHING };
}

/** Why an offer works for nobody in this store at this moment; null: it does. A basket knows its moment by itself. */
export function notHere(
  offer: KnownOffer,
  { storeId, basket, facts, rules }: Pick<JudgeContext, 'storeId' | 'basket' | 'facts' | 'rules'>,
): NotNow | null {
  if (offer.status === 'paused') return 'paused';
  if (storeId !== null && offer.stores !== null && !offer.stores.has(storeId)) return 'store';
  const rule = basket === null ? rules.coupons?.find(offer.key) : undefined;
  return rule ? notInTime(rule, facts) : null;
}

function notInTime({ from, until, hours }: BookRule, { at, weekday, minute }: Facts): NotNow | null {
  if (at < from || at >= until) return 'dates';
  return hours !== null && !isWithin(hours, weekday, minute) ? 'hours' : null;
}

/** Asked of the book twice, without and with it: what is between the two is what it brings. */
function onBasket({ key, offerId }: KnownOffer, input: ReceiptInput, context: JudgeContext): Judged {
  const { rules, member, known } = context;
  const book = rules.at(input.occurredAt);
  const joined = rules.coupons?.join(book, [key]) ?? book;
  const asked = {
    basket: basketOf(input, { known, excluded: rules.excluded }),
    member: member.facts,
    budgets: rules.budgets,
  };
  const without = evaluateReceipt(book, asked);
  const withIt = evaluateReceipt(joined, asked, { explain: true });
  const worthMinor = Math.max(0, worthOf(withIt, joined) - worthOf(without, book));
  if (worthMinor > 0) return { worksNow: true, why: null, worthMinor, ...broughtBy(offerId, withIt) };
  return { worksNow: false, why: whyNot(offerId, withIt), worthMinor, ...NOTHING };
}

function broughtBy(
  offerId: string,
  { discounts, awards }: Evaluation,
): Pick<Judged, 'savedMinor' | 'points'> {
  let savedMinor = 0;
  for (const each of discounts) if (each.ruleId === offerId) savedMinor += each.amountMinor;
  const parts = awards.flatMap((award) => award.parts).filter((part) => part.ruleId === offerId);
  return { savedMinor, points: ownPoints(parts) };
}

function whyNot(offerId: string, { notApplied }: Evaluation): NotNow {
  const why = notApplied.find((each) => each.ruleId === offerId)?.why;
  switch (why) {
    case 'condition':
    case 'dates':
    case 'hours':
    case 'noLines':
    case 'group':
      return why;
    default:
      return 'nothing';
  }
}
