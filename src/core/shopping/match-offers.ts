// Which things on a list an offer is about: by the words they have in common, as far as they begin alike, since people
// write «молока» where the offer says «Молоко».

const LETTERS = 4;

/** For each name the titles that share a word with it. */
export function matchWords<T>(
  names: readonly string[],
  offers: readonly { words: string; offer: T }[],
): { name: string; offers: T[] }[] {
  const stems = offers.map(({ words, offer }) => ({ offer, stems: stemsOf(words) }));
  return names.flatMap((name) => {
    const own = stemsOf(name);
    const found = stems.filter((each) => [...own].some((stem) => each.stems.has(stem)));
    return found.length > 0 ? [{ name, offers: found.map(({ offer }) => offer) }] : [];
  });
}

function stemsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  return new Set(words.map((word) => word.slice(0, LETTERS)));
}
