// What changed between two sentences, word by word, by their longest common run of words.

export interface Piece {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** The pieces that lead from one sentence to another, in reading order. Sentences of rules are a few dozen words. */
export function wordDifference(before: string, after: string): Piece[] {
  const from = before.split(' ');
  const to = after.split(' ');
  // common[i][j]: how many words the rests from i and j have in common, in order.
  const common = Array.from({ length: from.length + 1 }, () =>
    Array.from({ length: to.length + 1 }, () => 0),
  );
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row) row[j] = from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pieces: Piece[] = [];
  const put = (kind: Piece['kind'], word: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += ` ${word}`;
    else pieces.push({ kind, text: word });
  };
  let i = 0;
  let j = 0;
  while (i < from.length || j < to.length) {
    const [gone, added] = [from[i], to[j]];
    if (gone !== undefined && gone === added) {
      put('same', gone);
      i++;
      j++;
    } else if (gone !== undefined && (added === undefined || at(i + 1, j) >= at(i, j + 1))) {
      put('gone', gone);
      i++;
    } else {
      put('new', added ?? '');
      j++;
    }
  }
  return pieces;
}
