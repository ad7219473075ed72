// The caps of the currencies: what goes beyond is trimmed, beginning with what was given last. Nothing is refused
// whole.
import type { Part } from './basket.ts';
import { currencyRoom } from './currency-room.ts';
import type { Run } from './evaluation-run.ts';
import { spreadPoints } from './spread-points.ts';

/** Trims the parts of each currency to its tightest cap and notes it in `trimmed`. */
export function applyCaps(run: Run): void {
  const { currencies } = run.book;
  for (let at = 0; at < currencies.length; at++) {
    const room = currencyRoom(run, at);
    const currency = currencies[at]?.currency;
    if (room === null || room.left >= 0 || currency === undefined) continue;
    const wanted = gainOf(run, currency);
    // A balance above its cap already gets nothing more, but nothing is taken from it.
    let excess = Math.min(wanted, -room.left);
    if (excess === 0) continue;
    const given = wanted - excess;
    for (let p = run.parts.length - 1; p >= 0 && excess > 0; p--) {
      const part = run.parts[p];
      const owner = run.owners[p];
      if (part === undefined || owner === undefined || part.currency !== currency || part.points <= 0)
        continue;
      const cut = Math.min(part.points, excess);
      excess -= cut;
      owner.points -= cut;
      trimPart(part, part.points - cut);
      part.cap = { kind: room.kind, limit: room.limit };
    }
    run.evaluation.trimmed.push({ currency, kind: room.kind, wanted, given, limit: room.limit });
  }
}

function gainOf({ parts }: Run, currency: string): number {
  let gain = 0;
  for (const part of parts) if (part.currency === currency && part.points > 0) gain += part.points;
  return gain;
}

function trimPart(part: Part, points: number): void {
  const shares = spreadPoints(
    points,
    part.lines.map(([, share]) => share),
  );
  part.points = points;
  part.lines = part.lines.map(([lineNo], i) => [lineNo, shares[i] ?? 0]);
}
