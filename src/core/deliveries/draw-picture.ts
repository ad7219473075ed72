// Turns what a prompt calls a picture into a PNG, in the shop's colours and the reader's language; an uploaded one is
// what was uploaded.

import { parseCardNumber } from '#src/core/cards/card-number.ts';
import { drawCard } from '#src/core/cards/draw-card.ts';
import { drawInvite } from '#src/core/cards/draw-invite.ts';
import { drawLiveCode } from '#src/core/cards/draw-live-code.ts';
import { drawQr } from '#src/core/cards/draw-qr.ts';
import { LIVE_CODE_LIFETIME_MS } from '#src/core/cards/live-code.ts';
import { readFriendSettings } from '#src/core/friends/friend-settings.ts';
import { findPicture } from '#src/core/pictures/find-picture.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import type { Reader } from '#src/db/client.ts';
import { formatPoints } from '#src/lib/format.ts';
import { botSentence } from '#src/lib/i18n.ts';
import { drawPickUpCode } from './draw-pick-up-code.ts';
import type { Picture } from './prompt.ts';

/** Some 700 pixels square: large enough for a scanner on a dim screen. */
const COUPON_QR = { modulePx: 24 };

/**
 * A drawer of pictures for the shop as it looks now. Throws Refusal `card_not_found` for a number that is none and
 * `not_found` for a picture that was never uploaded.
 */
export function pictureDrawer({
  known,
  db,
  publicUrl,
}: {
  known: () => Promise<KnownProgramme>;
  db: Reader;
  /** Where the world reaches us, for the codes that lead there. */
  publicUrl: string;
}): (picture: Picture) => Promise<Uint8Array> {
  return async (picture) => {
    if (picture.picture === 'stored') {
      const found = await findPicture(db, picture.pictureId);
      if (!found) throw new Refusal('not_found', { what: 'picture' });
      return found.bytes;
    }
    if (picture.picture === 'coupon') return drawQr(picture.code, COUPON_QR);
    const { programme } = await known();
    const brand = {
      shopName: programme.shopName,
      colour: programme.brandColour,
      accent: programme.accentColour,
    };
    if (picture.picture === 'pickUp') return await drawPickUpCode({ code: picture.code, brand });
    const { language } = picture;
    if (picture.picture === 'invite') {
      const { friendPoints } = await readFriendSettings(db);
      const points = formatPoints(friendPoints, language);
      const words = {
        title: botSentence(language, 'picture.invite'),
        lead: botSentence(language, 'picture.inviteLead', { points }),
        how: botSentence(language, 'picture.inviteHow'),
      };
      return await drawInvite({ url: `${publicUrl}/go/f-${picture.code}`, brand, words });
    }
    if (picture.picture === 'liveCode') {
      const secondsLeft = LIVE_CODE_LIFETIME_MS / 1_000;
      return await drawLiveCode({
        code: picture.code,
        brand,
        secondsLeft,
        secondsUnit: botSentence(language, 'picture.seconds'),
      });
    }
    const cardNumber = parseCardNumber(picture.cardNumber);
    if (!cardNumber) throw new Refusal('card_not_found');
    const label = { show: botSentence(language, 'picture.show') };
    return await drawCard({ memberName: picture.memberName, cardNumber, brand, label });
  };
}
