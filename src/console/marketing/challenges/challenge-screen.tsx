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
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { challengeRoutes } from '#src/contract/challenges.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { useAllLanguages } from '../../parts/use-all-languages.ts';
import { useMe } from '../../session/session-query.ts';
import { useEditorKey } from '../newborn.ts';
import css from '../rules/choose-template.module.css';
import { telling } from '../rules/told-in-language.ts';
import { ChallengeEditor } from './challenge-editor.tsx';
import { formOf } from './challenge-form.ts';
import { formOfTemplate, TEMPLATES } from './templates.ts';

/** One challenge, or a new one, which begins with a template. */
export function ChallengeScreen() {
  const { challengeId = 'new' } = useParams();
  const [search] = useSearchParams();
  const { t } = useTranslation();
  const me = useMe();
  const { timeZone } = me.shop;
  const { key, isNew, hears } = useEditorKey(challengeId);
  const found = useQuery({
    ...telling(me, challengeRoutes.readChallenge, { params: { challengeId } }),
    enabled: !isNew,
  });
  const isReady = useAllLanguages();
  const challenge = (!isNew && found.data) || null;
  if (!isNew && !challenge) return <Answer of={found}>{() => null}</Answer>;
  const template = search.get('template');
  if (isNew && template && !isReady) return <Skeleton height={320} m="lg" />;
  const begin = challenge ? formOf(challenge, timeZone) : formOfTemplate(template ?? '', t, timeZone);
  if (!begin) return <ChooseTemplate />;
  return <ChallengeEditor key={key} challenge={challenge} begin={begin} {...hears} />;
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
