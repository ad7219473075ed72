import { type BotKey, botSentence } from '#src/lib/i18n.ts';
import type { Language } from '#src/lib/language.ts';
import type { Tier } from './read-programme.ts';

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

/** What a tier brings, in the words of the language or else of Ukrainian; empty when the shop has written nothing. */
export function tierBenefits({ benefits }: Pick<Tier, 'benefits'>, language: Language): string[] {
  // Written by the console's form, a list of short lines a language.
  const all = benefits as Partial<Record<Language, string[]>> | null;
  const own = all?.[language] ?? all?.uk ?? [];
  return Array.isArray(own) ? own.filter((line) => typeof line === 'string' && line.trim() !== '') : [];
}
