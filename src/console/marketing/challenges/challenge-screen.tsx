import { Skeleton, Text } from '@mantine/core';
import {
  IconAdjustments,
  IconBasket,
  IconCalendarRepeat,
  IconCategory,
  IconCoffee,
  IconFlame,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { challengeRoutes } from '#src/contract/challenges.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { useAllLanguages } from '../../parts/use-all-languages.ts';
import { useMe } from '../../session/session-query.ts';
import css from '../rules/choose-template.module.css';
import { telling } from '../rules/told-in-language.ts';
import { ChallengeEditor } from './challenge-editor.tsx';
import { formOf } from './challenge-form.ts';
import { formOfTemplate, TEMPLATES } from './templates.ts';

/** One challenge, or a new one, which begins with a template. */
export function ChallengeScreen() {
  const { challengeId = 'new' } = useParams();
  return challengeId === 'new' ? <NewChallenge /> : <KnownChallenge challengeId={challengeId} />;
}

function KnownChallenge({ challengeId }: { challengeId: string }) {
  const me = useMe();
  const found = useQuery(telling(me, challengeRoutes.readChallenge, { params: { challengeId } }));
  const [epoch, setEpoch] = useState(0);
  return (
    <Answer of={found}>
      {(challenge) => (
        <ChallengeEditor
          key={`${challengeId} ${epoch}`}
          challenge={challenge}
          begin={formOf(challenge, me.shop.timeZone)}
          onReplaced={() => setEpoch((before) => before + 1)}
        />
      )}
    </Answer>
  );
}

function NewChallenge() {
  const { t } = useTranslation();
  const { timeZone } = useMe().shop;
  const [search] = useSearchParams();
  const isReady = useAllLanguages();
  const template = search.get('template') ?? '';
  if (!template) return <ChooseTemplate />;
  if (!isReady) return <Skeleton height={320} m="lg" />;
  const begin = formOfTemplate(template, t, timeZone);
  if (!begin) return <ChooseTemplate />;
  return <ChallengeEditor challenge={null} begin={begin} onReplaced={() => undefined} />;
}

const ICONS: Record<string, typeof IconCoffee> = {
  threeVisits: IconCalendarRepeat,
  coffeeFive: IconCoffee,
  fourCategories: IconCategory,
  spendThousand: IconBasket,
  fiveWeeks: IconFlame,
};

function ChooseTemplate() {
  const { t } = useTranslation();
  return (
    <Page title={t('challenges.new')}>
      <Text c="dimmed">{t('challenges.choose.text')}</Text>
      <ul className={css.cards} aria-label={t('challenges.choose.label')}>
        {[...TEMPLATES.map(({ key }) => key), 'none'].map((key) => {
          const Icon = ICONS[key] ?? IconAdjustments;
          return (
            <li key={key}>
              <Link
                className={css.card}
                to={`/challenges/new?template=${key}`}
                data-quiet={key === 'none' || undefined}
              >
                <Icon size={26} stroke={1.6} aria-hidden />
                <b>{t(`challenges.template.${key}.title`)}</b>
                <span>{t(`challenges.template.${key}.about`)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </Page>
  );
}
