// When points become active and when they expire: the terms of their currency, or of the effect where it has its own.
// Days and months are counted by the clocks of the programme's time zone, so summer time shifts nothing.
import { addDaysIn } from '#src/lib/add-months.ts';
import { expiryOf } from '../stores/currency-expiry.ts';
import type { CurrencyTerms } from './basket.ts';
import type { LotTerms } from './rule.ts';

const HOUR_MS = 3_600_000;

export interface LotSchedule {
  currency: string;
  pending: CurrencyTerms['pending'];
  expiry: CurrencyTerms['expiry'];
  /** The effect's own, where it has one; null: never ends. */
  lifeMonths?: number | null;
}

export interface LotTimes {
  /** Milliseconds; Infinity while it waits for an action. */
  activeAt: number;
  waitsFor: string | null;
  /** null: not by itself, or not known before it becomes active. */
  expiresAt: number | null;
  /** Of points that wait for an action and do not live by the terms of their currency: months from then; null: for ever. */
  lifeMonths?: number | null;
}

/** What an effect says goes before what its currency says. */
export function scheduleOf(terms: CurrencyTerms, own: LotTerms | null): LotSchedule {
  const pending = own?.pending === undefined ? terms.pending : own.pending;
  if (own?.lifeMonths === undefined) return { currency: terms.currency, pending, expiry: terms.expiry };
  const months = own.lifeMonths;
  const expiry = months === null ? ({ kind: 'never' } as const) : ({ kind: 'rolling', months } as const);
  return { currency: terms.currency, pending, expiry, lifeMonths: months };
}

/** The times of a lot that is earned at `at`, in milliseconds. */
export function lotTimes(
  { pending, expiry, lifeMonths }: LotSchedule,
  at: number,
  timeZone: string,
): LotTimes {
  let activeAt = at;
  if (pending !== null) {
    if ('action' in pending) {
      const waits = { activeAt: Number.POSITIVE_INFINITY, waitsFor: pending.action, expiresAt: null };
      return lifeMonths === undefined ? waits : { ...waits, lifeMonths };
    }
    activeAt =
      'hours' in pending
        ? at + pending.hours * HOUR_MS
        : addDaysIn(new Date(at), pending.days, timeZone).getTime();
  }
  return { activeAt, waitsFor: null, expiresAt: expiryOf(expiry, activeAt, timeZone) };
}
