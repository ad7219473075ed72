// The sums that everything about a campaign's results is made from. They are added up, never averaged, so that any part of
// the audience can be put together from them.
import { z } from 'zod';

const count = z.number().min(0);

/** People of one kind: what chance has given them, who they were before, and what they did since the launch. */
export const groupSums = z.object({
  /** Left alone, to compare with. */
  control: z.boolean(),
  /** Of the campaign's variants, from 0. */
  variant: z.number(),
  /** Through which they can be reached; null: through none any more. */
  messenger: z.enum(['telegram', 'viber']).nullable(),
  language: z.enum(['uk', 'ru', 'en']).nullable(),
  /** 331 is R3F3M1, 0 who had bought nothing in twelve months; null: not known. */
  cell: z.number().nullable(),
  people: count,
  sent: count,
  delivered: count,
  seen: count,
  clicked: count,
  /** Bought at least once and kept something of it. */
  buyers: count,
  receipts: count,
  /** Sales less returns in minor units, of all of them together, and the sum of the squares of each one's. */
  netMinor: z.number(),
  squares: z.number(),
});
export type GroupSums = z.output<typeof groupSums>;

/** What became of the messages, a person each. */
export const outcomeSums = z.object({
  outcome: z.enum(['sent', 'unknown', 'waiting', 'failed', 'skipped', 'control']),
  /** Why it was skipped; for the others null. */
  reason: z.string().nullable(),
  people: count,
});
export type OutcomeSums = z.output<typeof outcomeSums>;

const NUMBERS = [
  'people',
  'sent',
  'delivered',
  'seen',
  'clicked',
  'buyers',
  'receipts',
  'netMinor',
  'squares',
] as const;
export type Totals = Pick<GroupSums, (typeof NUMBERS)[number]>;

/** All of them together. */
export function addUp(groups: readonly Totals[]): Totals {
  const sum = (name: (typeof NUMBERS)[number]) => groups.reduce((total, group) => total + group[name], 0);
  return {
    people: sum('people'),
    sent: sum('sent'),
    delivered: sum('delivered'),
    seen: sum('seen'),
    clicked: sum('clicked'),
    buyers: sum('buyers'),
    receipts: sum('receipts'),
    netMinor: sum('netMinor'),
    squares: sum('squares'),
  };
}
