import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RuleRow } from '#src/contract/rule-shapes.ts';

const COLOURS: Record<RuleRow['status'], string> = {
  draft: 'gray',
  live: 'brand',
  paused: 'orange',
  ended: 'gray',
};

/** How a rule stands, in one word. */
export function RuleStatus({ status }: { status: RuleRow['status'] }) {
  const { t } = useTranslation();
  return (
    <Badge color={COLOURS[status]} size="lg" variant={status === 'ended' ? 'outline' : 'light'}>
      {t(`rules.status.${status}`)}
    </Badge>
  );
}
