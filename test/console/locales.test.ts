// The console's words: the same in three languages, with the plural forms of each, and none that a screen asks for in
// vain.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const LANGUAGES = ['uk', 'ru', 'en'] as const;
const PLURAL = /_(zero|one|two|few|many|other)$/;

type Words = { [key: string]: string | Words };

function keysOf(words: Words, before = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [before + key] : keysOf(value, `${before}${key}.`),
  );
}

function keysIn(language: string): string[] {
  return keysOf(JSON.parse(readFileSync(`locales/${language}/console.json`, 'utf8')));
}

const known = new Set(keysIn('uk').map((key) => key.replace(PLURAL, '')));

describe('the words of the console', () => {
  it.each(LANGUAGES)('has in %s every key that any language has', (language) => {
    const keys = new Set(keysIn(language).map((key) => key.replace(PLURAL, '')));
    expect([...keys].sort()).toEqual([...known].sort());
  });

  it.each(LANGUAGES)('has in %s every plural form that the language needs', (language) => {
    const keys = new Set(keysIn(language));
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plurals = new Set(
      [...keys].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')),
    );
    const missing = [...plurals]
      .flatMap((key) => forms.map((form) => `${key}_${form}`))
      .filter((key) => !keys.has(key));
    expect(missing).toEqual([]);
  });

  it.each(['uk', 'ru'])(
    'asks of no name of a member to be declined where cards are merged, in %s',
    (language) => {
      const { merge } = JSON.parse(readFileSync(`locales/${language}/console.json`, 'utf8'));
      const declined = Object.values<string>(merge).filter((text) =>
        /(?<!\p{L})(?:у|в|від|от|для|до|к|з|с) \{\{(?:name|from|into)\}\}/iu.test(text),
      );
      expect(declined).toEqual([]);
    },
  );

  it('has every key that a screen asks for by its whole name', () => {
    const asked = readdirSync('src/console', { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .flatMap((name) => [
        ...readFileSync(join('src/console', name), 'utf8').matchAll(/\bt\(\s*'([\w.-]+)'/g),
      ])
      .map(([, key = '']) => key);
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });
});
