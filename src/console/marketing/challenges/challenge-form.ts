// What the editor holds, and what of it the server is told. Days are the shop's own: the first and the last.
import type {
  ChallengeContent,
  ChallengeGoal,
  ChallengePrize,
  ChallengeShown,
} from '#src/contract/challenges.ts';
import type { Condition, LineCondition } from '#src/contract/rule-language.ts';
import { beginOf, dayOf, endOf, lastDayOf } from '../rules/wall-clock.ts';
import { conditionsOf, type FilterForm, filterOf, NO_FILTER } from './filter-form.ts';
import { type GoalKey, goalOf, keyOfGoal } from './goal-form.ts';

export interface StageForm {
  /** In whole money where the goal is a sum. */
  threshold: number | '';
  kind: ChallengePrize['kind'];
  points: number | '';
  offerId: string | null;
  rewardId: string | null;
  sign: string;
  titles: Texts;
  stock: number | '';
}

type Texts = ChallengeShown['titles'];

export interface ChallengeForm {
  name: string;
  titles: Texts;
  texts: Texts;
  pictureId: string | null;
  goal: GoalKey;
  set: string[];
  filter: FilterForm;
  /** What the fields of the filter cannot say; null: they say all. */
  kept: { receipt: Condition | null; line: LineCondition | null } | null;
  stages: StageForm[];
  firstDay: string;
  /** Empty: until it is ended by hand. */
  lastDay: string;
  every: 'never' | 'week' | 'month' | 'days';
  days: number | '';
  times: number | '';
  joins: 'asked' | 'all';
  countsBefore: boolean;
  acceptDay: string;
  /** Undefined: not finished yet. */
  audience: Condition | null | undefined;
  controlPercent: number;
  chooses: 'once' | 'daily';
  delayDays: number | '';
  budget: number | '';
}

export const EMPTY_STAGE: StageForm = {
  threshold: '',
  kind: 'points',
  points: '',
  offerId: null,
  rewardId: null,
  sign: '🏅',
  titles: {},
  stock: '',
};

export const EMPTY_FORM: ChallengeForm = {
  name: '',
  titles: {},
  texts: {},
  pictureId: null,
  goal: 'count.receipts',
  set: [],
  filter: NO_FILTER,
  kept: null,
  stages: [EMPTY_STAGE],
  firstDay: '',
  lastDay: '',
  every: 'never',
  days: '',
  times: '',
  joins: 'asked',
  countsBefore: true,
  acceptDay: '',
  audience: null,
  controlPercent: 10,
  chooses: 'daily',
  delayDays: 0,
  budget: '',
};

export function formOf(shown: ChallengeShown, timeZone: string): ChallengeForm {
  const { goal, recurs, receipt, line } = shown;
  const isSum = goal.kind === 'sum';
  const filter = filterOf(receipt, line);
  return {
    name: shown.name,
    titles: shown.titles,
    texts: shown.texts,
    pictureId: shown.pictureId,
    goal: keyOfGoal(goal),
    set: goal.kind === 'set' ? goal.values : [],
    filter: filter ?? NO_FILTER,
    kept: filter ? null : { receipt, line },
    stages: shown.stages.map(({ threshold, prize, stock }) => ({
      ...EMPTY_STAGE,
      ...prize,
      threshold: isSum ? threshold / 100 : threshold,
      stock: stock ?? '',
    })),
    firstDay: dayOf(shown.startsAt, timeZone),
    lastDay: shown.endsAt ? lastDayOf(shown.endsAt, timeZone) : '',
    every: recurs?.every ?? 'never',
    days: recurs?.days ?? '',
    times: recurs?.times ?? '',
    joins: shown.joins,
    countsBefore: shown.countsBefore,
    acceptDay: shown.acceptUntil ? lastDayOf(shown.acceptUntil, timeZone) : '',
    audience: shown.audience,
    controlPercent: shown.controlPercent,
    chooses: shown.chooses,
    delayDays: shown.delayDays,
    budget: shown.budget ?? '',
  };
}

export interface ChallengeInput {
  name: string;
  startsAt: string;
  endsAt: string | null;
  budget: number | null;
  content: ChallengeContent;
}

/** Null as long as something is missing that nobody can guess. */
export function inputOf(form: ChallengeForm, timeZone: string): ChallengeInput | null {
  const { firstDay, lastDay, every, days, audience } = form;
  const startsAt = firstDay ? beginOf(firstDay, timeZone) : null;
  const endsAt = lastDay ? endOf(lastDay, timeZone) : null;
  const goal = goalOf(form.goal, form.set);
  const stages = form.stages.map((stage) => stageOf(stage, goal));
  const isNamed = Object.values(form.titles).some((title) => title?.trim());
  if (!startsAt || audience === undefined || !isNamed || stages.some((stage) => stage === null)) return null;
  if ((every === 'never' && !endsAt) || (every === 'days' && days === '')) return null;
  if (goal.kind === 'set' && goal.values.length < 2) return null;
  const title = form.titles.uk?.trim() || form.titles.ru?.trim() || form.titles.en?.trim() || '';
  return {
    name: form.name.trim() || title,
    startsAt,
    endsAt,
    budget: form.budget === '' ? null : form.budget,
    content: {
      titles: form.titles,
      texts: form.texts,
      pictureId: form.pictureId,
      goal,
      ...(form.kept ?? conditionsOf(form.filter)),
      recurs:
        every === 'never'
          ? null
          : {
              every,
              days: every === 'days' && days !== '' ? days : null,
              times: form.times === '' ? null : form.times,
            },
      joins: form.joins,
      acceptUntil: form.joins === 'asked' && form.acceptDay ? endOf(form.acceptDay, timeZone) : null,
      countsBefore: form.countsBefore,
      audience,
      controlPercent: form.controlPercent,
      chooses: form.chooses,
      delayDays: form.delayDays === '' ? 0 : form.delayDays,
      stages: stages.filter((stage) => stage !== null),
    },
  };
}

function stageOf(stage: StageForm, goal: ChallengeGoal): ChallengeContent['stages'][number] | null {
  const prize = prizeOf(stage);
  if (stage.threshold === '' || !prize) return null;
  return {
    threshold: goal.kind === 'sum' ? Math.round(stage.threshold * 100) : stage.threshold,
    prize,
    stock: stage.stock === '' ? null : stage.stock,
  };
}

function prizeOf({ kind, points, offerId, rewardId, sign, titles }: StageForm): ChallengePrize | null {
  switch (kind) {
    case 'points':
      return points === '' ? null : { kind, points };
    case 'coupon':
      return offerId ? { kind, offerId } : null;
    case 'gift':
      return rewardId ? { kind, rewardId } : null;
    case 'badge':
      return Object.values(titles).some((title) => title?.trim()) ? { kind, sign, titles } : null;
  }
}
