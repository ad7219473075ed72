import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import css from './review.module.css';
import type { Decision } from './use-decisions.ts';

/** What was said last, for as long as it can be taken back. */
export function LastDecision({ decision, onUndo }: { decision: Decision; onUndo: () => void }) {
  const { t } = useTranslation();
  const { verdict, review } = decision;
  return (
    <div className={css.last} role="status">
      <span>{t(`questLive.review.said.${verdict}`, { nickname: review.nickname })}</span>
      <Button size="compact-md" variant="white" onClick={onUndo}>
        {t('questLive.review.undo')} (Z)
      </Button>
    </div>
  );
}
