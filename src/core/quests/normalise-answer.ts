// What people write, brought to what they mean: case, Ukrainian and Russian letters, Latin ones that look alike,
// apostrophes, spaces and punctuation make no answer wrong. It is lenient on purpose: somebody who writes on a Russian
// keyboard cannot write «і», and a code word on a slip shows an O where somebody reads a zero.

/** Letters that people put for one another, each with the one that stands for all of them. */
const SAME = new Map(
  Object.entries({
    ґ: 'г',
    є: 'е',
    э: 'е',
    ё: 'е',
    і: 'и',
    ї: 'и',
    ы: 'и',
    й: 'и',
    ъ: '',
    ь: '',
    a: 'а',
    b: 'в',
    c: 'с',
    e: 'е',
    h: 'н',
    i: 'и',
    k: 'к',
    m: 'м',
    o: 'о',
    p: 'р',
    t: 'т',
    x: 'х',
    y: 'у',
    '0': 'о',
  }),
);

/** The skeleton by which answers are compared. Empty for what has neither letters, digits nor pictures. */
export function normaliseAnswer(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().normalize('NFC');
  // What stands between two digits says something: 3,5 is not 35, and 9:30 not 930. So does a minus before them. The signs
  // that stand for it are pictures, and stay.
  const kept = plain
    .replace(/(?<=\d)[.,](?=\d)/g, '␝')
    .replace(/(?<=\d)[:/-](?=\d)/g, '␞')
    .replace(/(?<![\p{L}\p{N}])[-−–](?=\d)/gu, '␟')
    // The apostrophe of Ukrainian is a letter to Unicode, of those that change others.
    .replace(/[^\p{L}\p{N}\p{So}]|\p{Lm}/gu, '');
  let skeleton = '';
  for (const letter of kept) skeleton += SAME.get(letter) ?? letter;
  return skeleton;
}

/** Whether what was written is one of the answers; with `typos`, also when a slip or two are in it. */
export function isAnswer(text: string, answers: readonly string[], { typos }: { typos: boolean }): boolean {
  const given = normaliseAnswer(text);
  if (given === '') return false;
  return answers.some((answer) => {
    const right = normaliseAnswer(answer);
    if (right === '') return false;
    return given === right || (typos && slips(given, right, slipsForgiven(right)) <= slipsForgiven(right));
  });
}

/** One slip in up to seven letters, two above; none in three or less, and none where there are digits: 1991 is not 1992. */
function slipsForgiven(right: string): number {
  const { length } = right;
  if (length <= 3 || /\d/.test(right)) return 0;
  return length <= 7 ? 1 : 2;
}

/**
 * Letters left out, put in, changed, or two that changed places (Damerau and Levenshtein), as far as `most`; one more than
 * that when there are more.
 */
export function slips(one: string, other: string, most: number): number {
  const [a, b] = [Array.from(one), Array.from(other)];
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const changed = (last[j - 1] ?? 0) + (same ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          changed,
          swapped ? (before[j - 2] ?? 0) + 1 : changed,
        ),
      );
    }
    if (Math.min(...row) > most && Math.min(...last) > most) return most + 1;
    [before, last] = [last, row];
  }
  return Math.min(last[b.length] ?? most + 1, most + 1);
}
