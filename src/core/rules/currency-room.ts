// What the caps of a currency still let through: on one receipt, on one day, on the balance. Below 0 when the parts so
// far are beyond it.
import type { Room, Run } from './evaluation-run.ts';

/** The tightest of the three; null when the currency has no cap. */
export function currencyRoom(run: Run, currencyAt: number): Room | null {
  return tighter(gainRoom(run, currencyAt), balanceRoom(run, currencyAt));
}

/** What may still be gained on this receipt and on this day; what is taken meanwhile makes no room. */
export function gainRoom(run: Run, currencyAt: number): Room | null {
  const terms = run.book.currencies[currencyAt];
  if (!terms || (terms.capReceipt === null && terms.capDay === null)) return null;
  const { currency, capReceipt, capDay } = terms;
  let gained = 0;
  for (const part of run.parts) {
    if (part.currency === currency && part.points > 0) gained += part.points;
  }
  const today = run.member.earnedToday[currency] ?? 0;
  return tighter(
    capReceipt !== null && run.ofReceipt
      ? { left: capReceipt - gained, kind: 'receipt', limit: capReceipt }
      : null,
    capDay === null ? null : { left: capDay - today - gained, kind: 'day', limit: capDay },
  );
}

/** By how much the balance, with all that is pending, may still grow. */
export function balanceRoom(run: Run, currencyAt: number): Room | null {
  const terms = run.book.currencies[currencyAt];
  if (!terms || terms.capBalance === null) return null;
  let total = run.member.totals[terms.currency] ?? 0;
  for (const part of run.parts) if (part.currency === terms.currency) total += part.points;
  return { left: terms.capBalance - total, kind: 'balance', limit: terms.capBalance };
}

/** The one that leaves less; null stands for no bound. */
export function tighter(a: Room | null, b: Room | null): Room | null {
  if (a === null || b === null) return a ?? b;
  return b.left < a.left ? b : a;
}
