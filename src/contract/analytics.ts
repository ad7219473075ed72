// Groups of members by what they buy: the 27 RFM cells, the life cycle, receipt sizes, and by which settings.
import { z } from 'zod';
import { route } from './route.ts';
import { instant } from './words.ts';

const count = z.int().min(0);
const counted = {
  members: count,
  netMinor: z
    .int()
    .meta({ description: 'What they bought in twelve months, less what came back, in minor units.' }),
};
const score = z.int().min(0).max(3).meta({ description: '3 is best; 0: bought nothing in twelve months.' });
const day = z.iso.date().meta({ examples: ['2026-11-28'] });
export const lifeCycleGroup = z.enum([
  'registered',
  'new',
  'stalled',
  'regular',
  'lapsing',
  'lost',
  'reactivated',
]);
export type LifeCycleGroup = z.output<typeof lifeCycleGroup>;
const days = z.int().min(1).max(3_650);
const cuts = (most: number) => z.tuple([z.int().min(0).max(most), z.int().min(0).max(most)]);
const fixedCuts = z.strictObject({
  r: cuts(3_650).meta({
    description: 'Days since the last purchase: until the first 3, until the second 2.',
  }),
  f: cuts(366).meta({
    description: 'Purchase days in twelve months: above the second 3, above the first 2.',
  }),
  m: cuts(1_000_000_000_00).meta({ description: 'Minor units in twelve months, likewise.' }),
});
const settings = {
  newDays: days.meta({
    description: 'So long after the only purchase a member is new, then there was no second visit.',
  }),
  lapsingDays: days.meta({
    description: 'Regular until so many days without a purchase, then slipping away.',
  }),
  lostDays: days.meta({ description: 'Lost after so many days.' }),
  fixedCuts: fixedCuts
    .nullable()
    .meta({ description: 'Bounds of the scores; null: thirds, found anew every day.' }),
};
export const analyticsSettings = z.object({
  ...settings,
  /** What the members' own habits say; null where there is too little to say. */
  suggested: z.object({ newDays: count, lapsingDays: count, lostDays: count, gaps: count }).nullable(),
});
export type AnalyticsSettings = z.output<typeof analyticsSettings>;

const pair = z.tuple([z.number(), z.number()]).nullable();
export const memberGroups = z.object({
  ...counted,
  cells: z.array(z.object({ r: score, f: score, m: score, ...counted })),
  lifeCycle: z.array(z.object({ group: lifeCycleGroup, ...counted })),
  sizes: z.array(
    z.object({
      size: z
        .string()
        .nullable()
        .meta({
          description: 'S: one good, M: two to four, L: five and more; 1 to 3: thirds of the sum.',
          examples: ['M2'],
        }),
      ...counted,
    }),
  ),
  /** The cut points that the scores come from; null before the first day. */
  cutPoints: z
    .object({
      day,
      madeAt: instant,
      isFixed: z.boolean(),
      buyers: count,
      r: pair,
      f: pair,
      m: pair,
      size: pair,
    })
    .nullable(),
  /** Members who are being counted anew; 0: the groups are as of now. */
  waiting: count,
});
export type MemberGroups = z.output<typeof memberGroups>;

export const analyticsRoutes = {
  readGroups: route({
    method: 'GET',
    url: '/api/marketing/analytics/groups',
    summary: 'How many members are in each group',
    reply: memberGroups,
  }),
  readSettings: route({
    method: 'GET',
    url: '/api/marketing/analytics/settings',
    summary: 'By what members are grouped, and what their habits suggest',
    reply: analyticsSettings,
  }),
  changeSettings: route({
    method: 'PUT',
    url: '/api/marketing/analytics/settings',
    summary: 'Change by what members are grouped',
    description: 'Everybody is grouped anew within a minute. The same again changes nothing.',
    body: z.strictObject(settings),
    reply: analyticsSettings,
  }),
};
