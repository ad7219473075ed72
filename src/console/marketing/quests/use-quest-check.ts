import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type CheckedQuest, questRoutes } from '#src/contract/quests.ts';
import { call } from '../../api/call.ts';
import type { QuestDraft } from './quest-draft.ts';

const CHECK_AFTER_MS = 500;

/** What the draft lacks, asked for a moment after the last letter. */
export function useQuestCheck(draft: QuestDraft): {
  checked: CheckedQuest | undefined;
  problems: ReadonlyMap<string, string>;
} {
  const [asked] = useDebouncedValue(draft, CHECK_AFTER_MS);
  const { data } = useQuery({
    queryKey: [questRoutes.checkQuest.url, asked],
    queryFn: ({ signal }) => call(questRoutes.checkQuest, { body: { draft: asked } }, signal),
    enabled: asked.name.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const problems = useMemo(
    () => new Map((data?.problems ?? []).map(({ field, message }) => [field, message])),
    [data],
  );
  return { checked: data, problems };
}
