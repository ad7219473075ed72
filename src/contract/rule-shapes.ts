// What is told of rules: rows, versions, who changed what, and everything that the builder offers.
import { z } from 'zod';
import { operator, ruleDefinition } from './rule-language.ts';
import { ruleId } from './rule-replays.ts';
import { instant, tierShown } from './words.ts';

const count = z.int().min(0);
export const ruleStatus = z.enum(['draft', 'live', 'paused', 'ended']);

/** A template and what was filled in. */
const fromTemplate = z.object({ key: z.string(), params: z.record(z.string(), z.unknown()) });
const budget = z.object({
  points: count,
  spent: count,
  /** Since when 80 % are spent, and all of it. */
  alertedAt: instant.nullable(),
  stoppedAt: instant.nullable(),
});
const shown = {
  ruleId,
  name: z.string(),
  status: ruleStatus,
  /** The rule as a sentence in the reader's language: the live version, else the draft, else the last version. */
  sentence: z.string(),
  /** What is asked of it: `receipt`, `birthday` and so on. */
  on: z.string(),
  priority: z.int(),
  group: z.string().nullable(),
  /** Whether there is a draft that differs from what was published. */
  hasDraft: z.boolean(),
  /** The number of the last version; null before the first. */
  version: z.int().nullable(),
  /** Since when it has been in force; null when it is not, or has been for ever. Ahead: until then the version before works. */
  liveFrom: instant.nullable(),
  budget: budget.nullable(),
  /** Send it along with a change: a rule that somebody has changed meanwhile answers `rule_changed`. */
  changedAt: instant,
};
export const ruleRow = z.object(shown);
export type RuleRow = z.output<typeof ruleRow>;

/** By language. */
const names = z.object({
  uk: z.string().optional(),
  ru: z.string().optional(),
  en: z.string().optional(),
});

export const ruleVersion = z.object({
  version: z.int(),
  name: z.string(),
  names,
  definition: ruleDefinition,
  template: fromTemplate.nullable(),
  sentence: z.string(),
  publishedBy: z.string(),
  /** Null: for ever. One that lies ahead is still to come. */
  liveFrom: instant.nullable(),
  /** Null: still. The same as `liveFrom`: it has never been in force. */
  liveUntil: instant.nullable(),
});
export type RuleVersion = z.output<typeof ruleVersion>;

export const ruleAudit = z.object({
  at: instant,
  /** A name; `system` for what happened by itself. */
  actor: z.string(),
  /** `rule.create`, `rule.save`, `rule.discard`, `rule.publish`, `rule.pause`, `rule.resume`, `rule.end`, `rule.replay`, `rule.budget_low`, `rule.budget_spent`. */
  action: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

export const rule = z.object({
  ...shown,
  /** What members read; `name` in any other language. */
  names,
  /** Null: the same as the last version. */
  draft: ruleDefinition.nullable(),
  /** Of the draft, else of the last version; null: made with the builder. */
  template: fromTemplate.nullable(),
  /** The draft as a sentence. */
  draftSentence: z.string().nullable(),
  /** The newest first. */
  versions: z.array(ruleVersion),
  /** The newest first, the last 100. */
  audit: z.array(ruleAudit),
  createdBy: z.string(),
  createdAt: instant.nullable(),
});
export type RuleTold = z.output<typeof rule>;

export const conflict = z.object({
  kind: z.string(),
  /** With which live rule; null: with itself. */
  ruleId: ruleId.nullable(),
  name: z.string().nullable(),
  sentence: z.string(),
});

export const checked = z.object({
  /** What is wrong and where (`effects.0.points`); null when nothing is. */
  problem: z.object({ path: z.string(), sentence: z.string() }).nullable(),
  /** With everything that was left out filled in. */
  definition: ruleDefinition.nullable(),
  sentence: z.string().nullable(),
  conflicts: z.array(conflict),
});
export type Checked = z.output<typeof checked>;

const fieldType = z.enum([
  'number',
  'money',
  'quantity',
  'text',
  'choice',
  'boolean',
  'timeOfDay',
  'weekday',
  'date',
  'share',
]);
/** Shares in basis points, `times` in hundredths, money in minor units; `shareOrTier` may be the word `tier`. */
const paramType = z.enum([
  'currency',
  'share',
  'shareOrTier',
  'times',
  'points',
  'money',
  'count',
  'days',
  'weekdays',
  'time',
  'categories',
  'skus',
]);
/** What a condition may look at. */
export const fieldTold = z.object({
  name: z.string(),
  /** `audience`: where members are chosen, and nowhere else. */
  scope: z.enum(['member', 'receipt', 'line', 'event', 'audience']),
  type: fieldType,
  period: z.enum(['optional', 'required']).nullable(),
  /** The period is the time to come. */
  ahead: z.boolean().optional(),
  operators: z.array(operator),
});
export type FieldTold = z.output<typeof fieldTold>;
export const builder = z.object({
  fields: z.array(fieldTold),
  /** What can be filled in of each template, in its order. */
  templates: z.array(
    z.object({
      key: z.string(),
      params: z.array(
        z.object({
          name: z.string(),
          type: paramType,
          /** What the form begins with. */
          default: z.union([z.string(), z.number(), z.array(z.string()), z.array(z.number())]),
        }),
      ),
    }),
  ),
  currencies: z.array(
    z.object({
      currency: z.string(),
      kind: z.enum(['points', 'stickers', 'partner']),
      /** By language, each with its plural forms; empty for points. */
      names: z.record(z.string(), z.record(z.string(), z.string())),
    }),
  ),
  tiers: z.array(tierShown),
  stores: z.array(
    z.object({
      storeId: z.string(),
      name: z.string(),
      city: z.string(),
      tills: z.array(z.object({ tillId: z.string(), name: z.string() })),
    }),
  ),
  categories: z.array(z.object({ category: z.string(), excluded: z.boolean() })),
  brands: z.array(z.string()),
  /** Names of events that other systems have told of members. */
  events: z.array(z.string()),
  /** Segments whose comings and goings are among the events: `segment.entered:seg_...`. */
  followed: z.array(z.object({ segmentId: z.string(), name: z.string() })),
  /** Stacking groups that rules use already. */
  groups: z.array(z.string()),
});
export type Builder = z.output<typeof builder>;

export const category = z.object({
  category: z.string(),
  /** By law: neither earns, nor is discounted, nor paid with points. */
  excluded: z.boolean(),
  products: count,
  /** Tills told of it within the last day, and neither the catalogue nor the staff know it. */
  isUnknown: z.boolean(),
  changedBy: z.string().nullable(),
  changedAt: instant.nullable(),
});
export type Category = z.output<typeof category>;

/** A budget that is nearly or wholly spent. */
export const ruleAlert = z.object({
  ruleId,
  name: z.string(),
  kind: z.enum(['low', 'spent']),
  points: count,
  spent: count,
  at: instant,
});
export type RuleAlert = z.output<typeof ruleAlert>;
