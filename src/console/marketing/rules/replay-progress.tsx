import { Button, Group, Progress, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Replay } from '#src/contract/rule-replays.ts';
import { useFormats } from '../../parts/formats.ts';

/** How far a replay has come, and the brake. */
export function ReplayProgress({
  replay,
  stopping,
  onStop,
}: {
  replay: Replay;
  stopping: boolean;
  onStop: () => void;
}) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { receiptsDone: done, receiptsAll: all } = replay;
  return (
    <Group mt="md" gap="md" wrap="nowrap">
      <div style={{ flex: 1, minWidth: 0 }}>
        <Progress
          value={all ? (done / all) * 100 : 3}
          animated
          size={10}
          radius="xl"
          aria-label={t('rules.replay.progressLabel')}
        />
        <Text size="sm" c="dimmed" mt={4}>
          {all === null
            ? t('rules.replay.waiting')
            : t('rules.replay.progress', { done: number(done), all: number(all) })}
        </Text>
      </div>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={18} aria-hidden />}
        loading={stopping}
        onClick={onStop}
      >
        {t('rules.replay.stop')}
      </Button>
    </Group>
  );
}
