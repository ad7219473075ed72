import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditing } from './editing.ts';
import { FixWindow } from './fix-window.tsx';
import type { TaskDraft } from './quest-draft.ts';

/** Of a task in a running quest: what it asks stays, but a wrong answer can be mended; and how far that has come. */
export function FixLine({ task }: { task: TaskDraft }) {
  const { t } = useTranslation();
  const { quest } = useEditing();
  const [fixing, setFixing] = useState(false);
  const { type } = task.content.ask;
  const regrade = quest?.regrades.find(({ taskNo }) => taskNo === quest.taskNos[task.taskKey]);
  const canFix =
    (type === 'quiz' || type === 'text' || type === 'code') &&
    (quest?.status === 'live' || quest?.status === 'paused') &&
    task.taskKey in quest.taskNos;
  return (
    <>
      <Group gap="xs">
        <Text size="xs" c="dimmed">
          {t('quests.task.asked')}
        </Text>
        {canFix && (
          <Button size="compact-xs" variant="light" onClick={() => setFixing(true)}>
            {t('quests.fix.open')}
          </Button>
        )}
      </Group>
      {regrade && (
        <Text size="xs" role="status">
          {t(regrade.finishedAt === null ? 'quests.fix.going' : 'quests.fix.done', {
            judged: regrade.judged,
            gained: regrade.gained,
            lost: regrade.lost,
          })}
        </Text>
      )}
      {fixing && quest && <FixWindow quest={quest} task={task} onClose={() => setFixing(false)} />}
    </>
  );
}
