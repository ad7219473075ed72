// How far a member is on the way through the tiers, from what is counted by month. Pure: receipts ask it for every
// sale, the daily review for everybody, the chat for one.
import { DAY_MS, fromLocal, toLocal } from '#src/lib/zoned.ts';
import type { Programme, Tier } from '../stores/read-programme.ts';

type TierTerms = Pick<Programme, 'tierBasis' | 'tierPeriod' | 'tierMonths' | 'timeZone'> &
  Partial<Pick<Programme, 'tierCountingSince'>>;
type TierStep = Pick<Tier, 'tierKey' | 'fromTurnoverMinor'>;

export interface TierInput {
  /** What counts by month of the programme's time zone: {'2026-11': 12345}; minor units or points, as the basis says. */
  months: Readonly<Record<string, number>>;
  /** Everything ever bought in minor units; null where points count: the months hold all of them. */
  totalMinor: bigint | null;
  programme: TierTerms;
  /** The lowest first. */
  tiers: readonly TierStep[];
  at: Date;
}

export interface TierStanding {
  /** What counts now: minor units of money or points, as the programme's tier basis says. */
  value: bigint;
  /** The highest tier that the value reaches; the lowest when it reaches none. */
  reached: string;
  /** The tier above the one the member has or reaches, and what is missing to it; null at the top. */
  next: TierGap | null;
  /** What is missing to the tier the member has, when the value no longer reaches it; null while it does. */
  keep: TierGap | null;
}

interface TierGap {
  tierKey: string;
  /** Of the unit of `value`; above zero. */
  missing: bigint;
  /** The last day on which it counts, as the moment at which that day begins in the programme's zone; null: no end. */
  by: Date | null;
}

/** Whether what is asked for is being counted anew, in another unit: until it is done it says nothing. */
export function isBeingCounted({
  programme,
  totalMinor,
}: Pick<TierInput, 'programme' | 'totalMinor'>): boolean {
  if (programme.tierPeriod === 'always' && totalMinor !== null) return false;
  return (programme.tierCountingSince ?? null) !== null;
}

/** The tier that a standing reaches: its key; the lowest while it is being counted. Throws when there are no tiers. */
export function reachedTier(input: TierInput): string {
  return highestWithin(input.tiers, tierValue(input)).tierKey;
}

/** Where a member with the tier `tierKey` stands at `at`: where they are, and no more, while it is being counted. */
export function tierStanding(input: TierInput & { tierKey: string }): TierStanding {
  const { tiers, tierKey } = input;
  if (isBeingCounted(input)) return { value: 0n, reached: tierKey, next: null, keep: null };
  const value = tierValue(input);
  const reached = highestWithin(tiers, value);
  const place = tiers.findIndex((each) => each.tierKey === tierKey);
  const reachedPlace = tiers.indexOf(reached);
  const by = lastDay(input);
  const toward = (step: TierStep | undefined): TierGap | null =>
    step && step.fromTurnoverMinor > value
      ? { tierKey: step.tierKey, missing: step.fromTurnoverMinor - value, by }
      : null;
  return {
    value,
    reached: reached.tierKey,
    next: toward(tiers[Math.max(place, reachedPlace) + 1]),
    keep: place > reachedPlace ? toward(tiers[place]) : null,
  };
}

/**
 * What counts at `at`: everything, the calendar year so far, or the current month and those before it; nothing while it is
 * being counted.
 */
export function tierValue({ months, totalMinor, programme, at }: Omit<TierInput, 'tiers'>): bigint {
  if (isBeingCounted({ programme, totalMinor })) return 0n;
  if (programme.tierPeriod === 'always' && totalMinor !== null) return totalMinor;
  const first = firstMonth(programme, at);
  let sum = 0n;
  for (const [month, value] of Object.entries(months)) if (month >= first) sum += BigInt(value);
  return sum;
}

function highestWithin(tiers: readonly TierStep[], value: bigint): TierStep {
  const reached = tiers.findLast((each) => each.fromTurnoverMinor <= value) ?? tiers[0];
  if (!reached) throw new Error('there are no tiers');
  return reached;
}

/** The first month that counts, as `YYYY-MM`; '' for all of them. */
function firstMonth({ tierPeriod, tierMonths, timeZone }: TierTerms, at: Date): string {
  if (tierPeriod === 'always') return '';
  const now = new Date(toLocal(at.getTime(), timeZone));
  const back = tierPeriod === 'year' ? now.getUTCMonth() : tierMonths - 1;
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)).toISOString().slice(0, 7);
}

/** 31 December, or the last day of the month: then something of what counts falls away. */
function lastDay({ programme, at }: Pick<TierInput, 'programme' | 'at'>): Date | null {
  const { tierPeriod, timeZone } = programme;
  if (tierPeriod === 'always') return null;
  const now = new Date(toLocal(at.getTime(), timeZone));
  const after =
    tierPeriod === 'year'
      ? Date.UTC(now.getUTCFullYear() + 1, 0)
      : Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1);
  return new Date(fromLocal(after - DAY_MS, timeZone));
}
