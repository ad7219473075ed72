import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { CampaignEditor } from './campaign-editor.tsx';
import { CampaignProgressPage } from './campaign-progress-page.tsx';

/** One campaign: its draft until it is launched, its numbers from then on. `new` has not been saved yet. */
export function CampaignScreen() {
  const { campaignId = 'new' } = useParams();
  const isNew = campaignId === 'new';
  const read = useQuery({
    ...reading(marketingRoutes.readCampaign, { params: { campaignId } }),
    enabled: !isNew,
  });
  // A new campaign gets its address while its author goes on typing: the same editor stays.
  const [born, setBorn] = useState<string | null>(null);
  const [epoch, setEpoch] = useState(0);
  if (!isNew && !read.data) {
    return (
      <Page title="">
        <Answer of={read}>{() => null}</Answer>
      </Page>
    );
  }
  if (read.data && read.data.status !== 'draft') return <CampaignProgressPage campaign={read.data} />;
  return (
    <CampaignEditor
      key={`${isNew || campaignId === born ? 'new' : campaignId} ${epoch}`}
      campaign={(!isNew && read.data) || null}
      onCreated={setBorn}
      onReplaced={() => setEpoch((before) => before + 1)}
    />
  );
}
