import { useTranslation } from 'react-i18next';
import type { ResultUplift } from '#src/contract/campaign-results.ts';
import { useFormats } from '../../../parts/formats.ts';
import { pointsOf } from './result-words.ts';
import css from './results.module.css';

/** A difference of shares in percentage points over its ends; a dash where there is nobody to compare with. */
export function Difference({ uplift }: { uplift: ResultUplift }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { buyers, verdict } = uplift;
  if (verdict === 'controlSmall') return <small className={css.ends}>{t('results.part.few')}</small>;
  if (!buyers) return '–';
  const [low, high] = [pointsOf(format, buyers.low), pointsOf(format, buyers.high)];
  return (
    <span className={css.whole}>
      {t('results.pointsAlone', { value: pointsOf(format, buyers.difference) })}
      <small className={css.ends}>{t('results.ends', { low, high })}</small>
    </span>
  );
}
