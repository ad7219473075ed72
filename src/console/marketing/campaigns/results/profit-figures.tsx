import { useTranslation } from 'react-i18next';
import type { CampaignResults, ResultUplift } from '#src/contract/campaign-results.ts';
import { Figure, Figures } from '../../../parts/figure.tsx';
import { useFormats } from '../../../parts/formats.ts';
import { isSaid, shareOf } from './result-words.ts';
import css from './results.module.css';

/** The extra sales, what is left of them, and what of that it has cost. What it cost is shown even where nothing is sure. */
export function ProfitFigures({
  uplift,
  profit,
  marginPercent,
  costs,
  note = '',
}: {
  uplift: Pick<ResultUplift, 'verdict' | 'extraNet'>;
  profit: CampaignResults['profit'];
  marginPercent: number;
  costs: { label: string; minor: number }[];
  note?: string;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const { extraNet } = uplift;
  const said = profit && extraNet && isSaid(uplift) ? { ...profit, extraNet } : null;
  const tone = said && said.profit.low > 0 ? 'good' : said && said.profit.high < 0 ? 'warn' : 'quiet';
  return (
    <>
      <Figures>
        {said && (
          <>
            <Figure label={t('results.profit.extraNet')} value={format.wholeMoney(said.extraNet.value)} />
            <Figure
              label={t('results.profit.margin', { percent: format.number(marginPercent) })}
              value={format.wholeMoney(said.margin.value)}
            />
          </>
        )}
        {costs.map(({ label, minor }) => (
          <Figure key={label} label={label} value={format.wholeMoney(minor)} tone="quiet" />
        ))}
        {said && (
          <Figure
            label={t('results.profit.profit')}
            value={format.wholeMoney(said.profit.value)}
            tone={tone}
          />
        )}
        {said && said.roi !== null && (
          <Figure label={t('results.profit.roi')} value={shareOf(format, said.roi)} tone={tone} />
        )}
      </Figures>
      {said && (
        <p className={css.explains}>
          {t('results.profit.range', {
            low: format.wholeMoney(said.profit.low),
            high: format.wholeMoney(said.profit.high),
          })}
          {note && ` ${note}`}
        </p>
      )}
    </>
  );
}
