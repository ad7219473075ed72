import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Adjustment } from '#src/contract/adjustments.ts';
import { useCurrencyWords } from '../parts/currency-words.ts';
import { useFormats } from '../parts/formats.ts';
import css from './adjustment-card.module.css';

const COLOURS: Record<Adjustment['status'], string> = {
  waiting: 'yellow',
  posted: 'brand',
  refused: 'red',
  reversed: 'gray',
};

/** One adjustment: how much for whom, why, who asked and who decided; below that what can be done. */
export function AdjustmentCard({ adjustment, children }: { adjustment: Adjustment; children: ReactNode }) {
  const { t } = useTranslation();
  const { moment, signed } = useFormats();
  const words = useCurrencyWords();
  const { amount, names, reason, note, status, withdrawn, askedBy, decidedBy, reversedBy } = adjustment;
  const steps = [
    t('approvals.asked', { who: askedBy, moment: moment(adjustment.askedAt) }),
    adjustment.decidedAt &&
      decidedBy !== null &&
      (decidedBy !== askedBy || status === 'refused') &&
      t(`approvals.${withdrawn ? 'withdrawnBy' : status === 'refused' ? 'refusedBy' : 'agreedBy'}`, {
        who: decidedBy,
        moment: moment(adjustment.decidedAt),
      }),
    adjustment.reversedAt &&
      t('approvals.reversedBy', { who: reversedBy ?? '', moment: moment(adjustment.reversedAt) }),
  ].filter((step) => typeof step === 'string');
  return (
    <section className={css.card} aria-label={`${adjustment.shownName}, ${signed(amount)}`}>
      <div className={css.top}>
        <b className={css.amount} data-loss={amount < 0 || undefined}>
          {signed(amount)}
          <small>{words.count({ names }, Math.abs(amount)).replace(/^[\d\s\u00a0\u202f,.]+/, '')}</small>
        </b>
        <div className={css.text}>
          <Link to={`/members/${adjustment.memberId}`} className={css.name}>
            {adjustment.shownName}
          </Link>
          <p>
            {t(`adjust.reasons.${reason}`)}
            {note !== '' && `: ${note}`}
          </p>
        </div>
        <Badge color={COLOURS[status]} className={css.status}>
          {t(`approvals.status.${withdrawn ? 'withdrawn' : status}`)}
        </Badge>
      </div>
      <ul className={css.steps}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
      {children}
    </section>
  );
}
