import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { SegmentShown } from '#src/contract/segments.ts';
import { useFormats } from '../../parts/formats.ts';
import css from '../rules/rules-screen.module.css';
import own from './audience.module.css';

/** What was saved, each with its sentence and how many they were. */
export function SavedSegments({ segments }: { segments: SegmentShown[] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('segments.own.title')}>
      <Text component="h2" fw={700} size="lg" mb="sm">
        {t('segments.own.title')}
      </Text>
      {segments.length === 0 ? (
        <Text c="dimmed">{t('segments.own.none')}</Text>
      ) : (
        <ul className={css.rules}>
          {segments.map((segment) => (
            <li key={segment.segmentId}>
              <SegmentCard segment={segment} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function SegmentCard({ segment }: { segment: SegmentShown }) {
  const { t } = useTranslation();
  const { number, moment } = useFormats();
  const { segmentId, name, kind, sentence, followed, members, countedAt } = segment;
  return (
    <article className={css.rule}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Link to={`/segments/${segmentId}`}>{name}</Link>
        <Group gap={6} wrap="nowrap">
          {kind === 'list' && <Badge variant="light">{t('segments.list.badge')}</Badge>}
          {followed && <Badge variant="light">{t('segments.followed.badge')}</Badge>}
        </Group>
      </Group>
      <p className={own.sentence}>
        {kind === 'list' ? t('segments.list.sentence') : (sentence ?? t('rules.condition.always_audience'))}
      </p>
      {members !== null && countedAt !== null && (
        <Text size="sm" c="dimmed">
          {t('segments.count.members', { count: members, shown: number(members) })}
          {` · ${moment(countedAt)}`}
        </Text>
      )}
    </article>
  );
}
