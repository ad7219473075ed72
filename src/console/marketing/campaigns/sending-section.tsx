import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { reading } from '../../api/api-queries.ts';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import css from './campaign-editor.module.css';
import type { Section } from './use-campaign-draft.ts';

/** How it goes out: whom it reaches by which messenger. */
export function SendingSection({ campaignId }: Section) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('plan.section.sending')}>
      {campaignId ? <Reach campaignId={campaignId} /> : t('plan.sending.saveFirst')}
    </Sheet>
  );
}

function Reach({ campaignId }: { campaignId: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { data } = useQuery(reading(campaignPlanRoutes.estimateCampaign, { params: { campaignId } }));
  if (!data) return null;
  const { telegram, viber } = data.byMessenger;
  return (
    <p className={css.reach}>
      {t('campaign.reach', { count: data.audience })}
      <small>
        {t('campaign.reachBy', { telegram: format.number(telegram), viber: format.number(viber) })}
      </small>
    </p>
  );
}
