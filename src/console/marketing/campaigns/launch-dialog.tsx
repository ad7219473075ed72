import { Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { keyOf, reading, useWriting } from '../../api/api-queries.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';

/** The last question before a campaign leaves: how many it reaches has to be typed, because it cannot be taken back. */
export function LaunchDialog({
  campaignId,
  opened,
  onClose,
}: {
  campaignId: string;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const cache = useQueryClient();
  const estimate = useQuery({
    ...reading(campaignPlanRoutes.estimateCampaign, { params: { campaignId } }),
    enabled: opened,
    staleTime: 0,
  });
  const launch = useWriting(campaignPlanRoutes.launchCampaign, { stale: [marketingRoutes.listCampaigns] });
  const confirm = () =>
    launch.mutate(
      { params: { campaignId } },
      { onSuccess: () => void cache.invalidateQueries({ queryKey: keyOf(marketingRoutes.readCampaign) }) },
    );
  const audience = estimate.data?.audience;
  return (
    <Confirmation
      opened={opened}
      title={t('campaign.launch.title')}
      confirm={t('campaign.launch.confirm')}
      typed={{
        value: String(audience ?? '?'),
        label: t('campaign.launch.type', { number: audience === undefined ? '…' : format.number(audience) }),
      }}
      busy={launch.isPending}
      failure={launch.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <FailureNote failure={estimate.error} onRetry={() => void estimate.refetch()} />
      {estimate.data && (
        <>
          <Text fw={650}>{t('campaign.reach', { count: estimate.data.audience })}</Text>
          <Text size="sm" c="dimmed">
            {t('campaign.reachBy', {
              telegram: format.number(estimate.data.byMessenger.telegram),
              viber: format.number(estimate.data.byMessenger.viber),
            })}
          </Text>
        </>
      )}
      <Text size="sm" mt="xs">
        {t('campaign.launch.text')}
      </Text>
    </Confirmation>
  );
}
