// The languages Kartka speaks.

export const LANGUAGES = ['uk', 'ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language to speak with somebody whose messenger reports the IETF tag `tag` (`uk`, `ru-RU`, `be`), or
 * `fallback` where it reports none. Neighbours' languages that are read more easily in Russian get Russian;
 * everything else that is foreign gets English.
 */
export function languageOf(tag: string | undefined | null, fallback: Language = 'uk'): Language {
  const primary = (tag ?? '').toLowerCase().split(/[-_]/)[0] ?? '';
  if (primary === '') return fallback;
  if (primary === 'uk' || primary === 'ua') return 'uk';
  if (['ru', 'be', 'kk', 'ky', 'uz', 'tg'].includes(primary)) return 'ru';
  return 'en';
}
