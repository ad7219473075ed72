// What challenges are made of most often, with words in all languages; everything can be changed afterwards.
import type { TFunction } from 'i18next';
import { hasLanguage, LANGUAGES } from '../../i18n.ts';
import { addDays, dayOf } from '../rules/wall-clock.ts';
import { type ChallengeForm, EMPTY_FORM, EMPTY_STAGE } from './challenge-form.ts';
import type { GoalKey } from './goal-form.ts';

interface Template {
  key: string;
  goal: GoalKey;
  threshold: number;
  points: number;
  every?: ChallengeForm['every'];
  /** How long it is from its first day. */
  days: number;
}

export const TEMPLATES: Template[] = [
  { key: 'threeVisits', goal: 'count.receipts', threshold: 3, points: 50, every: 'week', days: 28 },
  { key: 'coffeeFive', goal: 'count.pieces', threshold: 5, points: 60, days: 30 },
  { key: 'fourCategories', goal: 'distinct.categories', threshold: 4, points: 80, days: 14 },
  { key: 'spendThousand', goal: 'sum', threshold: 1_000, points: 100, days: 14 },
  { key: 'fiveWeeks', goal: 'streak.weeks', threshold: 5, points: 150, days: 42 },
];

/** A form that only has to be looked over; null for no such template. */
export function formOfTemplate(key: string, t: TFunction, timeZone: string): ChallengeForm | null {
  const template = TEMPLATES.find((each) => each.key === key);
  const today = dayOf(Date.now(), timeZone);
  if (!template) return key === 'none' ? { ...EMPTY_FORM, firstDay: today } : null;
  const words = (what: 'title' | 'words') =>
    Object.fromEntries(
      LANGUAGES.filter(hasLanguage).map(
        (lng) => [lng, t(`challenges.template.${template.key}.${what}`, { lng })] as const,
      ),
    );
  return {
    ...EMPTY_FORM,
    titles: words('title'),
    texts: words('words'),
    goal: template.goal,
    stages: [{ ...EMPTY_STAGE, threshold: template.threshold, points: template.points }],
    every: template.every ?? 'never',
    firstDay: today,
    lastDay: addDays(today, template.days - 1),
  };
}
