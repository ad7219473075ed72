// Sets a line of text letter by letter out of letters drawn before. Drawing a name through resvg costs 2 ms of CPU, and
// twice that for a long one; this way only a letter or a pair of letters that was never met costs anything to speak of.
import { drawText, measureText, type TextMask } from './font.ts';
import { keepRecent } from './keep-recent.ts';

export interface SetText {
  letters: { mask: TextMask; x: number }[];
  /** From the origin to the right edge, in pixels. */
  width: number;
}

// Some 4 kB a letter at the sizes in use, so 12 MB at the very most.
const masks = keepRecent<TextMask>(3000);
const advances = keepRecent<number>(20_000);

/** Sets `text`, which holds single spaces only (see `drawableText`). Kerning is kept; positions are whole pixels. */
export function setText(text: string, sizePx: number): SetText {
  const letters: SetText['letters'] = [];
  walk(text, (letter, at) => {
    const mask = masks(`${sizePx} ${letter}`, () => drawText(letter, sizePx));
    letters.push({ mask, x: Math.round(at * sizePx) });
  });
  return { letters, width: widthOf(text) * sizePx };
}

/** The width of `text` at a size of 1 px, from the origin to the right edge. */
export function widthOf(text: string): number {
  let width = 0;
  walk(text, (letter, at) => {
    width = at + edge(letter);
  });
  return width;
}

function walk(text: string, visit: (letter: string, at: number) => void): void {
  let at = 0;
  let before = '';
  for (const letter of text) {
    if (letter !== ' ') {
      // How far a letter stands behind another, kerning and a space between them included: where both end, less where
      // it would end alone.
      const pair = before + letter;
      if (before !== '') at += advances(pair, () => measureText(pair, 1) - edge(letter));
      visit(letter, at);
      before = letter;
    } else if (before !== '') before = `${before.trimEnd()} `;
  }
}

function edge(letter: string): number {
  return advances(letter, () => measureText(letter, 1));
}
