import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { adjustmentRoutes } from '#src/contract/adjustments.ts';
import { reading } from '../api/api-queries.ts';
import { CountBadge } from './count-badge.tsx';

const LOOK_EVERY_MS = 60_000;

/** How many adjustments wait for a second person; nothing when none does. */
export function ApprovalsBadge() {
  const { t } = useTranslation();
  const waiting = useQuery({
    ...reading(adjustmentRoutes.listAdjustments, { query: { which: 'waiting' } }),
    refetchInterval: LOOK_EVERY_MS,
  });
  const count = waiting.data?.adjustments.length ?? 0;
  return <CountBadge count={count} label={t('approvals.count', { count })} />;
}
