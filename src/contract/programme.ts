// The programme's settings, its tiers, and the kinds of points it knows.
import { z } from 'zod';
import { problem } from './problem.ts';
import { route } from './route.ts';
import { basisPoints, instant, language, line, points, timeZone } from './words.ts';

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, problem('colour'));

export const RETURN_POLICIES = ['debt', 'negative'] as const;
export const TIER_BASES = ['spend', 'points'] as const;
export const TIER_PERIODS = ['always', 'year', 'months'] as const;
export const TIER_DOWNGRADES = ['never', 'one_down', 'by_standing'] as const;

export const programme = z.object({
  shopName: line(40),
  brandColour: colour,
  accentColour: colour,
  moneyCurrency: z.string(),
  defaultLanguage: language,
  timeZone,
  pointValueMinor: z.int().min(1).max(100_000),
  maxBurnBp: basisPoints,
  welcomePoints: points.max(1_000_000),
  burnWaitHours: z.int().min(0).max(8760),
  termsVersion: line(20),
  termsUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  supportPhone: z.string().trim().max(32),
  /** A return of points that are spent already: the debt is remembered, or the balance goes below zero. */
  returnPolicy: z.enum(RETURN_POLICIES),
  /** What reaches a tier, and over which time. */
  tierBasis: z.enum(TIER_BASES),
  tierPeriod: z.enum(TIER_PERIODS),
  tierMonths: z.int().min(1).max(60),
  tierGraceDays: z.int().min(0).max(366),
  tierDowngrade: z.enum(TIER_DOWNGRADES),
  /** Adjustments above it need a second person. */
  adjustmentLimit: points.max(1_000_000),
  giftDayLimit: points.max(1_000_000),
  giftDays: z.int().min(1).max(60),
  claimDays: z.int().min(0).max(366),
  /** Whether a store's cashiers may take back what another store has sold. */
  returnsAnywhere: z.boolean(),
  /** Campaigns in Telegram at so many a second for its fee; null: at its free rate, about 28. */
  telegramPaidPerSecond: z.int().min(30).max(1_000).nullable(),
  /** Campaigns in Viber go to 300 people in one call where all get the same. */
  viberBroadcast: z.boolean(),
});
export type Programme = z.output<typeof programme>;

/** Tiers whose names every language knows, from the lowest to the highest. */
export const TIER_KEYS = ['base', 'bronze', 'silver', 'gold', 'platinum'] as const;
const benefits = z.array(line(120)).max(12);
const tierFields = z.strictObject({
  tierKey: z.string().regex(/^[a-z][a-z0-9_]{0,30}$/, problem('latinWord', 'gold')),
  /** Minor units of money or points, as the programme's tier basis says; the lowest tier begins at 0. */
  from: z.int().min(0).max(1_000_000_000_00),
  earnBp: basisPoints,
  benefits: z.strictObject({ uk: benefits, ru: benefits, en: benefits }),
});
export const tier = tierFields.extend({ members: z.int().min(0) });
export type TierRow = z.output<typeof tier>;
const tierTable = z.object({
  /** Of this table, told when it is changed: one made from an older table is refused. */
  version: z.string(),
  tiers: z.array(tier),
});

/** The forms of a plural in one language; `other` alone will do. */
const forms = z.strictObject({
  one: line(30).optional(),
  few: line(30).optional(),
  many: line(30).optional(),
  other: line(30),
});
export const currencyNames = z.strictObject({ uk: forms, ru: forms, en: forms });
export type CurrencyNames = z.output<typeof currencyNames>;
export type NameForms = z.output<typeof forms>;

export const PENDING_KINDS = ['none', 'hours', 'days', 'action'] as const;
export const EXPIRY_KINDS = ['never', 'rolling', 'calendar', 'inactivity'] as const;
export const CURRENCY_KINDS = ['points', 'stickers', 'partner'] as const;

export const currencyCode = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,30}$/, problem('latinWord', 'points'))
  .meta({ description: 'A kind of points.', examples: ['points'] });
const cap = points.min(1).max(1_000_000_000).nullable();
const currencyTerms = z.strictObject({
  pending: z.enum(PENDING_KINDS),
  /** Hours or days. */
  pendingAmount: z.int().min(0).max(8760),
  /** With `action`: the name of the event that makes points active. */
  pendingAction: z
    .string()
    .regex(/^[a-z][a-z0-9_.-]{0,49}$/, problem('latinWord', 'review.left'))
    .nullable(),
  expiry: z.enum(EXPIRY_KINDS),
  expiryMonths: z.int().min(0).max(120),
  /** With `calendar`: month and day, such as 12-31. */
  expiryMonthDay: z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, problem('monthDay')),
  /** Points at most from one receipt, on one day, on the account; what goes beyond is trimmed. */
  capReceipt: cap,
  capDay: cap,
  capBalance: cap,
});
export const currency = currencyTerms.extend({
  currency: currencyCode,
  kind: z.enum(CURRENCY_KINDS),
  /** Null for the programme's own points, whose words are Kartka's. */
  names: currencyNames.nullable(),
  closedAt: instant.nullable(),
});
export type Currency = z.output<typeof currency>;

const currencyParams = z.strictObject({ currency: currencyCode });

export const programmeRoutes = {
  readProgramme: route({
    method: 'GET',
    url: '/api/admin/programme',
    summary: 'The programme',
    reply: programme,
  }),
  changeProgramme: route({
    method: 'PATCH',
    url: '/api/admin/programme',
    summary: 'Change the programme; it counts from the next receipt on',
    body: z.strictObject(programme.omit({ moneyCurrency: true }).partial().shape),
    reply: programme,
  }),
  listTiers: route({
    method: 'GET',
    url: '/api/admin/tiers',
    summary: 'The tiers, the lowest first, with how many members each has',
    reply: tierTable,
  }),
  changeTiers: route({
    method: 'PATCH',
    url: '/api/admin/tiers',
    summary: 'Change the whole table of tiers; a tier that members have stays in it',
    body: z.strictObject({ version: z.string().max(64), tiers: z.array(tierFields).min(1).max(10) }),
    reply: tierTable,
  }),
  listCurrencies: route({
    method: 'GET',
    url: '/api/admin/currencies',
    summary: 'Kinds of points, closed ones too',
    reply: z.object({ currencies: z.array(currency) }),
  }),
  createCurrency: route({
    method: 'POST',
    url: '/api/admin/currencies',
    summary: 'Add stickers or the points of a partner',
    body: currencyTerms.extend({
      currency: currencyCode,
      kind: z.enum(['stickers', 'partner']),
      names: currencyNames,
    }),
    reply: currency,
    statuses: [201],
  }),
  changeCurrency: route({
    method: 'PATCH',
    url: '/api/admin/currencies/:currency',
    summary: 'Change names, waiting, expiry and caps; what was given before keeps its days',
    params: currencyParams,
    body: currencyTerms.partial().extend({ names: currencyNames.optional() }),
    reply: currency,
  }),
  closeCurrency: route({
    method: 'POST',
    url: '/api/admin/currencies/:currency/close',
    summary: 'Give no more of it; what members have stays theirs',
    params: currencyParams,
    reply: currency,
  }),
  openCurrency: route({
    method: 'POST',
    url: '/api/admin/currencies/:currency/open',
    summary: 'Give of it again',
    params: currencyParams,
    reply: currency,
  }),
};
