// The sentences of notices and campaigns in every language. Values are escaped here, so no name brings markup.
import { createInstance } from 'i18next';
import type { Language } from '#src/lib/language.ts';
import { readySentences } from '#src/lib/ready-sentences.ts';
import en from '../../../locales/en/notices.json' with { type: 'json' };
import ru from '../../../locales/ru/notices.json' with { type: 'json' };
import uk from '../../../locales/uk/notices.json' with { type: 'json' };
import { escapeRich, type RichText } from './prompt.ts';

const words = createInstance({
  resources: { uk: { notices: uk }, ru: { notices: ru }, en: { notices: en } },
  lng: 'uk',
  fallbackLng: 'uk',
  defaultNS: 'notices',
  initAsync: false,
  interpolation: { escape: escapeRich },
});
void words.init();
const say = readySentences(words, { guard: escapeRich });

/** The sentence `key` of locales/<language>/notices.json, such as `receipt.head`, with its values escaped. */
export function noticeWords(
  language: Language,
  key: string,
  values: Record<string, string | number> = {},
): RichText {
  return say(language, key, values);
}
