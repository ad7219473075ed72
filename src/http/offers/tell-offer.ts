// Offers and coupons in the words of the contract.
import type { z } from 'zod';
import type { couponLeft, couponUsed } from '#src/contract/coupons.ts';
import type { couponAnswer, OfferShown as Told } from '#src/contract/offers-shown.ts';
import { picturePath } from '#src/contract/pictures.ts';
import type { HandedOut } from '#src/core/offers/take-coupon.ts';
import type { ReceiptTold } from '#src/core/receipts/receipt-input.ts';
import type { OfferShown } from '#src/core/showcase/offer-shown.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import { webSentence } from '../sentences.ts';

export function tellOffer(
  { words, pictureId, why, until, stores, worthMinor: _worth, lifeDays: _life, ...shown }: OfferShown,
  { language, publicUrl }: { language: Language; publicUrl: string },
): Told {
  return {
    ...shown,
    ...words,
    picture: pictureId && `${publicUrl}${picturePath(pictureId)}`,
    why: why && tellWhy(why, language),
    until: until?.toISOString() ?? null,
    stores: stores && [...stores],
  };
}

export function tellWhy(code: string, language: Language): { code: string; sentence: string } {
  return { code, sentence: webSentence(`couponLeft.${code}`, language) };
}

/** What coupons did on a receipt, and why others did nothing. */
export function tellCoupons(
  { coupons = [], couponsLeft = [] }: Pick<ReceiptTold, 'coupons' | 'couponsLeft'>,
  language: Language,
): { coupons: z.output<typeof couponUsed>[]; couponsLeft: z.output<typeof couponLeft>[] } {
  return {
    coupons: coupons.map(({ code, title, savedMinor, points }) => ({
      code,
      title: textIn(title, language),
      savedMinor,
      points,
    })),
    couponsLeft: couponsLeft.map(({ code, title, why }) => ({
      code,
      title: textIn(title, language),
      why,
      sentence: tellWhy(why, language).sentence,
    })),
  };
}

export function tellHandedOut({ coupon, again }: HandedOut): z.output<typeof couponAnswer> {
  const { couponId, offerId, code, status, expiresAt } = coupon;
  return { couponId, offerId, code, state: status, again, until: expiresAt?.toISOString() ?? null };
}
