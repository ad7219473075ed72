// The rules of «Поруч»: what a neighbour earns beyond the base, the coffee card, and one that nobody dares to launch yet.

import { eq } from 'drizzle-orm';
import { createRule } from '#src/core/rules/create-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { findTemplate } from '#src/core/rules/templates.ts';
import type { Tx } from '#src/db/client.ts';
import { rule } from '#src/db/schema/rules.ts';
import { category, currency } from '#src/db/schema/stores.ts';
import { COFFEE_TO_GO, EXCLUDED_BY_LAW, PRODUCTS } from './products.ts';

const DAY_MS = 86_400_000;
const ACTOR = 'demo';

/** Stamps for coffee, categories, rules in force since before the first receipt, and a draft. Call it once. */
export async function storeRules(tx: Tx, until: Date): Promise<void> {
  await tx
    .insert(currency)
    .values({
      currency: 'stamps',
      kind: 'stickers',
      names: {
        uk: { one: 'наліпка', few: 'наліпки', many: 'наліпок', other: 'наліпки' },
        ru: { one: 'наклейка', few: 'наклейки', many: 'наклеек', other: 'наклейки' },
        en: { one: 'stamp', other: 'stamps' },
      },
      expiry: 'never',
      position: 1,
    })
    .onConflictDoNothing();
  const names = [...new Set(PRODUCTS.map((each) => each.category))];
  await tx
    .insert(category)
    .values(names.map((name) => ({ category: name, excluded: name === EXCLUDED_BY_LAW })))
    .onConflictDoNothing();
  const at = new Date(until.getTime() - 400 * DAY_MS);
  for (const each of LIVE) await publish(tx, each, at);
  await createRule(tx, { ...DRAFT, actor: ACTOR, at: until });
}

interface DemoRule {
  name: string;
  names: { ru: string; en: string };
  template?: { key: string; params: Record<string, unknown> };
  definition?: unknown;
}

const doubleCoffee = {
  ...findTemplate('happyHours')?.build({ days: [6, 7], from: '08:00', until: '22:00', times: 200 }),
  effects: [
    {
      kind: 'multiply',
      currency: 'points',
      times: 200,
      where: { field: 'line.category', is: 'is', value: 'Кава і чай' },
    },
  ],
};

const threshold = {
  ...findTemplate('threshold')?.build({ amount: 1_000_00, points: 25 }),
  budget: 1_000_000,
  limits: { perMember: null, perMemberDay: 1 },
};

const LIVE: DemoRule[] = [
  {
    name: 'Шоста кава з собою — від нас',
    names: { ru: 'Шестой кофе с собой — от нас', en: 'The sixth coffee to go is on us' },
    template: { key: 'stampCard', params: { currency: 'stamps', categories: [COFFEE_TO_GO], need: 5 } },
  },
  {
    name: 'Кава і чай у вихідні: бали вдвічі',
    names: { ru: 'Кофе и чай в выходные: баллы вдвое', en: 'Double points for coffee and tea at weekends' },
    definition: doubleCoffee,
  },
  {
    name: 'Тиждень народження: бали вдвічі',
    names: { ru: 'Неделя рождения: баллы вдвое', en: 'Birthday week: double points' },
    template: { key: 'birthdayWeek', params: { days: 3, times: 200 } },
  },
  {
    name: 'Від 1000 ₴ — ще 25 балів',
    names: { ru: 'От 1000 ₴ — ещё 25 баллов', en: 'From ₴1,000: 25 points more' },
    definition: threshold,
  },
];

const DRAFT: DemoRule = {
  name: 'Тихі години: бали вдвічі',
  names: { ru: 'Тихие часы: баллы вдвое', en: 'Quiet hours: double points' },
  template: {
    key: 'happyHours',
    params: { days: [1, 2, 3, 4, 5], from: '14:00', until: '16:00', times: 200 },
  },
};

async function publish(tx: Tx, content: DemoRule, at: Date): Promise<void> {
  const ruleId = await createRule(tx, { ...content, actor: ACTOR, at });
  const [made] = await tx.select({ changedAt: rule.changedAt }).from(rule).where(eq(rule.ruleId, ruleId));
  if (!made) throw new Error('a rule was made and is gone');
  await publishRule(tx, { ruleId, changedAt: made.changedAt, actor: ACTOR, at, resetBudget: false });
}
