import { useQuery } from '@tanstack/react-query';
import { campaignResultRoutes } from '#src/contract/campaign-results.ts';
import type { Campaign } from '#src/contract/marketing.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { ResultsSheet } from './results/results-sheet.tsx';

/** It is counted every minute at the most, a first time some seconds after the launch. */
const LOOK_EVERY_MS = 30_000;
const LOOK_SOON_MS = 3_000;

/** What came of it. */
export function ResultsSection({ campaign }: { campaign: Campaign }) {
  const { campaignId } = campaign;
  const results = useQuery({
    ...reading(campaignResultRoutes.readResults, { params: { campaignId } }),
    refetchInterval: ({ state }) =>
      state.data && state.data.countedAt === null ? LOOK_SOON_MS : LOOK_EVERY_MS,
  });
  return <Answer of={results}>{(data) => <ResultsSheet results={data} />}</Answer>;
}
