import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PlayerFile, questPlayerRoutes } from '#src/contract/quest-players.ts';
import { MOST_WORDS } from '#src/contract/quest-reviews.ts';
import { useWriting } from '../../../api/api-queries.ts';
import { FormWindow } from '../../../parts/form-window.tsx';

/** Counts a task by hand, or takes back that it was done, with a reason that the player reads. */
export function GiveWindow({
  questId,
  playerId,
  task,
  verdict,
  onClose,
}: {
  questId: string;
  playerId: string;
  task: PlayerFile['tasks'][number];
  verdict: 'right' | 'withdrawn';
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [requestKey] = useState(() => crypto.randomUUID());
  const give = useWriting(questPlayerRoutes.giveTask, {
    stale: [questPlayerRoutes.readPlayer, questPlayerRoutes.listPlayers],
  });
  const params = { questId, playerId, taskNo: String(task.taskNo) };
  return (
    <FormWindow
      title={t(`questLive.give.title.${verdict}`, { task: task.title })}
      submit={t(`questLive.give.submit.${verdict}`)}
      busy={give.isPending}
      ready={reason.trim().length > 2}
      failure={give.error}
      onSubmit={() => give.mutate({ params, body: { verdict, reason, requestKey } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Textarea
        label={t('questLive.give.why')}
        description={t('questLive.give.whyHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={MOST_WORDS}
        autosize
        minRows={2}
        data-autofocus
      />
    </FormWindow>
  );
}
