import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ruleRoutes } from '#src/contract/rules.ts';
import { reading } from '../api/api-queries.ts';
import { CountBadge } from './count-badge.tsx';

const LOOK_EVERY_MS = 60_000;

/** How many rules have a budget that is low or spent; nothing when none has. */
export function BudgetsBadge() {
  const { t } = useTranslation();
  const alerts = useQuery({ ...reading(ruleRoutes.listRuleAlerts, {}), refetchInterval: LOOK_EVERY_MS });
  const count = alerts.data?.alerts.length ?? 0;
  return <CountBadge count={count} label={t('rules.alerts.count', { count })} />;
}
