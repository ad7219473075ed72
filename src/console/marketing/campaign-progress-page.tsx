import { Alert, Button, Progress, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Campaign, type CampaignProgress, marketingRoutes } from '#src/contract/marketing.ts';
import { keyOf, reading, useWriting } from '../api/api-queries.ts';
import { shownLanguage } from '../i18n.ts';
import { Answer } from '../parts/answer.tsx';
import { Confirmation } from '../parts/confirmation.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Figure, Figures } from '../parts/figure.tsx';
import { useFormats } from '../parts/formats.ts';
import { Page, Sheet } from '../parts/page.tsx';
import css from './campaign-editor.module.css';
import { CampaignStatus, isMoving } from './campaign-status.tsx';
import { MessagePreview } from './message-preview.tsx';

const LOOK_EVERY_MS = 1_000;

/** A launched campaign: numbers that move, and the brakes. */
export function CampaignProgressPage({ campaign }: { campaign: Campaign }) {
  const { campaignId } = campaign;
  const cache = useQueryClient();
  const progress = useQuery({
    ...reading(marketingRoutes.readProgress, { params: { campaignId } }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && !isMoving(state.data.status) ? false : LOOK_EVERY_MS),
  });
  const status = progress.data?.status ?? campaign.status;
  useEffect(() => {
    if (status === 'finished')
      void cache.invalidateQueries({ queryKey: keyOf(marketingRoutes.listCampaigns) });
  }, [status, cache]);
  return (
    <Page
      title={campaign.name}
      actions={<Brakes campaignId={campaignId} status={status} onActed={() => void progress.refetch()} />}
    >
      <div className={css.columns}>
        <div className={css.writing}>
          <Answer of={progress}>{(data) => <Numbers progress={data} />}</Answer>
        </div>
        <MessagePreview campaignId={campaignId} language={shownLanguage()} />
      </div>
    </Page>
  );
}

function Numbers({ progress }: { progress: CampaignProgress }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { audience, sent, failed, unknown, skipped, delivered, seen } = progress;
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
        <Figure label={t('campaign.count.delivered')} value={format.number(delivered)} />
        <Figure label={t('campaign.count.seen')} value={format.number(seen)} />
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

function Brakes({
  campaignId,
  status,
  onActed,
}: {
  campaignId: string;
  status: Campaign['status'];
  onActed: () => void;
}) {
  const { t } = useTranslation();
  const [stopping, setStopping] = useState(false);
  const stale = [marketingRoutes.listCampaigns, marketingRoutes.readProgress];
  const pause = useWriting(marketingRoutes.pauseCampaign, { stale });
  const resume = useWriting(marketingRoutes.resumeCampaign, { stale });
  const stop = useWriting(marketingRoutes.stopCampaign, { stale });
  const input = { params: { campaignId } };
  return (
    <>
      {isMoving(status) && (
        <Button
          variant="light"
          leftSection={<IconPlayerPause size={18} aria-hidden />}
          loading={pause.isPending}
          onClick={() => pause.mutate(input, { onSuccess: onActed })}
        >
          {t('campaign.pause')}
        </Button>
      )}
      {status === 'paused' && (
        <Button
          leftSection={<IconPlayerPlay size={18} aria-hidden />}
          loading={resume.isPending}
          onClick={() => resume.mutate(input, { onSuccess: onActed })}
        >
          {t('campaign.resume')}
        </Button>
      )}
      {(isMoving(status) || status === 'paused') && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={18} aria-hidden />}
          onClick={() => setStopping(true)}
        >
          {t('campaign.stop.open')}
        </Button>
      )}
      <FailureNote failure={pause.error ?? resume.error} />
      <Confirmation
        opened={stopping}
        title={t('campaign.stop.title')}
        confirm={t('campaign.stop.open')}
        danger
        busy={stop.isPending}
        failure={stop.error}
        onClose={() => setStopping(false)}
        onConfirm={() =>
          stop.mutate(input, {
            onSuccess: () => {
              setStopping(false);
              onActed();
            },
          })
        }
      >
        {t('campaign.stop.text')}
      </Confirmation>
    </>
  );
}
