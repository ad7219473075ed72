import { useTranslation } from 'react-i18next';
import type { ResultTotals } from '#src/contract/campaign-results.ts';
import { useFormats } from '../../../parts/formats.ts';
import { shareOf } from './result-words.ts';
import css from './results.module.css';

const STAGES = ['people', 'sent', 'delivered', 'seen', 'clicked', 'buyers'] as const;

/** From whom it was meant for to who bought, each beside all of them. */
export function Funnel({ totals }: { totals: ResultTotals }) {
  const { t } = useTranslation();
  const format = useFormats();
  const part = (count: number) => (totals.people === 0 ? 0 : count / totals.people);
  return (
    <>
      <h3 className={css.part}>{t('results.funnel.title')}</h3>
      <dl className={css.funnel}>
        {STAGES.map((stage) => (
          <div key={stage} className={css.stage}>
            <dt>{t(`results.funnel.${stage}`)}</dt>
            <dd>
              {format.number(totals[stage])} <small>{shareOf(format, part(totals[stage]))}</small>
            </dd>
            <div className={css.track} aria-hidden>
              <div className={css.bar} style={{ width: `${part(totals[stage]) * 100}%` }} />
            </div>
          </div>
        ))}
      </dl>
      <p className={css.explains}>{t('results.funnel.means')}</p>
    </>
  );
}
