import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { campaignPlanRoutes, type WaitingCampaign } from '#src/contract/campaign-plan.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { readAnew } from '../../api/read-anew.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { isLate } from './use-campaign-draft.ts';

const STALE = [
  marketingRoutes.readCampaign,
  marketingRoutes.listCampaigns,
  campaignPlanRoutes.listWaitingCampaigns,
  campaignPlanRoutes.readCalendar,
];
/** What whoever decides looks at. */
const SHOWN = [
  ...STALE,
  marketingRoutes.previewCampaign,
  campaignMessageRoutes.previewForMember,
  campaignPlanRoutes.estimateCampaign,
];

/** Agree or send back, by the number as it is now; whoever wrote it or asked sees that somebody else decides. */
export function DecideCampaign({
  campaign: { campaignId, mine },
  changedAt,
}: {
  campaign: WaitingCampaign;
  /** Of what is on the screen: nobody agrees to what was changed since. */
  changedAt: string;
}) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const params = { campaignId };
  const estimate = useQuery({
    ...reading(campaignPlanRoutes.estimateCampaign, { params }),
    enabled: !mine,
    staleTime: 0,
  });
  const { refetch } = estimate;
  const countedFor = useRef(changedAt);
  // Another audience may have been chosen since.
  useEffect(() => {
    if (mine || countedFor.current === changedAt) return;
    countedFor.current = changedAt;
    void refetch();
  }, [mine, changedAt, refetch]);
  // What was counted before says nothing about those who have come since.
  const audience = estimate.isSuccess && !estimate.isFetching ? estimate.data.audience : undefined;
  const agree = useWriting(campaignPlanRoutes.agreeToCampaign, { stale: STALE });
  const refuse = useWriting(campaignPlanRoutes.refuseCampaign, { stale: STALE });
  const onError = (error: Error) => {
    if (isLate(error)) void readAnew(cache, SHOWN);
  };
  const busy = agree.isPending || refuse.isPending;
  if (mine)
    return (
      <Text size="sm" c="dimmed">
        {t('plan.approval.own')}
      </Text>
    );
  const confirm = (expectedAudience: number) => {
    refuse.reset();
    const onDisagreement = (error: Error) => {
      onError(error);
      if (!isLate(error)) void refetch();
    };
    agree.mutate({ params, body: { changedAt, expectedAudience } }, { onError: onDisagreement });
  };
  const sendBack = () => {
    agree.reset();
    refuse.mutate({ params, body: { changedAt } }, { onError });
  };
  return (
    <>
      <Stack gap="xs" w="100%">
        {estimate.isFetching ? (
          <Skeleton height={22} aria-busy />
        ) : (
          <FailureNote failure={estimate.error} onRetry={() => void estimate.refetch()} />
        )}
        <div role="status">
          {audience !== undefined && (
            <Text fw={650}>
              {t('plan.approval.now', { people: t('plan.approval.people', { count: audience }) })}
            </Text>
          )}
        </div>
        <FailureNote failure={agree.error ?? refuse.error} />
      </Stack>
      <Button
        disabled={busy || audience === undefined}
        loading={agree.isPending}
        onClick={() => audience !== undefined && confirm(audience)}
      >
        {t('plan.approval.agree')}
      </Button>
      <Button variant="default" disabled={busy} loading={refuse.isPending} onClick={sendBack}>
        {t('plan.approval.refuse')}
      </Button>
    </>
  );
}
