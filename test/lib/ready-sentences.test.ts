import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import { readySentences } from '#src/lib/ready-sentences.ts';

const words = createInstance({
  resources: {
    uk: {
      bot: {
        head: 'Чек {{number}} · {{ store }}',
        only: 'лише тут',
        tries_one: '{{count}} спроба',
        tries_few: '{{count}} спроби',
      },
    },
    en: { bot: { head: '{{store}}: {{number}}{{number}}' } },
  },
  lng: 'uk',
  fallbackLng: 'uk',
  defaultNS: 'bot',
  initAsync: false,
  interpolation: { escapeValue: false },
});
void words.init();
const say = readySentences(words);

test('when a sentence is said again, then its values stand where each language has them', () => {
  for (const number of ['1', '2']) {
    expect(say('uk', 'head', { number, store: 'Сирна' })).toBe(`Чек ${number} · Сирна`);
    expect(say('en', 'head', { number, store: 'Сирна' })).toBe(`Сирна: ${number}${number}`);
  }
});

test('when a value looks like a placeholder or a pattern, then it is said as it is', () => {
  expect(say('uk', 'head', { number: '{{store}} $& $t(only)', store: '' })).toBe(
    'Чек {{store}} $& $t(only) · ',
  );
});

test('when a language lacks the sentence, then the first language says it', () => {
  expect(say('en', 'only', {})).toBe('лише тут');
});

test('when a sentence counts, then it has the right plural each time', () => {
  expect(say('uk', 'tries', { count: 1 })).toBe('1 спроба');
  expect(say('uk', 'tries', { count: 3 })).toBe('3 спроби');
});

test('when there is no such sentence, then its key is said, as i18next does', () => {
  expect(say('uk', 'none.such', {})).toBe('none.such');
});

test('when values are to be escaped, then they are and the sentence is not', () => {
  const escaped = readySentences(words, { guard: (value) => value.replaceAll('<', '&lt;') });
  expect(escaped('uk', 'head', { number: '<b>', store: 'x' })).toBe('Чек &lt;b> · x');
});
