// The sentences that the HTTP face says to people: refusals, faults, and a few words for the till and the public
// pages, in each language.
import { readFileSync } from 'node:fs';
import type { FastifyRequest } from 'fastify';
import { createInstance } from 'i18next';
import type { RefusalCode, RefusalDetails } from '#src/core/refusal.ts';
import { LANGUAGES, type Language, languageOf } from '#src/lib/language.ts';

const FOLDER = new URL('../../locales/', import.meta.url);
const load = (language: Language, name: string): object =>
  JSON.parse(readFileSync(new URL(`${language}/${name}.json`, FOLDER), 'utf8'));

const speaker = createInstance();
await speaker.init({
  resources: Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      { refusals: load(language, 'refusals'), web: load(language, 'web') },
    ]),
  ),
  fallbackLng: 'uk',
  ns: ['web', 'refusals'],
  defaultNS: 'web',
  initAsync: false,
  interpolation: { escapeValue: false },
});

type Values = Record<string, string | number>;

export function refusalSentence(code: RefusalCode, details: RefusalDetails, language: Language): string {
  return speaker.t(code, { ...details, lng: language, ns: 'refusals' });
}

/** A sentence of locales/<language>/web.json. Values are not escaped: what makes HTML of it escapes it. */
export function webSentence(key: string, language: Language, values: Values = {}): string {
  return speaker.t(key, { ...values, lng: language, ns: 'web' });
}

/** The signed-in person's language, else the first one of Accept-Language, else the shop's first. */
export function languageFor(request: FastifyRequest): Language {
  if (request.staff) return request.staff.language;
  const wanted = request.headers['accept-language'];
  return languageOf(wanted === '*' ? undefined : wanted?.split(/[,;]/)[0]?.trim());
}
