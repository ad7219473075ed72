import type { Reward } from '#src/contract/rewards.ts';
import { LANGUAGES, type Language, shownLanguage } from '../../i18n.ts';

/** Reads a text in the language of the screen, or else in the shop's, or in whichever there is. */
export function useRewardName(fallback: Language): (texts: Reward['names']) => string {
  return (texts) => textIn(texts, shownLanguage(), fallback);
}

export function textIn(texts: Reward['names'], language: Language, fallback: Language): string {
  const found = [language, fallback, ...LANGUAGES].find((each) => texts[each].trim() !== '');
  return found ? texts[found].trim() : '';
}
