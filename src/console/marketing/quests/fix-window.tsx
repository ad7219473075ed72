import { Checkbox, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { questFixRoutes } from '#src/contract/quest-fix.ts';
import { type QuestShown, questRoutes } from '#src/contract/quests.ts';
import { useWriting } from '../../api/api-queries.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { FormWindow } from '../../parts/form-window.tsx';
import { AskFields } from './ask-fields.tsx';
import { EditingContext, inWords, useEditing } from './editing.ts';
import type { TaskDraft } from './quest-draft.ts';

const WEIGH_AFTER_MS = 400;

/** Mends what is right, and says beforehand for how many players that changes something. */
export function FixWindow({
  quest,
  task,
  onClose,
}: {
  quest: QuestShown;
  task: TaskDraft;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const editing = useEditing();
  const [ask, setAsk] = useState(task.content.ask);
  const [takesBack, setTakesBack] = useState(false);
  const [asked] = useDebouncedValue(ask, WEIGH_AFTER_MS);
  const params = { questId: quest.questId, taskKey: task.taskKey };
  const weighed = useQuery({
    queryKey: [questFixRoutes.weighFix.url, params, asked],
    queryFn: ({ signal }) => call(questFixRoutes.weighFix, { params, body: { ask: asked } }, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const fix = useWriting(questFixRoutes.fixTask, { stale: [questRoutes.listQuests] });
  const submit = async () => {
    // Words that were changed beside it are kept first: the fix is written over what is stored.
    const saved = await editing.save();
    if (!saved) return;
    fix.mutate(
      { params, body: { version: saved.version, ask, takesBack } },
      {
        onSuccess: (next) => {
          editing.load(next);
          onClose();
        },
      },
    );
  };
  const { data } = weighed;
  // What is said is about what is on the screen now: a fix cannot be taken back.
  const told = same(asked, ask) && !weighed.isPlaceholderData && !weighed.isFetching && !weighed.error;
  return (
    <FormWindow
      title={t('quests.fix.title', { name: inWords(task.content.titles, editing.language) })}
      submit={t('quests.fix.submit')}
      busy={fix.isPending}
      ready={told && !same(ask, task.content.ask)}
      failure={fix.error}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <EditingContext value={{ ...editing, launched: false, problems: new Map() }}>
        <AskFields ask={ask} path="ask" onChange={setAsk} />
      </EditingContext>
      <FailureNote failure={weighed.error} />
      {data && !weighed.error && (
        <Stack gap={4} role="status" aria-busy={!told} c={told ? undefined : 'dimmed'}>
          <Text size="sm">{t('quests.fix.weighed', { count: data.attempts, changed: data.changed })}</Text>
          <Text size="sm">{t('quests.fix.gain', { count: data.gain })}</Text>
          <Text size="sm">{t('quests.fix.lose', { count: data.lose })}</Text>
        </Stack>
      )}
      <Checkbox
        label={t('quests.fix.takesBack')}
        description={t('quests.fix.takesBackHint')}
        checked={takesBack}
        onChange={(event) => setTakesBack(event.currentTarget.checked)}
      />
    </FormWindow>
  );
}

function same(one: TaskDraft['content']['ask'], other: TaskDraft['content']['ask']): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
