import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import { DoneScreen } from '../done-screen.tsx';
import css from '../outcome.module.css';
import type { TillState } from '../till-flow.ts';

const GOES_AFTER_MS = 6_000;

/** The receipt is on this device and will be sent by itself. */
export function KeptStep({
  kept,
  waiting,
  onDone,
}: {
  kept: TillState & { step: 'kept' };
  waiting: number;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const title = t('till.offline.kept', { number: kept.receiptNumber });
  const words = t('till.offline.keptText');
  const pay = `${t('till.outcome.pay')}: ${format.money(kept.amountMinor)}`;
  return (
    <DoneScreen spoken={[title, words, pay].join('. ')} goesAfterMs={GOES_AFTER_MS} onDone={onDone}>
      <span className={css.title}>{title}</span>
      <span className={css.words}>{words}</span>
      <span className={css.pay}>
        <small>{t('till.outcome.pay')}</small>
        {format.money(kept.amountMinor)}
      </span>
      {waiting > 0 && <span className={css.note}>{t('till.offline.waiting', { count: waiting })}</span>}
    </DoneScreen>
  );
}
