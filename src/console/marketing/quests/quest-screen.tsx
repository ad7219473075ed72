import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { questRoutes } from '#src/contract/quests.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { useEditorKey } from '../newborn.ts';
import { QuestEditor } from './quest-editor.tsx';

const LOOK_EVERY_MS = 2_000;

/** One quest while it is written; `new` has not been saved yet. */
export function QuestScreen() {
  const { questId = 'new' } = useParams();
  const { key, isNew, hears } = useEditorKey(questId);
  const read = useQuery({
    ...reading(questRoutes.readQuest, { params: { questId } }),
    enabled: !isNew,
    // What is judged anew comes to its end by itself.
    refetchInterval: ({ state }) =>
      state.data?.regrades.some(({ finishedAt }) => finishedAt === null) ? LOOK_EVERY_MS : false,
  });
  if (!isNew && !read.data)
    return (
      <Page title="">
        <Answer of={read}>{() => null}</Answer>
      </Page>
    );
  return (
    <QuestEditor
      key={key}
      quest={(!isNew && read.data) || null}
      onCreated={hears.onCreated}
      onReadAnew={() => void read.refetch().then(hears.onReplaced)}
    />
  );
}
