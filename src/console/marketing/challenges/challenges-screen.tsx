import { Button, Group, Image, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type ChallengeShown, challengeRoutes } from '#src/contract/challenges.ts';
import { picturePath } from '#src/contract/pictures.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { RuleStatus } from '../rules/rule-status.tsx';
import css from '../rules/rules-screen.module.css';
import { telling } from '../rules/told-in-language.ts';
import { useChallengeWords } from './challenge-words.ts';

const LOOK_EVERY_MS = 15_000;

/** Every challenge with what it asks, what it gives and how it goes. */
export function ChallengesScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const list = useQuery({
    ...telling(me, challengeRoutes.listChallenges, {}),
    refetchInterval: LOOK_EVERY_MS,
  });
  return (
    <Page
      title={t('nav.challenges')}
      actions={
        <Button component={Link} to="/challenges/new" leftSection={<IconPlus size={18} aria-hidden />}>
          {t('challenges.new')}
        </Button>
      }
    >
      <Answer of={list}>{({ challenges }) => <ChallengeList challenges={challenges} />}</Answer>
    </Page>
  );
}

function ChallengeList({ challenges }: { challenges: ChallengeShown[] }) {
  const { t } = useTranslation();
  if (challenges.length === 0)
    return (
      <EmptyState title={t('challenges.empty.title')} text={t('challenges.empty.text')}>
        <Button component={Link} to="/challenges/new">
          {t('challenges.new')}
        </Button>
      </EmptyState>
    );
  return (
    <ul className={css.rules} aria-label={t('nav.challenges')}>
      {challenges.map((challenge) => (
        <li key={challenge.challengeId}>
          <ChallengeCard challenge={challenge} />
        </li>
      ))}
    </ul>
  );
}

function ChallengeCard({ challenge }: { challenge: ChallengeShown }) {
  const { t } = useTranslation();
  const { number, day } = useFormats();
  const { stageWords } = useChallengeWords();
  const { challengeId, name, status, pictureId, sentence, startsAt, endsAt, numbers, stages } = challenge;
  const last = endsAt && new Date(Date.parse(endsAt) - 1).toISOString();
  return (
    <article className={css.rule} data-quiet={status === 'ended' || undefined}>
      <Group wrap="nowrap" align="flex-start" gap="md">
        {pictureId && <Image src={picturePath(pictureId)} alt="" w={96} radius="md" />}
        <div style={{ flex: 1, minWidth: 0, display: 'grid', gap: 6 }}>
          <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <Link to={`/challenges/${challengeId}`}>{name}</Link>
            <RuleStatus status={status} />
          </Group>
          <p>{stages.map((stage) => stageWords(challenge.goal, stage)).join('; ')}</p>
          {sentence && (
            <Text size="sm" c="dimmed">
              {t('challenges.counts', { sentence })}
            </Text>
          )}
          <Text size="sm" c="dimmed">
            {last
              ? t('challenges.days', { from: day(startsAt), until: day(last) })
              : t('challenges.from', { from: day(startsAt) })}
            {status !== 'draft' &&
              ` · ${t('challenges.progress', {
                accepted: number(numbers.accepted),
                chosen: number(numbers.chosen),
                reached: number(numbers.reachedLast),
              })}`}
          </Text>
        </div>
      </Group>
    </article>
  );
}
