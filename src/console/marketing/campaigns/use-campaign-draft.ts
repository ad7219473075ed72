// A draft that saves itself a moment after the last letter. A new campaign is made by its first save, as soon as it has
// a name and a text. Where somebody else has changed the campaign meanwhile nothing is saved until it is said whose words
// shall stand.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { CampaignContent } from '#src/contract/campaign-content.ts';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { type CampaignPlan, campaignPlan } from '#src/contract/campaign-shape.ts';
import { type Campaign, marketingRoutes } from '#src/contract/marketing.ts';
import { ApiFailure } from '../../api/api-failure.ts';
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
  save: () => Promise<Campaign | null>;
  onChange: (change: Partial<CampaignDraft>) => void;
}

export type Editing = ReturnType<typeof useCampaignDraft>;

export function useCampaignDraft(
  campaign: Campaign | null,
  first: CampaignDraft,
  onCreated: (campaignId: string) => void,
) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => (campaign ? draftOf(campaign) : first));
  const [saved, setSaved] = useState(campaign ? JSON.stringify(draftOf(campaign)) : '');
  const [failure, setFailure] = useState<Error | null>(null);
  /** What this screen has made of the campaign. */
  const stored = useRef(campaign);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const now = JSON.stringify(draft);
  const complete = draft.name.trim() !== '' && says(draft.content);
  // Anything newer than what this screen has stored comes from somebody else.
  const isBehind =
    campaign !== null && stored.current !== null && campaign.changedAt > stored.current.changedAt;

  async function write(): Promise<Campaign | null> {
    if (!complete) return null;
    const before = stored.current;
    if (now === saved && before) return before;
    const body = { ...draft, content: finished(draft.content) };
    const next = before
      ? await call(marketingRoutes.changeCampaign, {
          params: { campaignId: before.campaignId },
          body: { ...body, changedAt: before.changedAt },
        })
      : await call(marketingRoutes.createCampaign, { body });
    stored.current = next;
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
    if (!before) {
      onCreated(next.campaignId);
      await navigate(`/campaigns/${next.campaignId}`, { replace: true });
    }
    return next;
  }

  /** Saves what there is, after any save under way. Null when there is nothing to save yet or it failed. */
  function save(): Promise<Campaign | null> {
    const saving = queue.current.then(write).then(
      (next) => {
        setFailure(null);
        return next;
      },
      (error: unknown) => {
        lookAgain(error);
        // Who was first is said in a note of its own.
        setFailure(isLate(error) ? null : error instanceof Error ? error : new Error(String(error)));
        return null;
      },
    );
    queue.current = saving;
    return saving;
  }

  const saveNow = useEffectEvent(save);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (now !== saved && !isBehind) void saveNow();
    }, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [now, saved, isBehind]);

  /** Saves what is on the screen over what somebody else has made of the campaign. */
  function saveMine(): void {
    stored.current = campaign;
    void save();
  }

  /** Looks the campaign up where `error` says that somebody else has changed it. */
  function lookAgain(error: unknown): void {
    if (isLate(error)) void readAnew(cache, [marketingRoutes.readCampaign]);
  }

  const isSaved = now === saved;
  return { draft, setDraft, save, saveMine, lookAgain, failure, complete, isSaved, isBehind };
}

/** Whether somebody else was first. */
export function isLate(error: unknown): boolean {
  return error instanceof ApiFailure && error.code === 'campaign_changed';
}

function draftOf(campaign: Campaign): CampaignDraft {
  const { name, content } = campaign;
  return { ...campaignPlan.parse(campaign), name, content };
}
