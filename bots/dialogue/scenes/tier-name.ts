import { type BotKey, botSentence } from '#src/lib/i18n.ts';
import type { Language } from '#src/lib/language.ts';

const NAMED: Record<string, BotKey> = {
  base: 'tiers.base',
  bronze: 'tiers.bronze',
  silver: 'tiers.silver',
  gold: 'tiers.gold',
  platinum: 'tiers.platinum',
};

/** What a tier is called; one that the shop has made up itself goes by its key. */
export function tierName(language: Language, tierKey: string): string {
  const key = NAMED[tierKey];
  return key ? botSentence(language, key) : tierKey;
}
