import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Replay } from '#src/contract/rule-replays.ts';
import type { RuleTold } from '#src/contract/rule-shapes.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { readAnew } from '../../api/read-anew.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Sheet } from '../../parts/page.tsx';
import { ReplayProgress } from './replay-progress.tsx';
import { ReplayReport } from './replay-report.tsx';

const WEEKS = [4, 8, 13, 26, 52] as const;
const LOOK_EVERY_MS = 700;

/** The draft run over the receipts of past weeks: what it would have cost and who would have won. */
export function ReplayPanel({
  ruleId,
  save,
  onLaunch,
}: {
  ruleId: string;
  save: () => Promise<RuleTold | null>;
  onLaunch: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [weeks, setWeeks] = useState<number>(8);
  const list = useQuery({
    ...reading(ruleRoutes.listReplays, { params: { ruleId } }),
    staleTime: 0,
    refetchInterval: ({ state }) => (isRunning(state.data?.replays[0]) ? LOOK_EVERY_MS : false),
  });
  const start = useWriting(ruleRoutes.startReplay, { stale: [ruleRoutes.listReplays] });
  const stop = useWriting(ruleRoutes.stopReplay, { stale: [ruleRoutes.listReplays] });
  const last = list.data?.replays[0];
  const running = isRunning(last);
  const run = async () => {
    if ((await save()) === null) return;
    start.mutate(
      { params: { ruleId }, body: { weeks } },
      { onSuccess: () => void readAnew(cache, [ruleRoutes.readRule]) },
    );
  };
  return (
    <>
      <Sheet title={t('rules.replay.title')}>
        <Text c="dimmed" mb="md">
          {t('rules.replay.text')}
        </Text>
        <Group gap="sm" align="center">
          <SegmentedControl
            aria-label={t('rules.replay.howLong')}
            data={WEEKS.map((count) => ({ value: String(count), label: String(count) }))}
            value={String(weeks)}
            onChange={(next) => setWeeks(Number(next))}
            disabled={running}
          />
          <Text size="sm" c="dimmed">
            {t('rules.replay.lastWeeks', { count: weeks })}
          </Text>
          <Button
            leftSection={<IconHistory size={18} aria-hidden />}
            loading={start.isPending}
            disabled={running}
            onClick={() => void run()}
          >
            {t('rules.replay.start')}
          </Button>
        </Group>
        <FailureNote failure={list.error ?? start.error ?? stop.error} />
        {last && running && (
          <ReplayProgress
            replay={last}
            stopping={stop.isPending}
            onStop={() => stop.mutate({ params: { ruleId, replayId: last.replayId } })}
          />
        )}
        {last?.status === 'failed' && (
          <Text mt="md" role="alert">
            {t('rules.replay.failed', { reference: last.error ?? '' })}
          </Text>
        )}
        {last?.status === 'stopped' && (
          <Text mt="md" c="dimmed">
            {t('rules.replay.stopped')}
          </Text>
        )}
      </Sheet>
      {last?.result && <ReplayReport replay={last} result={last.result} onLaunch={onLaunch} />}
    </>
  );
}

function isRunning(replay: Replay | undefined): boolean {
  return replay?.status === 'waiting' || replay?.status === 'running';
}
