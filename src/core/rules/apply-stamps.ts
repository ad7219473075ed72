// The stamp card: every whole piece is a stamp, and with enough stamps on the card the next piece is free and takes
// them. Pieces are counted in the order of the lines; the free one earns no stamp.
import type { Part } from './basket.ts';
import { chargeDiscount } from './charge-budget.ts';
import type { BookEffect } from './compile-book.ts';
import { balanceRoom, gainRoom, tighter } from './currency-room.ts';
import type { Applied, BudgetRoom, Room, Run } from './evaluation-run.ts';
import { partOf, recordPart } from './give-points.ts';
import { mulDiv } from './spread-points.ts';

const PIECE_MILLI = 1_000;

/** Gives and takes stamps for the picked lines and discounts the free pieces. */
export function applyStamps(
  run: Run,
  { applied, effect, pick }: { applied: Applied; effect: BookEffect; pick: number[] },
): void {
  const gain = partOf(run, applied, effect);
  const loss = partOf(run, applied, effect);
  const card = readCard(run, applied, effect);
  for (const i of pick) {
    const line = run.lines[i];
    if (line === undefined || (run.net[i] ?? 0) <= 0) continue;
    const pieces = Math.floor(line.quantityMilli / PIECE_MILLI) - (run.freePieces?.[i] ?? 0);
    const { stamps, free, refused } = punch(card, pieces, effect.need);
    gain.wanted += stamps + refused;
    gain.points += stamps;
    if (stamps + refused > 0) gain.lines.push([line.lineNo, stamps]);
    if (free > 0) {
      loss.points -= free * effect.need;
      loss.lines.push([line.lineNo, -free * effect.need]);
      giveAway(run, { applied, i, free });
    }
  }
  loss.wanted = loss.points;
  if (applied.room) applied.room.left -= gain.points;
  const room = gainOn(card);
  if (gain.points < gain.wanted && room) noteCap(run, gain, room);
  if (gain.wanted > 0) recordPart(run, applied, effect, gain);
  if (loss.points < 0) recordPart(run, applied, effect, loss);
}

interface StampCard {
  stamps: number;
  /** Stamps of a currency that becomes active later are on the card only then. */
  atOnce: boolean;
  /** What the caps of its rule, the receipt and the day still allow. */
  gain: Room | null;
  /** The rule's own: it pays for free pieces, too. */
  budget: BudgetRoom | null;
  /** What the cap on the balance still allows: a free piece makes room again. */
  balance: Room | null;
}

function readCard(run: Run, applied: Applied, effect: BookEffect): StampCard {
  const currency = effect.currency ?? '';
  const atOnce = run.book.schedules[effect.scheduleAt]?.pending === null;
  let stamps = run.member.balances[currency] ?? 0;
  for (const part of run.parts) {
    if (part.currency === currency && (atOnce || part.points < 0)) stamps += part.points;
  }
  const gain = tighter(applied.room, gainRoom(run, effect.currencyAt));
  const balance = balanceRoom(run, effect.currencyAt);
  return { stamps, atOnce, gain: gain && { ...gain }, budget: applied.budget, balance };
}

/** What bounds the next stamps. */
function gainOn({ gain, budget, balance }: StampCard): Room | null {
  return tighter(tighter(budget, gain), balance);
}

/** Pieces one after the other: how many stamps, how many free, how many that a cap left without a stamp. */
function punch(
  card: StampCard,
  pieces: number,
  need: number,
): { stamps: number; free: number; refused: number } {
  let left = pieces;
  let stamps = 0;
  let free = 0;
  while (left > 0) {
    if (card.stamps >= need) {
      card.stamps -= need;
      if (card.balance) card.balance.left += need;
      free++;
      left--;
      continue;
    }
    const upToFull = card.atOnce ? need - card.stamps : left;
    const allowed = gainOn(card)?.left ?? left;
    const next = Math.min(left, upToFull, Math.max(0, allowed));
    if (next === 0) break;
    stamps += next;
    left -= next;
    if (card.atOnce) card.stamps += next;
    if (card.gain) card.gain.left -= next;
    if (card.budget) card.budget.left -= next;
    if (card.balance) card.balance.left -= next;
  }
  return { stamps, free, refused: left };
}

/** Takes the price of the free pieces off their line, rounded down. */
function giveAway(run: Run, { applied, i, free }: { applied: Applied; i: number; free: number }): void {
  const line = run.lines[i];
  if (line === undefined) return;
  run.freePieces ??= run.all.map(() => 0);
  const before = run.freePieces[i] ?? 0;
  const cost = run.net[i] ?? 0;
  const paidMilli = line.quantityMilli - before * PIECE_MILLI;
  const amountMinor = mulDiv(cost, free * PIECE_MILLI, paidMilli);
  run.freePieces[i] = before + free;
  run.net[i] = cost - amountMinor;
  run.evaluation.toPayMinor -= amountMinor;
  const { ruleId, name, names } = applied.rule;
  if (amountMinor > 0)
    run.evaluation.discounts.push({ ruleId, name, names, lineNo: line.lineNo, amountMinor });
  chargeDiscount(applied, { lineNo: line.lineNo, amountMinor }, run.book.pointValueMinor);
}

function noteCap({ evaluation }: Run, gain: Part, { kind, limit }: Room): void {
  gain.cap = { kind, limit };
  if (kind !== 'receipt' && kind !== 'day' && kind !== 'balance') return;
  evaluation.trimmed.push({
    currency: gain.currency,
    kind,
    wanted: gain.wanted,
    given: gain.points,
    limit,
  });
}
