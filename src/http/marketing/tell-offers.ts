// Offers as the console shows them.
import type { OfferContent as ContentTold, OfferRow, OfferTold } from '#src/contract/offers.ts';
import { type OfferContent, wordsOf } from '#src/core/offers/offer-content.ts';
import type { OfferListed } from '#src/core/offers/read-offer.ts';
import type { RuleDefinition } from '#src/core/rules/rule.ts';
import type { RuleTeller } from '#src/core/rules/rule-teller.ts';
import { tellSentence } from './tell-rule.ts';

export function tellOfferRow(row: OfferListed, teller: RuleTeller): OfferRow {
  const shown = row.status === 'draft' ? row.draft : (row.content ?? row.draft);
  return {
    offerId: row.offerId,
    name: row.name,
    status: row.status,
    reach: shown?.reach ?? 'public',
    sentence: shown?.gives ? tellGives(shown.gives, teller) : '',
    title: shown ? wordsOf(shown, teller.language).title : '',
    pictureId: shown?.pictureId ?? null,
    validFrom: shown?.gives?.validFrom ?? null,
    validUntil: shown?.gives?.validUntil ?? null,
    hasDraft: row.draft !== null,
    version: row.version,
    stock: row.stock,
    handedOut: row.handedOut,
    numbers: row.numbers,
    low: row.lowAt !== null,
    spent: row.spentAt !== null,
    changedAt: row.changedAt.toISOString(),
  };
}

/** What it gives: on the one receipt that a coupon is used on, not on every one. */
export function tellGives(gives: RuleDefinition, teller: RuleTeller): string {
  const say: RuleTeller['say'] = (key, values) =>
    teller.say(key === 'head.receipt' ? 'head.offer' : key, values);
  return tellSentence(gives, { ...teller, say });
}

/** `nameOf` gives the names of staff. */
export function tellOffer(
  row: OfferListed,
  teller: RuleTeller,
  nameOf: (actor: string) => string,
): OfferTold {
  return {
    ...tellOfferRow(row, teller),
    draft: row.draft && tellContent(row.draft),
    content: row.content && tellContent(row.content),
    createdBy: nameOf(row.createdBy),
    createdAt: row.createdAt.toISOString(),
  };
}

function tellContent({ audience, gives, ...content }: OfferContent): ContentTold {
  // The console builds both from the same language; the contract tells its shape.
  return { ...content, audience, gives: gives as ContentTold['gives'] };
}
