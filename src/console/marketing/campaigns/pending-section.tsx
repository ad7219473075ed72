import { Button, Group, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import type { Campaign } from '#src/contract/marketing.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { CampaignStatus } from './campaign-status.tsx';
import { DecideCampaign } from './decide-campaign.tsx';
import { GrownNote } from './grown-note.tsx';
import { useLaunchSentences } from './use-launch-sentences.ts';

/** A campaign that has been launched and has not begun: what it waits for, and the way back. */
export function PendingSection({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { campaignId, status, sendFrom } = campaign;
  const list = useQuery({
    ...reading(campaignPlanRoutes.listWaitingCampaigns, {}),
    enabled: status === 'waiting',
    staleTime: 0,
  });
  const waiting = list.data?.campaigns.find((each) => each.campaignId === campaignId);
  const sentencesOf = useLaunchSentences();
  const estimate = useQuery(reading(campaignPlanRoutes.estimateCampaign, { params: { campaignId } }));
  const back = useWriting(campaignPlanRoutes.takeBackCampaign, {
    stale: [
      marketingRoutes.readCampaign,
      marketingRoutes.listCampaigns,
      campaignPlanRoutes.listWaitingCampaigns,
      campaignPlanRoutes.readCalendar,
    ],
  });
  const waits = status === 'waiting';
  const decides = waiting !== undefined && !waiting.mine;
  return (
    <Sheet
      title={
        waits || !sendFrom
          ? t('plan.pending.waits')
          : t('plan.pending.begins', { moment: format.moment(sendFrom) })
      }
      actions={<CampaignStatus status={status} />}
    >
      {waiting && (
        <Text>
          {t('plan.pending.asked', {
            name: waiting.askedBy,
            moment: format.moment(waiting.askedAt),
            people: t('plan.approval.people', { count: waiting.audience }),
          })}
        </Text>
      )}
      {waiting && <GrownNote campaign={waiting} />}
      {estimate.data && (
        <List size="sm" spacing={6} mt="xs">
          {sentencesOf(campaign, estimate.data).map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      )}
      {/* Whoever decides is told below why there is no number. */}
      <FailureNote failure={back.error ?? (decides ? null : estimate.error)} />
      <Group gap="xs" mt="md">
        {waiting && <DecideCampaign campaign={waiting} changedAt={campaign.changedAt} />}
        {(!waits || waiting?.mine) && (
          <Button
            variant="default"
            loading={back.isPending}
            onClick={() => back.mutate({ params: { campaignId } })}
          >
            {t(waits ? 'plan.pending.takeBack' : 'plan.pending.cancel')}
          </Button>
        )}
      </Group>
    </Sheet>
  );
}
