// Viber takes pictures only by address: a sealed one that opens for an hour and tells nothing about the member.

import type { Language } from '#src/lib/language.ts';
import { readLink, signLink } from '#src/lib/signed-link.ts';
import type { Picture } from './prompt.ts';

/** What a picture's address names; the member's name is looked up when it is opened. */
export type NamedPicture =
  | { picture: 'card'; cardNumber: string; language: Language }
  | { picture: 'liveCode'; code: string; language: Language }
  | { picture: 'pickUp'; code: string }
  | { picture: 'coupon'; code: string }
  | { picture: 'invite'; code: string; language: Language };

const FOLDERS = {
  card: 'cards',
  liveCode: 'codes',
  pickUp: 'orders',
  coupon: 'coupons',
  invite: 'invites',
} as const;
const OPEN_MS = 3_600_000;

/**
 * The address of a picture, at which it can be fetched for at least an hour. Within an hour it stays the same, so
 * that it can be cached on the way; an uploaded picture keeps its address for ever.
 */
export function pictureUrl(
  picture: Picture,
  { publicUrl, secretKey, at }: { publicUrl: string; secretKey: string; at: Date },
): string {
  if (picture.picture === 'stored') return `${publicUrl}/public/pictures/${picture.pictureId}`;
  const what = picture.picture === 'card' ? picture.cardNumber : picture.code;
  const subject = 'language' in picture ? `${what} ${picture.language}` : what;
  const expiresAt = new Date((Math.floor(at.getTime() / OPEN_MS) + 2) * OPEN_MS);
  const token = signLink({ purpose: picture.picture, subject, expiresAt }, secretKey);
  return `${publicUrl}/public/${FOLDERS[picture.picture]}/${token}.png`;
}

/** What the token of such an address names, or null when it was not made here or is too old. */
export function readPictureLink(
  token: string,
  { picture, secretKey, at }: { picture: NamedPicture['picture']; secretKey: string; at: Date },
): NamedPicture | null {
  const [what, language] = readLink(token, { purpose: picture, secretKey, at })?.split(' ') ?? [];
  if (what && (picture === 'pickUp' || picture === 'coupon')) return { picture, code: what };
  if (!what || (language !== 'uk' && language !== 'ru' && language !== 'en')) return null;
  if (picture === 'card') return { picture, cardNumber: what, language };
  return { picture: picture === 'invite' ? 'invite' : 'liveCode', code: what, language };
}
