import { Anchor, Button, Drawer, Group, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { challengeLiveRoutes, type TakerHistory } from '#src/contract/challenge-live.ts';
import type { ChallengeShown } from '#src/contract/challenges.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { symbolOf, useFormats } from '../../parts/formats.ts';
import { useMe } from '../../session/session-query.ts';
import { useChallengeWords } from './challenge-words.ts';
import own from './challenges.module.css';

const STALE = {
  stale: [challengeLiveRoutes.readTaker, challengeLiveRoutes.findTakers, challengeLiveRoutes.readStatistics],
};

/** One who takes part: periods, privileges, everything that has moved them, and a correction. */
export function TakerWindow({
  challenge,
  memberId,
  onClose,
}: {
  challenge: ChallengeShown;
  memberId: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { challengeId } = challenge;
  const found = useQuery(reading(challengeLiveRoutes.readTaker, { params: { challengeId, memberId } }));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={found.data?.taker.name ?? t('challenges.tab.members')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Answer of={found}>
        {(history) => (
          <Stack>
            <Group justify="space-between">
              <Text c="dimmed">{t(`challenges.taker.${history.taker.status}`)}</Text>
              <Anchor component={Link} to={`/members/${memberId}`}>
                {t('challenges.takers.page')}
              </Anchor>
            </Group>
            <Gains challenge={challenge} history={history} />
            {history.taker.status === 'accepted' && <Correction challenge={challenge} memberId={memberId} />}
            <Moves challenge={challenge} history={history} />
          </Stack>
        )}
      </Answer>
    </Drawer>
  );
}

function Gains({ challenge, history }: { challenge: ChallengeShown; history: TakerHistory }) {
  const { t } = useTranslation();
  const { day } = useFormats();
  const { amountWords } = useChallengeWords();
  const recurs = challenge.recurs !== null;
  return (
    <section>
      <Title order={3} size="h5" mb={6}>
        {t('challenges.takers.progress')}
      </Title>
      {history.periods.length === 0 && <Text c="dimmed">{t('challenges.takers.nothing')}</Text>}
      <ul className={own.moves}>
        {history.periods.map(({ periodNo, progress }) => (
          <li key={periodNo}>
            <span>
              {recurs && `${t('challenges.period', { number: periodNo })}: `}
              {amountWords(challenge.goal, progress)}
            </span>
            {history.gains
              .filter((gain) => gain.periodNo === periodNo)
              .map((gain) => (
                <Text span size="sm" c="dimmed" key={gain.stageNo}>
                  {challenge.stages.find(({ stageNo }) => stageNo === gain.stageNo)?.prizeName}
                  {` · ${t(`challenges.gain.${gain.status}`)} · `}
                  {day(
                    gain.takenAt ??
                      gain.givenAt ??
                      (gain.status === 'waiting' ? gain.readyAt : gain.reachedAt),
                  )}
                </Text>
              ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Correction({ challenge, memberId }: { challenge: ChallengeShown; memberId: string }) {
  const { t } = useTranslation();
  const { moneyCurrency } = useMe().shop;
  const isSum = challenge.goal.kind === 'sum';
  const [by, setBy] = useState<number | ''>('');
  const [reason, setReason] = useState('');
  const [requestKey, setRequestKey] = useState(() => crypto.randomUUID());
  const correct = useWriting(challengeLiveRoutes.correctTaker, STALE);
  const ready = by !== '' && by !== 0 && reason.trim() !== '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready) return;
    correct.mutate(
      {
        params: { challengeId: challenge.challengeId, memberId },
        body: { by: isSum ? Math.round(by * 100) : by, reason: reason.trim(), requestKey },
      },
      {
        onSuccess: () => {
          setBy('');
          setReason('');
          setRequestKey(crypto.randomUUID());
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className={own.stage}>
      <Stack gap="sm">
        <Title order={3} size="h5">
          {t('challenges.correct.title')}
        </Title>
        <Group align="end" gap="sm">
          <NumberInput
            label={t('challenges.correct.by')}
            description={t('challenges.correct.hint')}
            value={by}
            allowDecimal={isSum}
            suffix={isSum ? ` ${symbolOf(moneyCurrency)}` : ''}
            flex="1 1 140px"
            onChange={(value) => setBy(typeof value === 'number' ? value : '')}
          />
          <TextInput
            label={t('challenges.correct.reason')}
            value={reason}
            maxLength={200}
            flex="2 1 200px"
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={!ready} loading={correct.isPending}>
            {t('challenges.correct.submit')}
          </Button>
        </Group>
        <FailureNote failure={correct.error} />
      </Stack>
    </form>
  );
}

function Moves({ challenge, history }: { challenge: ChallengeShown; history: TakerHistory }) {
  const { t } = useTranslation();
  const { moment } = useFormats();
  const { amountWords } = useChallengeWords();
  if (history.moves.length === 0) return null;
  return (
    <section>
      <Title order={3} size="h5" mb={6}>
        {t('challenges.takers.moves')}
      </Title>
      <ul className={own.moves}>
        {history.moves.map(({ moveId, because, before, after, movedAt, reason, movedBy }) => (
          <li key={moveId}>
            <span>
              {t(`challenges.because.${because}`)}: {amountWords(challenge.goal, before)} →{' '}
              <b>{amountWords(challenge.goal, after)}</b>
            </span>
            <Text span size="sm" c="dimmed">
              {moment(movedAt)}
              {movedBy && ` · ${movedBy}`}
              {reason && ` · ${reason}`}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
