import { formatCardNumber, parseCardNumber } from '#src/core/cards/card-number.ts';
import type { Say, View } from '../scene.ts';

/** The picture of the member's card; nothing for a printed number that no till of ours would read as EAN-13. */
export function cardPicture(cardNumber: string, { member, language }: View): Pick<Say, 'picture'> {
  if (!member || !parseCardNumber(cardNumber)) return {};
  return { picture: { picture: 'card', cardNumber, memberName: member.name, language } };
}

/** The number as people read it aloud. */
export function spacedNumber(cardNumber: string): string {
  const ours = parseCardNumber(cardNumber);
  return ours ? formatCardNumber(ours) : cardNumber;
}
