// A draft that saves itself a moment after the last letter. A new campaign is made by its first save, as soon as it has
// a name and a text.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { CampaignContent } from '#src/contract/campaign-content.ts';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { type CampaignPlan, campaignPlan } from '#src/contract/campaign-shape.ts';
import { type Campaign, marketingRoutes } from '#src/contract/marketing.ts';
import { reading } from '../../api/api-queries.ts';
import { call } from '../../api/call.ts';
import { readAnew } from '../../api/read-anew.ts';
import { EMPTY_CONTENT, finished, says } from './content-draft.ts';

const SAVE_AFTER_MS = 600;

/** Everything that its author can still change. */
export interface CampaignDraft extends CampaignPlan {
  name: string;
  content: CampaignContent;
}

export const EMPTY_DRAFT: CampaignDraft = {
  name: '',
  content: EMPTY_CONTENT,
  audienceWhere: null,
  controlPercent: 10,
  variants: [{ key: 'A', share: 100 }],
  sendMode: 'now',
  patienceHours: 24,
  sendFrom: null,
  sendUntil: null,
  priority: 2,
  topics: [],
  steps: [],
  stopOn: ['clicked', 'wrote', 'bought'],
  smsTexts: null,
};

/** What each section of the editor is given. */
export interface Section {
  /** Null until it has been saved for the first time. */
  campaignId: string | null;
  draft: CampaignDraft;
  /** Saves what there is; null when there is nothing to save yet or it failed. */
  save: () => Promise<string | null>;
  onChange: (change: Partial<CampaignDraft>) => void;
}

export type Editing = ReturnType<typeof useCampaignDraft>;

export function useCampaignDraft(campaign: Campaign | null, first: CampaignDraft) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => (campaign ? draftOf(campaign) : first));
  const [saved, setSaved] = useState(campaign ? JSON.stringify(draftOf(campaign)) : '');
  const [failure, setFailure] = useState<Error | null>(null);
  const campaignId = useRef(campaign?.campaignId ?? null);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const now = JSON.stringify(draft);
  const complete = draft.name.trim() !== '' && says(draft.content);

  async function write(): Promise<string | null> {
    if (!complete) return null;
    if (now === saved && campaignId.current) return campaignId.current;
    const body = { ...draft, content: finished(draft.content) };
    const id = campaignId.current;
    const next = id
      ? await call(marketingRoutes.changeCampaign, { params: { campaignId: id }, body })
      : await call(marketingRoutes.createCampaign, { body });
    campaignId.current = next.campaignId;
    setSaved(now);
    cache.setQueryData(
      reading(marketingRoutes.readCampaign, { params: { campaignId: next.campaignId } }).queryKey,
      next,
    );
    void readAnew(cache, [
      marketingRoutes.listCampaigns,
      marketingRoutes.previewCampaign,
      campaignMessageRoutes.previewForMember,
      campaignMessageRoutes.readReaders,
      campaignPlanRoutes.estimateCampaign,
    ]);
    if (!id) await navigate(`/campaigns/${next.campaignId}`, { replace: true });
    return next.campaignId;
  }

  /** Saves what there is, after any save under way. Null when there is nothing to save yet or it failed. */
  function save(): Promise<string | null> {
    const saving = queue.current.then(write).then(
      (id) => {
        setFailure(null);
        return id;
      },
      (error: unknown) => {
        setFailure(error instanceof Error ? error : new Error(String(error)));
        return null;
      },
    );
    queue.current = saving;
    return saving;
  }

  const saveNow = useEffectEvent(save);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (now !== saved) void saveNow();
    }, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [now, saved]);

  return { draft, setDraft, save, failure, complete, isSaved: now === saved };
}

function draftOf(campaign: Campaign): CampaignDraft {
  const { name, content } = campaign;
  return { ...campaignPlan.parse(campaign), name, content };
}
