import { describe, expect, it } from 'vitest';
import { wordDifference } from '#src/console/marketing/rules/word-difference.ts';

describe('the difference of two sentences', () => {
  it('names the words that went and those that came, and joins back to both', () => {
    const before = 'З кожного чека: 50 балів.';
    const after = 'З кожного чека, якщо рівень Золота: 70 балів.';
    const pieces = wordDifference(before, after);
    const join = (left: 'gone' | 'new') =>
      pieces
        .filter(({ kind }) => kind !== left)
        .map(({ text }) => text)
        .join(' ');
    expect(join('new')).toBe(before);
    expect(join('gone')).toBe(after);
    expect(pieces.filter(({ kind }) => kind === 'same').map(({ text }) => text)).toEqual([
      'З кожного',
      'балів.',
    ]);
  });

  it('finds nothing between equals', () => {
    expect(wordDifference('так само', 'так само')).toEqual([{ kind: 'same', text: 'так само' }]);
  });
});
