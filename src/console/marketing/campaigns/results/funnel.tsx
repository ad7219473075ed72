import { useTranslation } from 'react-i18next';
import type { ResultTotals } from '#src/contract/campaign-results.ts';
import { FunnelStage } from './funnel-stage.tsx';
import css from './results.module.css';

const STAGES = ['people', 'sent', 'delivered', 'seen', 'clicked', 'buyers'] as const;

/** From whom it was meant for to who bought, each beside all of them. */
export function Funnel({ totals }: { totals: ResultTotals }) {
  const { t } = useTranslation();
  return (
    <>
      <h3 className={css.part}>{t('results.funnel.title')}</h3>
      <dl className={css.funnel}>
        {STAGES.map((stage) => (
          <FunnelStage
            key={stage}
            name={t(`results.funnel.${stage}`)}
            count={totals[stage]}
            of={totals.people}
          />
        ))}
      </dl>
      <p className={css.explains}>{t('results.funnel.means')}</p>
    </>
  );
}
