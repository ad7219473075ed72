import { Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { campaignPlanRoutes, type WaitingCampaign } from '#src/contract/campaign-plan.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { useWriting } from '../../api/api-queries.ts';
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

/** Agree or send back; whoever wrote it or asked sees that somebody else decides. */
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
  const agree = useWriting(campaignPlanRoutes.agreeToCampaign, { stale: STALE });
  const refuse = useWriting(campaignPlanRoutes.refuseCampaign, { stale: STALE });
  const input = { params: { campaignId }, body: { changedAt } };
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
  return (
    <>
      <FailureNote failure={agree.error ?? refuse.error} />
      <Button disabled={busy} loading={agree.isPending} onClick={() => agree.mutate(input, { onError })}>
        {t('plan.approval.agree')}
      </Button>
      <Button
        variant="default"
        disabled={busy}
        loading={refuse.isPending}
        onClick={() => refuse.mutate(input, { onError })}
      >
        {t('plan.approval.refuse')}
      </Button>
    </>
  );
}
