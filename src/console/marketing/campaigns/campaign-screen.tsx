import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { useEditorKey } from '../newborn.ts';
import { CampaignEditor } from './campaign-editor.tsx';
import { CampaignProgressPage } from './campaign-progress-page.tsx';

/** One campaign: its draft until it is launched, its numbers from then on. `new` has not been saved yet. */
export function CampaignScreen() {
  const { campaignId = 'new' } = useParams();
  const { key, isNew, hears } = useEditorKey(campaignId);
  const read = useQuery({
    ...reading(marketingRoutes.readCampaign, { params: { campaignId } }),
    enabled: !isNew,
  });
  if (!isNew && !read.data) {
    return (
      <Page title="">
        <Answer of={read}>{() => null}</Answer>
      </Page>
    );
  }
  if (read.data && read.data.status !== 'draft') return <CampaignProgressPage campaign={read.data} />;
  return <CampaignEditor key={key} campaign={(!isNew && read.data) || null} {...hears} />;
}
