import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '#src/contract/marketing.ts';

const COLOURS: Record<Campaign['status'], string> = {
  draft: 'gray',
  waiting: 'yellow',
  scheduled: 'cyan',
  expanding: 'blue',
  running: 'blue',
  paused: 'orange',
  stopped: 'red',
  finished: 'brand',
};

/** How a campaign stands, in one word. */
export function CampaignStatus({ status }: { status: Campaign['status'] }) {
  const { t } = useTranslation();
  return (
    <Badge color={COLOURS[status]} size="lg">
      {t(`campaign.status.${status}`)}
    </Badge>
  );
}

/** Whether its numbers still move. */
export function isMoving(status: Campaign['status']): boolean {
  return status === 'running' || status === 'expanding';
}

/** Whether it has been launched and has not begun. */
export function isPending(status: Campaign['status']): boolean {
  return status === 'waiting' || status === 'scheduled';
}
