import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import css from './budget-bar.module.css';

const LOW = 0.8;

/** How much of its budget a rule has given: amber from 80 %, red when it is spent and the rule has stopped. */
export function BudgetBar({ spent, budget }: { spent: number; budget: number }) {
  const { t } = useTranslation();
  const format = useFormats();
  const share = budget === 0 ? 1 : Math.min(1, spent / budget);
  const colour = share >= 1 ? 'red' : share >= LOW ? 'orange' : 'brand';
  const words = t('rules.budget.spent', { spent: format.number(spent), budget: format.number(budget) });
  return (
    <div className={css.budget}>
      <Progress
        value={share * 100}
        color={colour}
        size={8}
        radius="xl"
        aria-label={t('rules.budget.label')}
      />
      <small data-low={share >= LOW || undefined}>
        {words}
        {share >= 1 && ` · ${t('rules.budget.stopped')}`}
      </small>
    </div>
  );
}
