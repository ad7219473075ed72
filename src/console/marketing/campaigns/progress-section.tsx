import { Alert, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignProgress } from '#src/contract/campaign-plan.ts';
import { Figure, Figures } from '../../parts/figure.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { CampaignStatus } from './campaign-status.tsx';

/** How far it has come, and why some got nothing. */
export function ProgressSection({ progress }: { progress: CampaignProgress }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { audience, sent, failed, unknown, skipped } = progress;
  const settled = sent + failed + unknown + skipped;
  const share = audience === 0 ? 0 : Math.min(100, (settled / audience) * 100);
  const waiting = Math.max(0, audience - settled);
  const part = (count: number) => (audience === 0 ? 0 : (count / audience) * 100);
  const skippedBy = Object.entries(progress.skippedBy).filter(([, count]) => count > 0);
  return (
    <>
      <Sheet
        title={t('campaign.settled', { done: format.number(settled), all: format.number(audience) })}
        actions={<CampaignStatus status={progress.status} />}
      >
        <Progress.Root
          size={14}
          radius="xl"
          aria-label={t('campaign.settledShare', { share: Math.floor(share) })}
        >
          <Progress.Section value={part(sent)} color="brand" />
          <Progress.Section value={part(unknown)} color="yellow" />
          <Progress.Section value={part(failed)} color="red" />
          <Progress.Section value={part(skipped)} color="gray" />
        </Progress.Root>
        {progress.pauseReason && (
          <Alert color="orange" mt="md" title={t('campaign.pausedItself')}>
            {t(`campaign.pauseReason.${progress.pauseReason}`, { defaultValue: progress.pauseReason })}
          </Alert>
        )}
      </Sheet>
      <Figures>
        <Figure label={t('campaign.count.sent')} value={format.number(sent)} tone="good" />
        <Figure label={t('campaign.count.waiting')} value={format.number(waiting)} tone="quiet" />
        <Figure
          label={t('campaign.count.unknown')}
          value={format.number(unknown)}
          tone={unknown > 0 ? 'warn' : 'quiet'}
        />
        <Figure
          label={t('campaign.count.failed')}
          value={format.number(failed)}
          tone={failed > 0 ? 'warn' : 'quiet'}
        />
        <Figure label={t('campaign.count.skipped')} value={format.number(skipped)} tone="quiet" />
      </Figures>
      <Text size="sm" c="dimmed">
        {t('campaign.unknownMeans')}
        {skippedBy.length > 0 &&
          ` ${t('campaign.skippedBy')} ${skippedBy
            .map(
              ([why, count]) =>
                `${t(`campaign.skippedWhy.${why}`, { defaultValue: why })} ${format.number(count)}`,
            )
            .join(', ')}.`}
      </Text>
    </>
  );
}
