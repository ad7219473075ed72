// The sentences of the HTTP face that are no refusals: faults, a few words for the till, and the public pages. And in
// which language to say anything at all.

import type { FastifyRequest } from 'fastify';
import { createInstance } from 'i18next';
import { LANGUAGES, type Language, languageOf } from '#src/lib/language.ts';
import { readySentences, type SentenceValues } from '#src/lib/ready-sentences.ts';
import en from '../../locales/en/web.json' with { type: 'json' };
import ru from '../../locales/ru/web.json' with { type: 'json' };
import uk from '../../locales/uk/web.json' with { type: 'json' };

const words = createInstance();
void words.init({
  resources: { uk: { web: uk }, ru: { web: ru }, en: { web: en } },
  lng: 'uk',
  fallbackLng: 'uk',
  ns: ['web'],
  defaultNS: 'web',
  initAsync: false,
  // What makes HTML of it escapes it.
  interpolation: { escapeValue: false },
});
const say = readySentences(words);

/** A sentence of locales/<language>/web.json with its values as they are: nothing is escaped. */
export function webSentence(key: string, language: Language, values: SentenceValues = {}): string {
  return say(language, key, values);
}

/** The signed-in person's language, else the first one of Accept-Language, else the shop's first. */
export function languageFor(request: FastifyRequest): Language {
  if (request.staff) return request.staff.language;
  const wanted = request.headers['accept-language'];
  return languageOf(wanted?.startsWith('*') ? undefined : wanted?.split(/[,;]/)[0]?.trim());
}

/** Of a page: the one that its address asks for, or else the reader's. */
export function pageLanguage(request: FastifyRequest): Language {
  const { lang } = request.query as { lang?: unknown };
  return LANGUAGES.find((each) => each === lang) ?? languageFor(request);
}
