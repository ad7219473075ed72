import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { type Campaign, marketingRoutes } from '#src/contract/marketing.ts';
import { useWriting } from '../../api/api-queries.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { isMoving } from './campaign-status.tsx';

/** Pause, go on, stop. */
export function Brakes({
  campaignId,
  status,
  onActed,
}: {
  campaignId: string;
  status: Campaign['status'];
  onActed: () => void;
}) {
  const { t } = useTranslation();
  const [stopping, setStopping] = useState(false);
  const stale = [marketingRoutes.listCampaigns, campaignPlanRoutes.readProgress];
  const pause = useWriting(campaignPlanRoutes.pauseCampaign, { stale });
  const resume = useWriting(campaignPlanRoutes.resumeCampaign, { stale });
  const stop = useWriting(campaignPlanRoutes.stopCampaign, { stale });
  const input = { params: { campaignId } };
  return (
    <>
      {isMoving(status) && (
        <Button
          variant="light"
          leftSection={<IconPlayerPause size={18} aria-hidden />}
          loading={pause.isPending}
          onClick={() => pause.mutate(input, { onSuccess: onActed })}
        >
          {t('campaign.pause')}
        </Button>
      )}
      {status === 'paused' && (
        <Button
          leftSection={<IconPlayerPlay size={18} aria-hidden />}
          loading={resume.isPending}
          onClick={() => resume.mutate(input, { onSuccess: onActed })}
        >
          {t('campaign.resume')}
        </Button>
      )}
      {(isMoving(status) || status === 'paused') && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={18} aria-hidden />}
          onClick={() => setStopping(true)}
        >
          {t('campaign.stop.open')}
        </Button>
      )}
      <FailureNote failure={pause.error ?? resume.error} />
      <Confirmation
        opened={stopping}
        title={t('campaign.stop.title')}
        confirm={t('campaign.stop.open')}
        danger
        busy={stop.isPending}
        failure={stop.error}
        onClose={() => setStopping(false)}
        onConfirm={() =>
          stop.mutate(input, {
            onSuccess: () => {
              setStopping(false);
              onActed();
            },
          })
        }
      >
        {t('campaign.stop.text')}
      </Confirmation>
    </>
  );
}
