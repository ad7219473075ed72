import { Alert, List, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignProgress } from '#src/contract/campaign-plan.ts';
import { Figure, Figures } from '../../parts/figure.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { CampaignStatus } from './campaign-status.tsx';
import { ProgressDetails } from './progress-details.tsx';

/** How far it has come, and why some got nothing. */
export function ProgressSection({ progress }: { progress: CampaignProgress }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { audience, control, sent, failed, unknown, skipped, pauseReason } = progress;
  const all = Math.max(0, audience - control);
  const settled = sent + failed + unknown + skipped;
  const waiting = Math.max(0, all - settled);
  const part = (count: number) => (all === 0 ? 0 : Math.min(100, (count / all) * 100));
  const warn = (count: number) => (count > 0 ? ('warn' as const) : ('quiet' as const));
  return (
    <>
      <Sheet
        title={t('campaign.settled', { done: format.number(settled), all: format.number(all) })}
        actions={<CampaignStatus status={progress.status} />}
      >
        <Progress.Root
          size={14}
          radius="xl"
          aria-label={t('campaign.settledShare', { share: Math.floor(part(settled)) })}
        >
          <Progress.Section value={part(sent)} color="brand" />
          <Progress.Section value={part(unknown)} color="yellow" />
          <Progress.Section value={part(failed)} color="red" />
          <Progress.Section value={part(skipped)} color="gray" />
        </Progress.Root>
        {pauseReason && (
          <Alert color="orange" mt="md" title={t('campaign.pausedItself')}>
            {t(`campaign.pauseReason.${pauseReason}`, { defaultValue: pauseReason })}
          </Alert>
        )}
        <ProgressDetails progress={progress} />
      </Sheet>
      <Figures>
        <Figure label={t('campaign.count.sent')} value={format.number(sent)} tone="good" />
        <Figure label={t('campaign.count.waiting')} value={format.number(waiting)} tone="quiet" />
        <Figure label={t('campaign.count.unknown')} value={format.number(unknown)} tone={warn(unknown)} />
        <Figure label={t('campaign.count.failed')} value={format.number(failed)} tone={warn(failed)} />
        <Figure label={t('campaign.count.skipped')} value={format.number(skipped)} tone="quiet" />
        {control > 0 && (
          <Figure label={t('plan.progress.control')} value={format.number(control)} tone="quiet" />
        )}
      </Figures>
      <Skipped progress={progress} />
      <Text size="sm" c="dimmed">
        {t('campaign.unknownMeans')}
      </Text>
    </>
  );
}

/** Why some got nothing, the most frequent reason first. */
function Skipped({ progress: { skippedBy } }: { progress: CampaignProgress }) {
  const { t } = useTranslation();
  const format = useFormats();
  const reasons = Object.entries(skippedBy)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a);
  if (reasons.length === 0) return null;
  return (
    <Text component="div" size="sm" c="dimmed">
      {t('campaign.skippedBy')}
      <List size="sm">
        {reasons.map(([why, count]) => (
          <List.Item key={why}>
            {t(`campaign.skippedWhy.${why}`, { defaultValue: why })}: {format.number(count)}
          </List.Item>
        ))}
      </List>
    </Text>
  );
}
