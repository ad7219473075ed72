import { describe, expect, it } from 'vitest';
import { isAnswer, slips } from '#src/core/quests/normalise-answer.ts';

const says = (text: string, answer: string, typos = false) => isAnswer(text, [answer], { typos });

describe('an answer in words', () => {
  it.each([
    ['  КИЇВ! ', 'Київ'],
    ['киив', 'Київ'],
    ['Мьята', 'Мʼята'],
    ["м'ята", 'м’ята'],
    ['мята', 'м`ята'],
    ['ґрунт', 'грунт'],
    ['Эскимо', 'Ескімо'],
    ['сыр', 'сир'],
    // Latin letters that look the same, alone and among others.
    ['COCA', 'СОСА'],
    ['Kава', 'Кава'],
    ['B0B', 'ВОВ'],
    ['чорне  море', 'Чорне море'],
    ['чорне-море.', 'Чорне море'],
    ['100 грн', '100грн'],
    ['3.5', '3,5'],
    ['🍏', '🍏'],
  ])('when %s is written for %s, then it is right', (text, answer) => {
    expect(says(text, answer)).toBe(true);
  });

  it.each([
    ['35', '3,5'],
    ['930', '9:30'],
    ['-5', '5'],
    ['Львів', 'Київ'],
    ['', 'Київ'],
    ['...', 'Київ'],
    ['...', '???'],
    ['🍎', '🍏'],
  ])('when %s is written for %s, then it is wrong', (text, answer) => {
    expect(says(text, answer)).toBe(false);
  });

  it('when one of several answers is written, then it is right', () => {
    expect(isAnswer('Kyiv', ['Київ', 'Kyiv'], { typos: false })).toBe(true);
  });
});

describe('slips', () => {
  it.each([
    ['молко', 'молоко', true],
    ['омлоко', 'молоко', true],
    ['малако', 'молоко', false],
    ['шикалатка', 'шоколадка', false],
    ['шокаладко', 'шоколадка', true],
    // Three letters and fewer are another word, and another year is another year.
    ['кит', 'кот', false],
    ['1991', '1992', false],
  ])('when %s is written for %s, then that it is forgiven is %s', (text, answer, forgiven) => {
    expect(says(text, answer, true)).toBe(forgiven);
    expect(says(text, answer, false)).toBe(false);
  });

  it('when words are further apart than asked, then the count ends there', () => {
    expect(slips('ab', 'ba', 2)).toBe(1);
    expect(slips('abcdef', 'uvwxyz', 2)).toBe(3);
    expect(slips('a', 'abcd', 2)).toBe(3);
    expect(slips('', 'ab', 2)).toBe(2);
  });
});
