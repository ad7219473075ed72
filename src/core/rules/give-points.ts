// The points of the rules that apply, effect by effect, counted from what is paid with money. A rule's own caps and
// its budget trim each part as it is given; the caps of currencies come after (apply-caps.ts).
import type { Part } from './basket.ts';
import type { BookEffect } from './compile-book.ts';
import { tighter } from './currency-room.ts';
import { type Applied, netOf, type Run, sumOf } from './evaluation-run.ts';
import { mulDiv, spreadPoints } from './spread-points.ts';

const BASIS_POINTS = 10_000;

/** What lines gave before multiplying, by currency and line: what `multiply` multiplies. */
type Bases = (number[] | undefined)[];

/** Gives the points of every rule in `run.applied`. `run.net` is what is paid with money by now. */
export function givePoints(run: Run): void {
  const bases: Bases | null = run.applied.some(multiplies) ? [] : null;
  for (const applied of run.applied) {
    const { effects } = applied.rule;
    for (let e = 0; e < effects.length; e++) {
      const effect = effects[e];
      const pick = applied.picks[e];
      if (effect === undefined || pick === undefined) continue;
      if (pick.length > 0) giveForLines(run, applied, effect, pick, bases);
      else if (effect.kind === 'fixed' && !run.ofReceipt) giveAlone(run, applied, effect);
    }
  }
}

function giveForLines(run: Run, applied: Applied, effect: BookEffect, pick: number[], bases: Bases | null) {
  switch (effect.kind) {
    case 'share': {
      const costs = netOf(run, pick);
      const shareBp = effect.ofTier ? (run.book.earnBp[run.member.tierKey] ?? 0) : effect.shareBp;
      const wanted = mulDiv(sumOf(costs), shareBp, BASIS_POINTS * run.book.pointValueMinor);
      const shares = give(run, applied, effect, pick, wanted, costs);
      if (shares !== null) noteShare(run, effect, { ofMinor: sumOf(costs), shareBp });
      addToBase(run, effect, pick, shares, bases);
      break;
    }
    case 'per': {
      const costs = netOf(run, pick);
      const wanted = Math.floor(sumOf(costs) / effect.perMinor) * effect.points;
      addToBase(run, effect, pick, give(run, applied, effect, pick, wanted, costs), bases);
      break;
    }
    case 'perPiece': {
      const pieces = pick.map((i) => paidPieces(run, i));
      const wanted = sumOf(pieces) * effect.points;
      addToBase(run, effect, pick, give(run, applied, effect, pick, wanted, pieces), bases);
      break;
    }
    case 'fixed': {
      const costs = netOf(run, pick);
      // Where nothing is paid with money, nothing was bought that could be rewarded.
      if (sumOf(costs) > 0) give(run, applied, effect, pick, effect.points, costs);
      break;
    }
    case 'multiply': {
      const base = bases?.[effect.currencyAt];
      if (!base) break;
      const weights = pick.map((i) => base[i] ?? 0);
      const wanted = mulDiv(sumOf(weights), effect.times - 100, 100);
      give(run, applied, effect, pick, wanted, weights);
      break;
    }
    default:
      // Done when the rule was chosen.
      break;
  }
}

function multiplies({ rule }: Applied): boolean {
  return rule.effects.some(({ kind }) => kind === 'multiply');
}

function paidPieces({ lines, net, freePieces }: Run, i: number): number {
  const quantity = lines[i]?.quantityMilli ?? 0;
  return (net[i] ?? 0) > 0 ? Math.floor(quantity / 1_000) - (freePieces?.[i] ?? 0) : 0;
}

function addToBase(
  run: Run,
  effect: BookEffect,
  pick: number[],
  points: number[] | null,
  bases: Bases | null,
) {
  if (bases === null || points === null) return;
  let base = bases[effect.currencyAt];
  if (base === undefined) {
    base = run.all.map(() => 0);
    bases[effect.currencyAt] = base;
  }
  for (let at = 0; at < pick.length; at++) {
    const i = pick[at] ?? 0;
    base[i] = (base[i] ?? 0) + (points[at] ?? 0);
  }
}

/** Gives what the rule's own room leaves of `wanted`. Returns the points of each picked line, or null for nothing. */
function give(
  run: Run,
  applied: Applied,
  effect: BookEffect,
  pick: number[],
  wanted: number,
  weights: number[],
): number[] | null {
  if (wanted <= 0) return null;
  const part = partOf(run, applied, effect);
  const points = trimToRoom(applied, part, wanted);
  const shares = spreadPoints(points, weights);
  for (let at = 0; at < pick.length; at++) {
    if ((weights[at] ?? 0) > 0) part.lines.push([run.lines[pick[at] ?? -1]?.lineNo ?? 0, shares[at] ?? 0]);
  }
  recordPart(run, applied, effect, part);
  return shares;
}

/** With the part that has just been given: what explains a share is not known any more when its terms have changed. */
function noteShare(
  { parts, member }: Run,
  { ofTier }: BookEffect,
  { ofMinor, shareBp }: { ofMinor: number; shareBp: number },
): void {
  const part = parts.at(-1);
  if (part) part.share = { ofMinor, shareBp, tierKey: ofTier ? member.tierKey : undefined };
}

function giveAlone(run: Run, applied: Applied, effect: BookEffect): void {
  const part = partOf(run, applied, effect);
  trimToRoom(applied, part, effect.points);
  recordPart(run, applied, effect, part);
}

function trimToRoom({ room, budget }: Applied, part: Part, wanted: number): number {
  part.wanted = wanted;
  part.points = wanted;
  const bound = tighter(room, budget);
  if (bound === null) return wanted;
  if (wanted > bound.left) {
    part.points = bound.left;
    part.cap = { kind: bound.kind, limit: bound.limit };
  }
  if (room !== null) room.left -= part.points;
  if (budget !== null) budget.left -= part.points;
  return part.points;
}

/** An empty part of an effect, to be filled. */
export function partOf({ left }: Run, { rule }: Applied, effect: BookEffect): Part {
  return {
    ruleId: rule.ruleId,
    version: rule.version,
    name: rule.name,
    names: rule.names,
    effect: effect.index,
    currency: effect.currency ?? '',
    points: 0,
    wanted: 0,
    lines: [],
    left,
    // Named from the start, so that all parts have one shape.
    cap: undefined,
    share: undefined,
  };
}

export function recordPart(run: Run, applied: Applied, effect: BookEffect, part: Part): void {
  run.parts.push(part);
  run.owners.push(applied);
  run.effects.push(effect);
  if (part.points > 0) applied.points += part.points;
}
