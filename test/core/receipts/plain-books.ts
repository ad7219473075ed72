// The simplest possible books of one member: a few numbers in memory, moved one point at a time where that is simplest.

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

interface Bought {
  id: string;
  pieces: number;
  returned: number;
  /** Of the pieces; tobacco stands beside them, and points have nothing to do with it. */
  amountMinor: bigint;
  tobaccoLeft: boolean;
  moneyBack: bigint;
  earned: bigint;
  takenBack: bigint;
  expired: bigint;
  burnt: bigint;
  givenBack: bigint;
  /** What the burn drew, the last to expire first. */
  drawn: { amount: bigint; expiresAt: number }[];
}

export class PlainBooks {
  lots: Lot[] = [];
  holds: Hold[] = [];
  receipts: Bought[] = [];
  owed = 0n;
  /** Points earned on the last day on which something was bought, and the day of each receipt. */
  earnedOn = new Map<string, bigint>();
  boughtOn = new Map<string, string>();

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
  burn(amount: bigint, at: number): { amount: bigint; expiresAt: number }[] {
    let left = amount;
    const drawn = [];
    for (const lot of this.lots) {
      const free = lot.amount - lot.held;
      if (!canBurn(lot, at) || free === 0n || left === 0n) continue;
      const take = least(free, left);
      lot.amount -= take;
      left -= take;
      drawn.push({ amount: take, expiresAt: lot.expiresAt });
    }
    return drawn;
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
      const bought = this.receipts.find((each) => each.id === lot.id);
      if (bought) bought.expired += gone;
    }
  }
  /** A return of so many pieces more; everything by its share of all that has come back. */
  bringBack(bought: Bought, pieces: number, at: number): void {
    bought.returned += pieces;
    const part = (whole: bigint) => (whole * BigInt(bought.returned)) / BigInt(bought.pieces);
    bought.moneyBack = part(bought.amountMinor);
    const burntBack = (bought.burnt * bought.moneyBack) / bought.amountMinor;
    this.giveBack(bought, burntBack, at);
    const wanted = part(bought.earned) - earnedBefore(bought, pieces);
    const left = bought.earned - bought.expired - bought.takenBack;
    this.takeBack(bought, least(wanted, left), at);
  }
  private giveBack(bought: Bought, to: bigint, at: number): void {
    let place = 0n;
    const back = [];
    for (const lot of bought.drawn.toSorted((a, b) => b.expiresAt - a.expiresAt)) {
      const from = place > bought.givenBack ? place : bought.givenBack;
      const end = place + lot.amount < to ? place + lot.amount : to;
      if (end > from) back.push({ amount: end - from, expiresAt: lot.expiresAt });
      place += lot.amount;
    }
    bought.givenBack = to;
    // What is owed is paid out of what would expire first.
    for (const { amount, expiresAt } of back.toReversed())
      this.gain(`back of ${bought.id}`, amount, { activeAt: at, expiresAt });
  }
  private takeBack(bought: Bought, amount: bigint, at: number): void {
    if (amount <= 0n) return;
    bought.takenBack += amount;
    let left = amount;
    // Their own points first, however old; then what can be burnt, then what waits.
    const own = this.lots.filter((lot) => lot.id === bought.id);
    const others = this.lots.filter((lot) => lot.id !== bought.id && lot.expiresAt > at);
    const active = others.filter((lot) => lot.activeAt <= at);
    const pending = others.filter((lot) => lot.activeAt > at);
    for (const lot of [...own, ...active, ...pending]) {
      const free = lot.amount - lot.held;
      const take = least(free, left);
      lot.amount -= take;
      left -= take;
    }
    this.owed += left;
  }
}

function canBurn({ activeAt, expiresAt }: Life, at: number): boolean {
  return activeAt <= at && expiresAt > at;
}

/** What of the earned points the pieces had brought back before these. */
function earnedBefore(bought: Bought, pieces: number): bigint {
  return (bought.earned * BigInt(bought.returned - pieces)) / BigInt(bought.pieces);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
