// The keyboard below a member's chat. Whoever writes to a member sends it along, for Viber takes away what is not sent; the
// message of a purchase, the most frequent, goes without in Telegram, which does not show it under buttons.
import { type BotKey, botSentence } from '#src/lib/i18n.ts';
import type { Language } from '#src/lib/language.ts';
import type { Key } from './prompt.ts';

const MENU: { key: BotKey; action: string }[][] = [
  [
    { key: 'keys.card', action: 'card' },
    { key: 'keys.balance', action: 'balance' },
  ],
  [
    { key: 'keys.offers', action: 'offers' },
    { key: 'keys.rewards', action: 'rewards' },
    { key: 'keys.more', action: 'more' },
  ],
];

/** The keyboard of a member. */
export function menuKeyboard(language: Language): Key[][] {
  return MENU.map((row) => row.map(({ key, action }) => ({ label: botSentence(language, key), action })));
}

/** The keyboard of somebody who plays a quest without being a member. */
export function guestKeyboard(language: Language): Key[][] {
  return [
    [
      { label: botSentence(language, 'quests.gameKey'), action: 'quest' },
      { label: botSentence(language, 'keys.sharePhone'), share: 'phone' },
    ],
  ];
}
