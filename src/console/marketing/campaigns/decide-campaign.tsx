import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { campaignPlanRoutes, type WaitingCampaign } from '#src/contract/campaign-plan.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';

const STALE = [
  marketingRoutes.readCampaign,
  marketingRoutes.listCampaigns,
  campaignPlanRoutes.listWaitingCampaigns,
  campaignPlanRoutes.readCalendar,
];

/** Agree or send back; whoever wrote it or asked sees that somebody else decides. */
export function DecideCampaign({ campaign: { campaignId, mine } }: { campaign: WaitingCampaign }) {
  const { t } = useTranslation();
  const agree = useWriting(campaignPlanRoutes.agreeToCampaign, { stale: STALE });
  const refuse = useWriting(campaignPlanRoutes.refuseCampaign, { stale: STALE });
  const input = { params: { campaignId } };
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
      <Button disabled={busy} loading={agree.isPending} onClick={() => agree.mutate(input)}>
        {t('plan.approval.agree')}
      </Button>
      <Button
        variant="default"
        disabled={busy}
        loading={refuse.isPending}
        onClick={() => refuse.mutate(input)}
      >
        {t('plan.approval.refuse')}
      </Button>
    </>
  );
}
