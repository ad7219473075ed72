// What a challenge asks and gives, in words of the reader.
import { useTranslation } from 'react-i18next';
import type { ChallengeGoal, ChallengeShown } from '#src/contract/challenges.ts';
import { useFormats } from '../../parts/formats.ts';
import { keyOfGoal } from './goal-form.ts';

export function useChallengeWords() {
  const { t } = useTranslation();
  const { number, money } = useFormats();
  /** `5 покупок`, `1 000,00 ₴`, `5 тижнів поспіль`. */
  const amountWords = (goal: ChallengeGoal, amount: number) =>
    goal.kind === 'sum'
      ? money(amount)
      : t(`challenges.amount.${keyOfGoal(goal).replace('.', '_')}`, { count: amount, shown: number(amount) });
  const stageWords = (goal: ChallengeGoal, stage: ChallengeShown['stages'][number]) =>
    `${amountWords(goal, stage.threshold)} → ${stage.prizeName}`;
  return { amountWords, stageWords };
}
