import { Anchor, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ruleRoutes } from '#src/contract/rules.ts';
import { reading } from '../../api/api-queries.ts';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { useRuleName } from './rule-name.ts';

const LOOK_EVERY_MS = 15_000;

/** Rules whose budget is low or spent, each with what is left; nothing when there are none. */
export function BudgetAlerts() {
  const { t } = useTranslation();
  const { number } = useFormats();
  const nameOf = useRuleName();
  const found = useQuery({ ...reading(ruleRoutes.listRuleAlerts, {}), refetchInterval: LOOK_EVERY_MS });
  const alerts = found.data?.alerts ?? [];
  if (alerts.length === 0) return null;
  return (
    <Sheet title={t('rules.alerts.title')}>
      <Stack gap={6}>
        {alerts.map(({ ruleId, name, kind, points, spent }) => (
          <Text key={ruleId}>
            <Anchor component={Link} to={`/rules/${ruleId}`} fw={600}>
              {nameOf(name)}
            </Anchor>
            {': '}
            <Text span c="var(--spent)">
              {kind === 'spent'
                ? t('rules.budget.stopped')
                : t('rules.alerts.low', {
                    points: t('points.count', { count: points - spent }),
                    budget: number(points),
                  })}
            </Text>
          </Text>
        ))}
      </Stack>
    </Sheet>
  );
}
