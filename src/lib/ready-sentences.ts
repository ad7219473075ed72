// Sentences of i18next, cut up at their `{{…}}` once: a sentence then costs a tenth of a look-up and an interpolation,
// and every receipt says a dozen of them. What has plural forms goes to i18next as before.
import type { i18n } from 'i18next';
import type { Language } from './language.ts';

export type SentenceValues = Record<string, string | number>;
type Sentence = (language: Language, key: string, values: SentenceValues) => string;

/** Text, then the name of a value, then text, and so on. */
type Pieces = readonly string[];

/**
 * Says sentences of `words`, with its fallback language. `guard` goes over every value; `options` go to i18next.
 * A value that is not given is left out.
 */
export function readySentences(
  words: i18n,
  { guard = (value) => value, ns }: { guard?: (value: string) => string; ns?: string } = {},
): Sentence {
  const ready = new Map<string, Pieces | null>();
  const read = (language: Language, key: string): Pieces | null => {
    const raw: unknown = words.t(key, { lng: language, ...(ns && { ns }), skipInterpolation: true });
    // i18next answers with the key itself where there is no such sentence.
    return typeof raw === 'string' && raw !== key ? raw.split(/\{\{\s*(\w+)\s*\}\}/) : null;
  };
  return (language, key, values) => {
    const name = `${language} ${key}`;
    let pieces = 'count' in values ? null : ready.get(name);
    if (pieces === undefined) {
      pieces = read(language, key);
      ready.set(name, pieces);
    }
    if (pieces === null) return words.t(key, { ...values, lng: language, ...(ns && { ns }) });
    let said = pieces[0] ?? '';
    for (let place = 1; place < pieces.length; place += 2)
      said += guard(String(values[pieces[place] ?? ''] ?? '')) + (pieces[place + 1] ?? '');
    return said;
  };
}
