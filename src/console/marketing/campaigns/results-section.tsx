import { useTranslation } from 'react-i18next';
import type { CampaignProgress } from '#src/contract/campaign-plan.ts';
import type { Campaign } from '#src/contract/marketing.ts';
import { Figure, Figures } from '../../parts/figure.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';

/** What came of it. */
export function ResultsSection({ progress }: { campaign: Campaign; progress: CampaignProgress }) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <Sheet title={t('plan.section.results')}>
      <Figures>
        <Figure label={t('campaign.count.delivered')} value={format.number(progress.delivered)} />
        <Figure label={t('campaign.count.seen')} value={format.number(progress.seen)} />
      </Figures>
    </Sheet>
  );
}
