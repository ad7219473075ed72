// Which things on a list an offer is about: by words that are the same but for their endings, since people write
// «сир» where the offer says «на всі сири». Whatever is longer than an ending makes another word: «кава» is no «кавун».

/** Of nouns and adjectives, in Ukrainian, Russian and English. */
const ENDINGS = new Set(
  (
    'а я у ю и і ї й ь о е є ы s es ам ям ах ях ами ями ом ем єм ою ею єю ой ей ів їв ев ов ий ій ый им ім ым их іх ых ' +
    'ого ому ої им ими ая ое ые ую'
  ).split(' '),
).add('');
/** What two words have to share; «чай» and «чаю» share less. */
const SHARED = 3;
const SHARED_BEFORE_SOFT = 2;

/** For each name the titles that share a word with it. */
export function matchWords<T>(
  names: readonly string[],
  offers: readonly { words: string; offer: T }[],
): { name: string; offers: T[] }[] {
  const read = offers.map(({ words, offer }) => ({ offer, words: wordsOf(words) }));
  return names.flatMap((name) => {
    const own = wordsOf(name);
    const found = read.filter(({ words }) => own.some((one) => words.some((other) => isAlike(one, other))));
    return found.length > 0 ? [{ name, offers: found.map(({ offer }) => offer) }] : [];
  });
}

function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/\p{L}{3,}/gu))];
}

function isAlike(one: string, other: string): boolean {
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared++;
  for (let stem = shared; stem >= SHARED_BEFORE_SOFT; stem--) {
    const ends = [one.slice(stem), other.slice(stem)];
    if (stem < SHARED && !ends.some((end) => end === 'й' || end === 'ь')) return false;
    if (ends.every((end) => ENDINGS.has(end))) return true;
  }
  return false;
}
