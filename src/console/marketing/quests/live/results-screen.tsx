import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { LiveQuest } from '#src/contract/quest-live.ts';
import { questResultRoutes } from '#src/contract/quest-results.ts';
import { reading } from '../../../api/api-queries.ts';
import { Answer } from '../../../parts/answer.tsx';
import { QuestFrame } from './quest-frame.tsx';
import { QuestFunnel } from './quest-funnel.tsx';
import { QuestResult } from './quest-result.tsx';

const LOOK_EVERY_MS = 30_000;

/** What a quest has brought, how far its players came, and which tasks they like. */
export function ResultsScreen() {
  const { questId = '' } = useParams();
  return <QuestFrame questId={questId}>{(live) => <Results live={live} />}</QuestFrame>;
}

function Results({ live }: { live: LiveQuest }) {
  const params = { questId: live.questId };
  const results = useQuery({
    ...reading(questResultRoutes.readResults, { params }),
    refetchInterval: LOOK_EVERY_MS,
  });
  const funnel = useQuery({
    ...reading(questResultRoutes.readFunnel, { params }),
    refetchInterval: LOOK_EVERY_MS,
  });
  return (
    <>
      <Answer of={results}>{(data) => <QuestResult questId={live.questId} results={data} />}</Answer>
      <Answer of={funnel}>{(data) => <QuestFunnel funnel={data} />}</Answer>
    </>
  );
}
