import { Alert, Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { LiveQuest } from '#src/contract/quest-live.ts';
import { useFormats } from '../../../parts/formats.ts';
import css from './live.module.css';

/** Tasks in which so many agree on one wrong answer that the right one may be written wrongly; nothing where there are none. */
export function SuspectTasks({ live }: { live: LiveQuest }) {
  const { t } = useTranslation();
  const format = useFormats();
  const suspects = live.tasks.filter(({ suspect }) => suspect);
  if (suspects.length === 0) return null;
  return (
    <Alert
      color="orange"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('questLive.suspect.title', { count: suspects.length })}
    >
      <ul className={css.suspects}>
        {suspects.map(({ taskNo, taskKey, title, topWrong: [most], done }) => (
          <li key={taskNo}>
            <b>{title}</b>
            {': '}
            {t('questLive.suspect.says', {
              said: most?.said ?? '',
              wrong: format.number(most?.count ?? 0),
              right: format.number(done),
            })}{' '}
            <Anchor
              component={Link}
              to={`/quests/${live.questId}?task=${encodeURIComponent(taskKey)}`}
              size="sm"
            >
              {t('questLive.suspect.fix')}
            </Anchor>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
