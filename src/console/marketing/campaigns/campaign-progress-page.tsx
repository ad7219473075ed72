import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { type Campaign, marketingRoutes } from '#src/contract/marketing.ts';
import { reading } from '../../api/api-queries.ts';
import { readAnew } from '../../api/read-anew.ts';
import { shownLanguage } from '../../i18n.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { MessagePreview } from '../message-preview.tsx';
import { Brakes } from './brakes.tsx';
import css from './campaign-editor.module.css';
import { isMoving, isPending } from './campaign-status.tsx';
import { lookEveryMs } from './look-every.ts';
import { PendingSection } from './pending-section.tsx';
import { ProgressSection } from './progress-section.tsx';
import { RepairSection } from './repair-section.tsx';
import { ResultsSection } from './results-section.tsx';

/** Before it has begun. */
const LOOK_RARELY_MS = 5_000;

/** A launched campaign: numbers that move, the brakes, and what it has brought. */
export function CampaignProgressPage({ campaign }: { campaign: Campaign }) {
  const { campaignId } = campaign;
  const cache = useQueryClient();
  const progress = useQuery({
    ...reading(campaignPlanRoutes.readProgress, { params: { campaignId } }),
    staleTime: 0,
    refetchInterval: ({ state }) => {
      if (state.data && isPending(state.data.status)) return LOOK_RARELY_MS;
      return state.data && !isMoving(state.data.status) ? false : lookEveryMs(state.data?.audience ?? 0);
    },
  });
  const status = progress.data?.status ?? campaign.status;
  // Whatever another person or the clock has done to it, the rest of the page and the list follow.
  useEffect(() => {
    if (status === campaign.status) return;
    void readAnew(cache, [marketingRoutes.readCampaign, marketingRoutes.listCampaigns]);
  }, [status, campaign.status, cache]);
  return (
    <Page
      title={campaign.name}
      actions={<Brakes campaignId={campaignId} status={status} onActed={() => void progress.refetch()} />}
    >
      <div className={css.columns}>
        <div className={css.writing}>
          {isPending(status) ? (
            <PendingSection campaign={campaign} />
          ) : (
            <Answer of={progress}>
              {(data) => (
                <>
                  <ProgressSection progress={data} />
                  <ResultsSection campaign={campaign} />
                  {data.sent + data.unknown > 0 && !isMoving(status) && <RepairSection campaign={campaign} />}
                </>
              )}
            </Answer>
          )}
        </div>
        <MessagePreview
          campaignId={campaignId}
          language={shownLanguage()}
          pictureId={campaign.content.pictureId}
        />
      </div>
    </Page>
  );
}
