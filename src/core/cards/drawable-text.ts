// People's and shops' names, as far as they can be drawn. What cannot be drawn is left out as a whole word, because a
// name without some of its letters is somebody else's name.
import { hasGlyph } from './font.ts';

// Far more than fits on a card; it bounds the work that a hostile name can cause.
const LONGEST = 120;

/**
 * `text` on one line with nothing in it but shapes of our typeface and single spaces; empty when nothing is left.
 * Control and direction characters, stray accents and emoji go; a word with a letter that the typeface lacks goes.
 */
export function drawableText(text: string): string {
  const words = text
    .slice(0, LONGEST * 4)
    .normalize('NFKC')
    // The Ukrainian apostrophe as Unicode wishes it (U+02BC) looks like the one that the typeface has.
    .replace(/[\u02bc\u02b9\u02bb]/g, '\u2019')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{C}\p{M}]/gu, '')
    .split(' ')
    .map(drawableWord)
    .filter((word) => word !== '');
  return Array.from(words.join(' ')).slice(0, LONGEST).join('').trim();
}

function drawableWord(word: string): string {
  let kept = '';
  for (const sign of word) {
    if (hasGlyph(sign.codePointAt(0) ?? 0)) kept += sign;
    else if (/[\p{L}\p{N}]/u.test(sign)) return '';
  }
  return kept;
}
