import { Anchor, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { reading } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { DecideCampaign } from './decide-campaign.tsx';
import { GrownNote } from './grown-note.tsx';

/** Campaigns that a second person has to agree to; nothing where there are none. */
export function WaitingCampaigns() {
  const { t } = useTranslation();
  const format = useFormats();
  const list = useQuery(reading(campaignPlanRoutes.listWaitingCampaigns, {}));
  if (list.error) return <FailureNote failure={list.error} onRetry={() => void list.refetch()} />;
  return list.data?.campaigns.map((campaign) => (
    <Sheet
      key={campaign.campaignId}
      title={
        <Anchor component={Link} to={`/campaigns/${campaign.campaignId}`} inherit>
          {campaign.name}
        </Anchor>
      }
    >
      <Text size="sm" c="dimmed" mb="sm">
        {t('plan.approval.asked', {
          name: campaign.askedBy,
          moment: format.moment(campaign.askedAt),
          people: t('plan.approval.people', { count: campaign.audience }),
        })}
      </Text>
      <GrownNote campaign={campaign} />
      <Group gap="xs">
        <DecideCampaign campaign={campaign} changedAt={campaign.changedAt} />
      </Group>
    </Sheet>
  ));
}
