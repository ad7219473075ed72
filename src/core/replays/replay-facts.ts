// A receipt of the past as the rules look at it: the basket, and the member as they stood then. One basket and one set
// of facts are filled anew for each receipt; nobody may keep them.

import type { Basket, BasketLine, MemberFacts } from '../rules/basket.ts';
import { spreadPoints } from '../rules/spread-points.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import type { ReplayColumns } from './replay-columns.ts';
import type { ReplayNeeds } from './replay-needs.ts';

const DAY_MS = 86_400_000;

export interface Moment {
  basket: Basket;
  facts: MemberFacts;
  member: number;
}

export interface Past {
  /** The receipt at that place, with the member as of then. Receipts must be asked for in the order of time. */
  at(place: number): Moment;
  /** The receipt becomes part of what the member has bought. */
  pass(place: number): void;
  /** Whether a receipt has come without lines though rules ask about them. */
  missedLines(): boolean;
}

export function past(
  columns: ReplayColumns,
  { needs, known }: { needs: ReplayNeeds; known: KnownProgramme },
): Past {
  const { receipts, stores, tills, members, lines } = columns;
  const { programme, zones } = known;
  const timeZones = stores.texts.map((storeId) => zones.get(storeId) ?? programme.timeZone);
  const pointValueMinor = Number(programme.pointValueMinor);
  const recent = needs.recentDays > 0 ? new Map<number, MemberFacts['recent']>() : null;
  const changed = new Map<number, number>();
  const pool: BasketLine[] = [];
  let missed = false;
  const basket: Basket = {
    storeId: '',
    tillId: null,
    timeZone: programme.timeZone,
    occurredAt: 0,
    lines: [],
    amountMinor: 0,
    paidByPointsMinor: 0,
  };
  const facts: MemberFacts = {
    memberId: '',
    tierKey: '',
    language: 'uk',
    registeredAt: 0,
    birthday: null,
    marketingConsent: false,
    turnoverMinor: 0,
    receipts: 0,
    lastReceiptAt: null,
    balances: {},
    totals: {},
    earnedToday: {},
    recent: [],
    ruleUse: {},
  };
  const moment: Moment = { basket, facts, member: 0 };

  /** A change of tier counts from the receipt after the one that brought it. */
  function tierAt(member: number, at: number): string {
    const changes = members.tierChanges.get(member);
    if (!changes) return members.tierKey[member] ?? '';
    let next = changed.get(member) ?? 0;
    while (next < changes.length && (changes[next]?.at ?? 0) < at) next++;
    changed.set(member, next);
    return next === 0 ? (changes[0]?.from ?? '') : (changes[next - 1]?.to ?? '');
  }

  function lineAt(slot: number): BasketLine {
    const found = pool[slot];
    if (found) return found;
    const fresh = {
      lineNo: 0,
      sku: '',
      name: '',
      category: '',
      brand: '',
      quantityMilli: 1_000,
      priceMinor: 0,
      amountMinor: 0,
      excluded: false,
    };
    pool[slot] = fresh;
    return fresh;
  }

  function fillLines(place: number, amountMinor: number): void {
    const from = lines?.from[place] ?? 0;
    const count = (lines?.from[place + 1] ?? 0) - from;
    let listed = 0;
    if (lines) {
      for (let slot = 0; slot < count; slot++) {
        const i = lines.places[from + slot] ?? 0;
        const line = lineAt(slot);
        line.lineNo = lines.lineNo[i] ?? 0;
        line.sku = lines.skus.texts[lines.sku[i] ?? 0] ?? '';
        line.name = lines.names.texts[lines.name[i] ?? 0] ?? '';
        line.category = lines.categories.texts[lines.category[i] ?? 0] ?? '';
        line.brand = lines.brands.texts[lines.brand[i] ?? 0] ?? '';
        line.quantityMilli = lines.quantityMilli[i] ?? 1_000;
        line.priceMinor = lines.priceMinor[i] ?? 0;
        line.amountMinor = lines.amountMinor[i] ?? 0;
        line.excluded = lines.excluded[i] === 1;
        listed += line.amountMinor;
      }
      if (count === 0) missed = true;
    }
    const used = pool.slice(0, count);
    if (listed > amountMinor) {
      const shares = spreadPoints(
        amountMinor,
        used.map((line) => line.amountMinor),
      );
      for (let slot = 0; slot < count; slot++) lineAt(slot).amountMinor = shares[slot] ?? 0;
    } else if (listed < amountMinor) {
      const rest = amountMinor - listed;
      const nameless = { sku: '', name: '', category: '', brand: '', quantityMilli: 1_000, excluded: false };
      used.push(
        Object.assign(lineAt(count), { lineNo: 0, ...nameless, priceMinor: rest, amountMinor: rest }),
      );
    }
    basket.lines = used;
  }

  return {
    at(place) {
      const member = receipts.member[place] ?? 0;
      const store = receipts.store[place] ?? 0;
      const occurredAt = receipts.at[place] ?? 0;
      const amountMinor = receipts.amountMinor[place] ?? 0;
      const birthday = members.birthday[member] ?? 0;
      basket.storeId = stores.texts[store] ?? '';
      basket.tillId = needs.till ? tills.texts[receipts.till[place] ?? 0] || null : null;
      basket.timeZone = timeZones[store] ?? programme.timeZone;
      basket.occurredAt = occurredAt;
      basket.amountMinor = amountMinor;
      basket.paidByPointsMinor = (receipts.burnt[place] ?? 0) * pointValueMinor;
      fillLines(place, amountMinor);
      facts.memberId = members.ids[member] ?? '';
      facts.tierKey = tierAt(member, occurredAt);
      facts.language = members.language[member] ?? 'uk';
      facts.registeredAt = members.registeredAt[member] ?? 0;
      facts.birthday = birthday === 0 ? null : { month: Math.floor(birthday / 100), day: birthday % 100 };
      facts.marketingConsent = members.consent[member] === 1;
      facts.receipts = members.receipts[member] ?? 0;
      facts.turnoverMinor = members.turnoverMinor[member] ?? 0;
      const lastAt = members.lastAt[member] ?? Number.NaN;
      facts.lastReceiptAt = Number.isNaN(lastAt) ? null : lastAt;
      if (needs.balances) facts.balances = { points: receipts.balance[place] ?? 0 };
      if (recent) facts.recent = recent.get(member) ?? [];
      moment.member = member;
      return moment;
    },
    pass(place) {
      const member = receipts.member[place] ?? 0;
      const at = receipts.at[place] ?? 0;
      const amountMinor = receipts.paidMinor[place] ?? 0;
      members.receipts[member] = (members.receipts[member] ?? 0) + 1;
      members.turnoverMinor[member] = (members.turnoverMinor[member] ?? 0) + amountMinor;
      members.lastAt[member] = at;
      if (!recent) return;
      const list = recent.get(member) ?? [];
      list.push({ at, amountMinor });
      // Older ones are never asked about again.
      const horizon = at - needs.recentDays * DAY_MS;
      if (list.length > 32 && (list[16]?.at ?? at) < horizon) list.splice(0, 16);
      recent.set(member, list);
    },
    missedLines: () => missed,
  };
}
