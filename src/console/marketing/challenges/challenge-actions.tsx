import { Button } from '@mantine/core';
import { IconCopy, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRocket } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type ChallengeShown, challengeRoutes } from '#src/contract/challenges.ts';
import { useWriting } from '../../api/api-queries.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { STALE } from './stale.ts';

/** What can be done with it as it stands: launched, held, let go on, ended, copied. */
export function ChallengeActions({
  challenge,
  isSaved,
  onChanged,
}: {
  challenge: ChallengeShown;
  isSaved: boolean;
  onChanged: (challenge: ChallengeShown) => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'launch' | 'end' | null>(null);
  const [requestKey, setRequestKey] = useState(() => crypto.randomUUID());
  const launch = useWriting(challengeRoutes.launchChallenge, STALE);
  const pause = useWriting(challengeRoutes.pauseChallenge, STALE);
  const resume = useWriting(challengeRoutes.resumeChallenge, STALE);
  const end = useWriting(challengeRoutes.endChallenge, STALE);
  const copy = useWriting(challengeRoutes.copyChallenge, STALE);
  const { challengeId, version, status, name } = challenge;
  const asked = { params: { challengeId }, body: { version } };
  const done = {
    onSuccess: (changed: ChallengeShown) => {
      setAsking(null);
      onChanged(changed);
    },
  };
  const copied = (made: ChallengeShown) => {
    setRequestKey(crypto.randomUUID());
    void navigate(`/challenges/${made.challengeId}`);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconCopy size={18} aria-hidden />}
        loading={copy.isPending}
        onClick={() =>
          copy.mutate(
            {
              params: { challengeId },
              body: { name: t('challenges.copyName', { name }).slice(0, 100), requestKey },
            },
            { onSuccess: copied },
          )
        }
      >
        {t('challenges.copy')}
      </Button>
      {status === 'live' && (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={18} aria-hidden />}
          loading={pause.isPending}
          onClick={() => pause.mutate(asked, done)}
        >
          {t('challenges.pause')}
        </Button>
      )}
      {status === 'paused' && (
        <Button
          leftSection={<IconPlayerPlay size={18} aria-hidden />}
          loading={resume.isPending}
          onClick={() => resume.mutate(asked, done)}
        >
          {t('challenges.resume')}
        </Button>
      )}
      {(status === 'live' || status === 'paused') && (
        <Button
          variant="default"
          c="red"
          leftSection={<IconPlayerStop size={18} aria-hidden />}
          onClick={() => setAsking('end')}
        >
          {t('challenges.end')}
        </Button>
      )}
      {status === 'draft' && (
        <Button
          leftSection={<IconRocket size={18} aria-hidden />}
          disabled={!isSaved}
          onClick={() => setAsking('launch')}
        >
          {t('challenges.launch')}
        </Button>
      )}
      <FailureNote failure={pause.error ?? resume.error ?? copy.error} />
      <Confirmation
        opened={asking === 'launch'}
        title={t('challenges.launchTitle', { name })}
        confirm={t('challenges.launch')}
        busy={launch.isPending}
        failure={launch.error}
        onConfirm={() => launch.mutate(asked, done)}
        onClose={() => setAsking(null)}
      >
        {t('challenges.launchText')}
      </Confirmation>
      <Confirmation
        opened={asking === 'end'}
        title={t('challenges.endTitle', { name })}
        confirm={t('challenges.end')}
        danger
        busy={end.isPending}
        failure={end.error}
        onConfirm={() => end.mutate(asked, done)}
        onClose={() => setAsking(null)}
      >
        {t('challenges.endText')}
      </Confirmation>
    </>
  );
}
