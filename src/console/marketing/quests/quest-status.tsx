import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListedQuest } from '#src/contract/quests.ts';

const COLOURS = {
  draft: 'gray',
  scheduled: 'blue',
  live: 'brand',
  paused: 'orange',
  over: 'gray',
  ended: 'gray',
};

/** How a quest stands; one that was launched and has not begun is scheduled. */
export function QuestStatus({
  status,
  startsAt,
  endsAt,
}: Pick<ListedQuest, 'status' | 'startsAt' | 'endsAt'>) {
  const { t } = useTranslation();
  const shown = statusNow({ status, startsAt, endsAt });
  return <Badge color={COLOURS[shown]}>{t(`quests.status.${shown}`)}</Badge>;
}

export function statusNow({
  status,
  startsAt,
  endsAt,
}: Pick<ListedQuest, 'status' | 'startsAt' | 'endsAt'>): keyof typeof COLOURS {
  if (status !== 'live') return status;
  const now = Date.now();
  if (startsAt !== null && Date.parse(startsAt) > now) return 'scheduled';
  return endsAt !== null && Date.parse(endsAt) <= now ? 'over' : 'live';
}
