import type { Balance } from './read-balance.ts';

interface Shown {
  /** Below zero only where the programme says so. */
  balance: bigint;
  /** How much more is owed than is there: what the next points pay first. */
  debt: bigint;
}

/** What an account with a balance as it is booked is told to hold. */
export function shownBalance(booked: bigint, { returnPolicy }: { returnPolicy: 'debt' | 'negative' }): Shown {
  if (booked >= 0n) return { balance: booked, debt: 0n };
  return { balance: returnPolicy === 'negative' ? booked : 0n, debt: -booked };
}

/** The same of an account that was read: where something is owed, whatever is there is held. */
export function debtOf({ debt, held }: Pick<Balance, 'debt' | 'held'>): bigint {
  return debt > held ? debt - held : 0n;
}
