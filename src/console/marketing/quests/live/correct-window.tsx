import { NumberInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PlayerFile, questPlayerRoutes } from '#src/contract/quest-players.ts';
import { questPrizeRoutes } from '#src/contract/quest-prizes.ts';
import { useWriting } from '../../../api/api-queries.ts';
import { FormWindow } from '../../../parts/form-window.tsx';

const MOST_POINTS = 1_000_000;
const MOST_REASON = 200;

/** Points of the quest by hand, with a reason that the player reads. */
export function CorrectWindow({
  questId,
  file,
  onClose,
}: {
  questId: string;
  file: PlayerFile;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [points, setPoints] = useState<number | string>('');
  const [reason, setReason] = useState('');
  const [requestKey] = useState(() => crypto.randomUUID());
  const correct = useWriting(questPrizeRoutes.correctPlayer, {
    stale: [questPlayerRoutes.readPlayer, questPlayerRoutes.listPlayers],
  });
  const isNumber = typeof points === 'number' && points !== 0;
  const send = () => {
    if (!isNumber) return;
    const params = { questId, playerId: file.playerId };
    correct.mutate({ params, body: { points, taskNo: null, reason, requestKey } }, { onSuccess: onClose });
  };
  return (
    <FormWindow
      title={t('questLive.player.correct')}
      submit={t('questLive.player.correctSubmit')}
      busy={correct.isPending}
      ready={isNumber && reason.trim().length > 2}
      failure={correct.error}
      onSubmit={send}
      onClose={onClose}
    >
      <NumberInput
        label={t('questLive.player.points')}
        description={t('questLive.player.pointsHint', { count: file.score })}
        value={points}
        onChange={setPoints}
        min={-file.score}
        max={MOST_POINTS}
        allowDecimal={false}
        data-autofocus
      />
      <Textarea
        label={t('questLive.give.why')}
        description={t('questLive.give.whyHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={MOST_REASON}
        autosize
        minRows={2}
      />
    </FormWindow>
  );
}
