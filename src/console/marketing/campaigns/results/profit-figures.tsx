import { useTranslation } from 'react-i18next';
import type { CampaignResults } from '#src/contract/campaign-results.ts';
import { Figure, Figures } from '../../../parts/figure.tsx';
import { useFormats } from '../../../parts/formats.ts';
import { isSaid, shareOf } from './result-words.ts';
import css from './results.module.css';

/** The extra sales, what is left of them, and what of that the campaign has cost. */
export function ProfitFigures({ results }: { results: CampaignResults }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { profit, uplift, marginPercent, costMinor } = results;
  const { extraNet } = uplift;
  if (!profit || !extraNet || !isSaid(uplift)) return null;
  const tone = profit.profit.low > 0 ? 'good' : profit.profit.high < 0 ? 'warn' : 'quiet';
  return (
    <>
      <Figures>
        <Figure label={t('results.profit.extraNet')} value={format.wholeMoney(extraNet.value)} />
        <Figure
          label={t('results.profit.margin', { percent: format.number(marginPercent) })}
          value={format.wholeMoney(profit.margin.value)}
        />
        <Figure label={t('results.profit.cost')} value={format.wholeMoney(costMinor)} tone="quiet" />
        <Figure
          label={t('results.profit.profit')}
          value={format.wholeMoney(profit.profit.value)}
          tone={tone}
        />
        {profit.roi !== null && (
          <Figure label={t('results.profit.roi')} value={shareOf(format, profit.roi)} tone={tone} />
        )}
      </Figures>
      <p className={css.explains}>
        {t('results.profit.range', {
          low: format.wholeMoney(profit.profit.low),
          high: format.wholeMoney(profit.profit.high),
        })}
        {costMinor === 0 && ` ${t('results.profit.noCost')}`}
      </p>
    </>
  );
}
