import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { questRoutes } from '#src/contract/quests.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { QuestEditor } from './quest-editor.tsx';

const LOOK_EVERY_MS = 2_000;

/** One quest while it is written; `new` has not been saved yet. */
export function QuestScreen() {
  const { questId = 'new' } = useParams();
  const isNew = questId === 'new';
  // A new quest gets its address while its author goes on: the same editor stays.
  const [born, setBorn] = useState<string | null>(null);
  const [epoch, setEpoch] = useState(0);
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
      key={`${isNew || questId === born ? 'new' : questId} ${epoch}`}
      quest={(!isNew && read.data) || null}
      onCreated={setBorn}
      onReadAnew={() => void read.refetch().then(() => setEpoch((before) => before + 1))}
    />
  );
}
