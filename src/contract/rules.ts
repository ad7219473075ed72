// Earning rules: drafts, versions, budgets, and what the builder needs to be drawn. Their shapes stand beside it.
import { z } from 'zod';
import { route } from './route.ts';
import { tried, tryBody } from './rule-basket.ts';
import { ruleSent } from './rule-language.ts';
import { replayRoutes, ruleId } from './rule-replays.ts';
import { builder, category, checked, rule, ruleAlert, ruleRow } from './rule-shapes.ts';
import { instant, line } from './words.ts';

export type {
  Condition,
  ConditionValue,
  Effect,
  LineCondition,
  LotTerms,
  Operator,
  Period,
  RuleDefinition,
  Text,
  Trigger,
  ValidHours,
} from './rule-language.ts';

const params = z.strictObject({ ruleId });
const name = line(100).meta({
  description: 'For staff, and for members who read a language that `names` lacks.',
  examples: ['Подвійні бали у вівторок'],
});
const names = z
  .strictObject({ uk: line(100).optional(), ru: line(100).optional(), en: line(100).optional() })
  .meta({ description: 'What members read, by language; `name` in any other.' });
/** A template with what is filled in, or a definition; neither: an empty rule. */
const content = {
  template: z
    .strictObject({ key: z.string().max(60), params: z.record(z.string().max(60), z.unknown()) })
    .nullable()
    .optional(),
  definition: ruleSent.optional(),
};
const act = (word: string, summary: string) =>
  route({
    method: 'POST',
    url: `/api/marketing/rules/:ruleId/${word}`,
    summary,
    params,
    body: z.strictObject({ changedAt: instant }),
    reply: rule,
  });

export const ruleRoutes = {
  listRules: route({
    method: 'GET',
    url: '/api/marketing/rules',
    summary: 'Every rule: live ones first, in the order in which they are asked',
    reply: z.object({ rules: z.array(ruleRow) }),
  }),
  readBuilder: route({
    method: 'GET',
    url: '/api/marketing/rule-builder',
    summary: 'Fields, templates, currencies, tiers, stores, categories: what the builder offers',
    reply: builder,
  }),
  findProducts: route({
    method: 'GET',
    url: '/api/marketing/rule-builder/products',
    summary: 'Products by a part of their name, brand or sku; at most 30',
    query: z.strictObject({ search: z.string().trim().max(100).default('') }),
    reply: z.object({
      products: z.array(
        z.object({
          sku: z.string(),
          name: z.string(),
          category: z.string(),
          brand: z.string(),
          priceMinor: z.int(),
        }),
      ),
    }),
  }),
  createRule: route({
    method: 'POST',
    url: '/api/marketing/rules',
    summary: 'A new draft: of a template, of a definition, or empty',
    body: z.strictObject({ name, names: names.optional(), ...content }),
    reply: rule,
    statuses: [201],
  }),
  readRule: route({
    method: 'GET',
    url: '/api/marketing/rules/:ruleId',
    summary: 'One rule with its versions and who changed what',
    params,
    reply: rule,
  }),
  saveDraft: route({
    method: 'PATCH',
    url: '/api/marketing/rules/:ruleId',
    summary: 'Save a draft; what is live stays as it is',
    params,
    body: z.strictObject({ changedAt: instant, name: name.optional(), names: names.optional(), ...content }),
    reply: rule,
  }),
  discardDraft: act('discard', 'Throw the draft away; a rule that was never published ends'),
  checkRule: route({
    method: 'POST',
    url: '/api/marketing/rules/check',
    summary: 'A rule as a sentence, with what is wrong and what it gets in the way of; nothing is stored',
    body: z.strictObject({
      name: name.optional(),
      /** Which rule it is to be, so that it does not conflict with itself. */
      ruleId: ruleId.nullable().optional(),
      ...content,
    }),
    reply: checked,
  }),
  tryRule: route({
    method: 'POST',
    url: '/api/marketing/rules/try',
    summary: 'What a basket would bring, explained; nothing is stored',
    body: tryBody,
    reply: tried,
  }),
  publishRule: route({
    method: 'POST',
    url: '/api/marketing/rules/:ruleId/publish',
    summary: 'Put the draft in force from now on',
    params,
    body: z.strictObject({
      changedAt: instant,
      /** Begin to count what the budget has given anew. */
      resetBudget: z.boolean().default(false),
    }),
    reply: rule,
  }),
  pauseRule: act('pause', 'Out of force until it is resumed'),
  resumeRule: act('resume', 'In force again, as it last was'),
  endRule: act('end', 'Out of force for good'),
  listRuleAlerts: route({
    method: 'GET',
    url: '/api/marketing/rule-alerts',
    summary: 'Budgets of live rules that are nearly or wholly spent',
    reply: z.object({
      alerts: z.array(ruleAlert),
    }),
  }),
  listCategories: route({
    method: 'GET',
    url: '/api/marketing/categories',
    summary: 'Categories of goods and whether the law keeps them out',
    reply: z.object({ categories: z.array(category) }),
  }),
  excludeCategory: route({
    method: 'POST',
    url: '/api/marketing/categories',
    summary: 'Keep a category out, or let it in again; a new one is made',
    body: z.strictObject({ category: line(100), excluded: z.boolean() }),
    reply: z.object({ categories: z.array(category) }),
  }),
  ...replayRoutes,
};
