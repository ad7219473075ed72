// Fits a name into the room it has: large on one line if it can, else smaller, else on two lines, and only then cut.

export interface NameRoom {
  maxWidthPx: number;
  /** Largest and smallest size on one line. */
  oneLinePx: { most: number; least: number };
  /** Largest and smallest size on two lines. */
  twoLinesPx: { most: number; least: number };
}

export interface FittedName {
  /** None, one or two lines, none of them wider than the room. */
  lines: string[];
  /** Even and whole: letters are kept per size, and few sizes are few letters to keep. */
  sizePx: number;
}

/** `measure` tells the width of a text at a size of 1 px; see `widthOf`. */
export function fitName(name: string, room: NameRoom, measure: (text: string) => number): FittedName {
  if (name === '') return { lines: [], sizePx: room.oneLinePx.most };

  const oneLine = Math.min(room.oneLinePx.most, even(room.maxWidthPx / measure(name)));
  if (oneLine >= room.oneLinePx.least) return { lines: [name], sizePx: oneLine };

  const halves = evenHalves(name);
  const widest = Math.max(...halves.map(measure));
  const twoLines = Math.min(room.twoLinesPx.most, even(room.maxWidthPx / widest));
  if (twoLines >= room.twoLinesPx.least) return { lines: halves, sizePx: twoLines };

  const sizePx = room.twoLinesPx.least;
  const fits = (text: string) => measure(text) * sizePx <= room.maxWidthPx;
  return { lines: cutToTwoLines(name, fits), sizePx };
}

function even(sizePx: number): number {
  return Math.floor(sizePx / 2) * 2;
}

// Breaks after the space or hyphen nearest the middle; a single word is broken in the middle.
function evenHalves(name: string): string[] {
  const middle = name.length / 2;
  const breaks = Array.from(name.matchAll(/[ -]/g), (found) => found.index + 1);
  const at = breaks
    .filter((point) => point < name.length)
    .reduce(
      (best, point) => (Math.abs(point - middle) < Math.abs(best - middle) ? point : best),
      breaks[0] ?? -1,
    );
  if (at < 0 || at >= name.length) {
    const signs = Array.from(name);
    const half = Math.ceil(signs.length / 2);
    return [signs.slice(0, half).join(''), signs.slice(half).join('')].filter((line) => line !== '');
  }
  return [name.slice(0, at).trim(), name.slice(at).trim()];
}

function cutToTwoLines(name: string, fits: (text: string) => boolean): string[] {
  const words = name.split(' ');
  let taken = 0;
  while (taken < words.length && fits(words.slice(0, taken + 1).join(' '))) taken++;
  // A first word that is wider than the line is broken inside.
  const first = taken > 0 ? words.slice(0, taken).join(' ') : longestStart(name, (start) => fits(start));
  const rest = name.slice(first.length).trim();
  if (rest === '') return [first];
  return fits(rest) ? [first, rest] : [first, `${longestStart(rest, (start) => fits(`${start}…`)).trim()}…`];
}

function longestStart(text: string, good: (start: string) => boolean): string {
  const signs = Array.from(text);
  let low = 1;
  let high = signs.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (good(signs.slice(0, middle).join(''))) low = middle;
    else high = middle - 1;
  }
  return signs.slice(0, low).join('');
}
