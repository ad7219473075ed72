import { List, Skeleton, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CampaignEstimate, campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { readAnew } from '../../api/read-anew.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { LaunchWarnings } from './launch-warnings.tsx';
import type { CampaignDraft, Section } from './use-campaign-draft.ts';
import { useLaunchSentences } from './use-launch-sentences.ts';

/** To more people than that the number has to be typed: a slip would be felt. */
const TYPED_ABOVE = 50;

/** The last question before a campaign leaves: what will happen, in plain words. */
export function LaunchDialog({
  campaignId,
  draft,
  save,
  onStale,
  opened,
  onClose,
}: {
  campaignId: string;
  draft: CampaignDraft;
  save: Section['save'];
  /** Hears why it was refused. */
  onStale: (error: Error) => void;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const cache = useQueryClient();
  const sentencesOf = useLaunchSentences();
  const estimate = useQuery({
    ...reading(campaignPlanRoutes.estimateCampaign, { params: { campaignId } }),
    enabled: opened,
    staleTime: 0,
  });
  // What was counted before the last change says nothing about it.
  const data = estimate.isSuccess && !estimate.isFetching ? estimate.data : undefined;
  const launch = useWriting(campaignPlanRoutes.launchCampaign, {
    stale: [marketingRoutes.listCampaigns, campaignPlanRoutes.listWaitingCampaigns],
  });
  const [isSaving, setSaving] = useState(false);
  const confirm = async ({ audience }: CampaignEstimate) => {
    setSaving(true);
    // What was typed until the dialog opened goes along.
    const seen = await save();
    setSaving(false);
    if (!seen) return onClose();
    launch.mutate(
      { params: { campaignId }, body: { changedAt: seen.changedAt, expectedAudience: audience } },
      {
        onSuccess: () => void readAnew(cache, [marketingRoutes.readCampaign]),
        onError: (error) => {
          onStale(error);
          void estimate.refetch();
        },
      },
    );
  };
  const close = () => {
    launch.reset();
    onClose();
  };
  const reached = data?.reached ?? 0;
  const asks = data !== undefined && data.approvalPeople !== null && data.audience > data.approvalPeople;
  const later = draft.sendFrom !== null && Date.parse(draft.sendFrom) > Date.now();
  const confirmKey = asks ? 'plan.launch.ask' : later ? 'plan.launch.schedule' : 'campaign.launch.confirm';
  return (
    <Confirmation
      opened={opened}
      title={t('plan.launch.title')}
      confirm={t(confirmKey)}
      {...(reached > TYPED_ABOVE && {
        typed: {
          value: String(reached),
          label: t('campaign.launch.type', { number: format.number(reached) }),
        },
      })}
      ready={data !== undefined}
      busy={isSaving || launch.isPending}
      failure={launch.error}
      onConfirm={() => data && void confirm(data)}
      onClose={close}
    >
      {estimate.isFetching ? (
        <Skeleton height={120} aria-busy />
      ) : (
        <FailureNote failure={estimate.error} onRetry={() => void estimate.refetch()} />
      )}
      {data && (
        <>
          <Text fw={650}>{t('campaign.reach', { count: reached })}</Text>
          <List size="sm" spacing={6} mt="xs">
            {sentencesOf(draft, data).map((sentence) => (
              <List.Item key={sentence}>{sentence}</List.Item>
            ))}
          </List>
          <LaunchWarnings draft={draft} estimate={data} />
          <Text size="sm" mt="sm">
            {asks
              ? t('plan.launch.needsSecond', { people: format.number(data.approvalPeople ?? 0) })
              : t(later ? 'plan.launch.canCancel' : 'campaign.launch.text')}
          </Text>
        </>
      )}
    </Confirmation>
  );
}
