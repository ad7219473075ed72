import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { type LiveQuest, questLiveRoutes } from '#src/contract/quest-live.ts';
import { reading } from '../../../api/api-queries.ts';
import { Answer } from '../../../parts/answer.tsx';
import { BackButton } from '../../../parts/back-button.tsx';
import { CountBadge } from '../../../parts/count-badge.tsx';
import { Page } from '../../../parts/page.tsx';
import css from './live.module.css';

const LOOK_EVERY_MS = 5_000;
/** What is over changes only when goods come back or photos are decided. */
const LOOK_SELDOM_MS = 60_000;

const VIEWS = ['live', 'reviews', 'players', 'results'] as const;
const COLOURS = { draft: 'gray', live: 'brand', paused: 'orange', ended: 'gray' };

/** The counts of a quest, looked at again and again for as long as the screen is open. */
function useLive(questId: string) {
  return useQuery({
    ...reading(questLiveRoutes.readLive, { params: { questId } }),
    refetchInterval: ({ state }) => (state.data?.status === 'ended' ? LOOK_SELDOM_MS : LOOK_EVERY_MS),
  });
}

/** What the screens about one quest have in common: its name, how it stands, and the way from one to the other. */
export function QuestFrame({
  questId,
  actions,
  children,
}: {
  questId: string;
  actions?: ReactNode;
  children: (live: LiveQuest) => ReactNode;
}) {
  const { t } = useTranslation();
  const live = useLive(questId);
  const { data } = live;
  return (
    <Page
      title={
        <span className={css.title}>
          {data?.name ?? t('questLive.title')}
          {data && <Badge color={COLOURS[data.status]}>{t(`questLive.status.${data.status}`)}</Badge>}
        </span>
      }
      actions={
        <>
          {actions}
          <BackButton to={`/quests/${questId}`}>{t('questLive.toQuest')}</BackButton>
        </>
      }
    >
      <nav className={css.views} aria-label={t('questLive.views')}>
        {VIEWS.map((view) => (
          <NavLink key={view} to={`/quests/${questId}/${view}`}>
            {t(`questLive.view.${view}`)}
            {view === 'reviews' && data && (
              <CountBadge
                count={data.reviews.waiting}
                label={t('questLive.review.badge', { count: data.reviews.waiting })}
              />
            )}
          </NavLink>
        ))}
      </nav>
      <Answer of={live}>{children}</Answer>
    </Page>
  );
}
