import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { adjustmentRoutes } from '#src/contract/adjustments.ts';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { reading } from '../api/api-queries.ts';
import { CountBadge } from './count-badge.tsx';

const LOOK_EVERY_MS = 60_000;

/** How many adjustments and campaigns wait for a second person; nothing when none does. */
export function ApprovalsBadge() {
  const { t } = useTranslation();
  const waiting = useQuery({
    ...reading(adjustmentRoutes.listAdjustments, { query: { which: 'waiting' } }),
    refetchInterval: LOOK_EVERY_MS,
  });
  const campaigns = useQuery({
    ...reading(campaignPlanRoutes.listWaitingCampaigns, {}),
    refetchInterval: LOOK_EVERY_MS,
  });
  const count = (waiting.data?.adjustments.length ?? 0) + (campaigns.data?.campaigns.length ?? 0);
  return <CountBadge count={count} label={t('approvals.count', { count })} />;
}
