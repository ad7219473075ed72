// The simplest possible purse of one member and one currency: a few numbers in memory.

interface Lot {
  id: string;
  amount: bigint;
  held: bigint;
  activeAt: number;
  expiresAt: number;
}

/** From when points can be burnt and when they are gone. */
interface Life {
  activeAt: number;
  expiresAt: number;
}

interface Hold {
  id: string;
  until: number;
  kept: { lot: Lot; amount: bigint }[];
}

/** What a receipt brought into the purse and took out of it. */
interface OfReceipt {
  earned: bigint;
  takenBack: bigint;
  expired: bigint;
  givenBack: bigint;
  /** What the burn drew, the first to expire first. */
  drawn: { amount: bigint; expiresAt: number }[];
}

export class PlainPurse {
  lots: Lot[] = [];
  holds: Hold[] = [];
  owed = 0n;
  receipts = new Map<string, OfReceipt>();
  /** Earned on the last day on which something was bought. */
  today = { day: '', earned: 0n };

  /** What is earned by a receipt counts for its day, also when it is nothing. */
  earn(id: string, amount: bigint, { day, ...life }: Life & { day: string }): void {
    if (this.today.day !== day) this.today = { day, earned: 0n };
    this.today.earned += amount;
    this.ofReceipt(id).earned = amount;
    this.gain(id, amount, life);
  }
  /** What a cap by day leaves. */
  leftOn(day: string, cap: bigint): bigint {
    const earned = this.today.day === day ? this.today.earned : 0n;
    return earned < cap ? cap - earned : 0n;
  }
  gain(id: string, amount: bigint, { activeAt, expiresAt }: Life): void {
    if (amount <= 0n) return;
    const pays = least(this.owed, amount);
    this.owed -= pays;
    this.lots.push({ id, amount: amount - pays, held: 0n, activeAt, expiresAt });
    this.lots.sort((a, b) => a.expiresAt - b.expiresAt || a.activeAt - b.activeAt);
  }
  balance(): bigint {
    return this.lots.reduce((sum, lot) => sum + lot.amount, 0n) - this.owed;
  }
  spendable(at: number): bigint {
    const free = this.lots.reduce((sum, lot) => sum + (canBurn(lot, at) ? lot.amount - lot.held : 0n), 0n);
    return free > this.owed ? free - this.owed : 0n;
  }
  /** Draws from what is free, first to expire first. Points that a hold keeps stay. */
  burn(id: string, amount: bigint, at: number): void {
    let left = amount;
    for (const lot of this.lots) {
      const free = lot.amount - lot.held;
      if (!canBurn(lot, at) || free === 0n || left === 0n) continue;
      const take = least(free, left);
      lot.amount -= take;
      left -= take;
      this.ofReceipt(id).drawn.push({ amount: take, expiresAt: lot.expiresAt });
    }
  }
  hold(id: string, amount: bigint, { at, until }: { at: number; until: number }): void {
    let left = amount;
    const kept = [];
    for (const lot of this.lots) {
      const free = lot.amount - lot.held;
      if (!canBurn(lot, at) || free === 0n || left === 0n) continue;
      const keep = least(free, left);
      lot.held += keep;
      left -= keep;
      kept.push({ lot, amount: keep });
    }
    this.holds.push({ id, until, kept });
  }
  /** Ends a hold: the first `captured` of what it keeps are burnt, the rest is free again. */
  endHold(id: string, captured: bigint): void {
    const hold = this.holds.find((each) => each.id === id);
    this.holds = this.holds.filter((each) => each.id !== id);
    let left = captured;
    for (const { lot, amount } of hold?.kept ?? []) {
      const take = least(amount, left);
      lot.held -= amount;
      lot.amount -= take;
      left -= take;
      // What is let go pays what is owed, even where it would have expired meanwhile.
      const pays = least(amount - take, this.owed);
      lot.amount -= pays;
      this.owed -= pays;
    }
  }
  expireHolds(at: number): void {
    for (const hold of this.holds) if (hold.until <= at) this.endHold(hold.id, 0n);
  }
  expireLots(at: number): void {
    for (const lot of this.lots) {
      if (lot.expiresAt > at) continue;
      const gone = lot.amount - lot.held;
      lot.amount = lot.held;
      const receipt = this.receipts.get(lot.id);
      if (receipt) receipt.expired += gone;
    }
  }
  /** Gives back what a receipt burnt until it is `due` in all, the last to expire first. Returns what was given now. */
  giveBack(id: string, due: bigint, at: number): bigint {
    const receipt = this.ofReceipt(id);
    const given = due - receipt.givenBack;
    let place = 0n;
    const back = [];
    for (const lot of receipt.drawn.toSorted((a, b) => b.expiresAt - a.expiresAt)) {
      const from = place > receipt.givenBack ? place : receipt.givenBack;
      const end = least(place + lot.amount, due);
      if (end > from) back.push({ amount: end - from, expiresAt: lot.expiresAt });
      place += lot.amount;
    }
    receipt.givenBack = due;
    // What is owed is paid out of what would expire first.
    for (const { amount, expiresAt } of back.toReversed())
      this.gain(`back of ${id}`, amount, { activeAt: at, expiresAt });
    return given;
  }
  /** Takes back what a receipt earned until it is `due` in all; what has expired is gone already. Returns what was taken now. */
  takeBack(id: string, due: bigint, { at, day }: { at: number; day: string }): bigint {
    const receipt = this.ofReceipt(id);
    const amount = least(due, receipt.earned - receipt.expired) - receipt.takenBack;
    if (amount <= 0n) return 0n;
    receipt.takenBack += amount;
    let left = amount;
    // Their own points first, however old; then what can be burnt, then what waits.
    const own = this.lots.filter((lot) => lot.id === id);
    const others = this.lots.filter((lot) => lot.id !== id && lot.expiresAt > at);
    const active = others.filter((lot) => lot.activeAt <= at);
    const pending = others.filter((lot) => lot.activeAt > at);
    for (const lot of [...own, ...active, ...pending]) {
      const take = least(lot.amount - lot.held, left);
      lot.amount -= take;
      left -= take;
    }
    this.owed += left;
    // On the day it was earned on it can be earned again; a later day forgets it.
    if (this.today.day === day) this.today.earned -= least(amount, this.today.earned);
    return amount;
  }
  private ofReceipt(id: string): OfReceipt {
    const known = this.receipts.get(id);
    if (known) return known;
    const made = { earned: 0n, takenBack: 0n, expired: 0n, givenBack: 0n, drawn: [] };
    this.receipts.set(id, made);
    return made;
  }
}

function canBurn({ activeAt, expiresAt }: Life, at: number): boolean {
  return activeAt <= at && expiresAt > at;
}

export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
