// A draft that saves itself a moment after the last letter. A new campaign is made by its first save, as soon as it has
// a name and a text. Where somebody else has changed the campaign meanwhile nothing is saved until it is said whose words
// shall stand.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignContent } from '#src/contract/campaign-content.ts';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { type CampaignPlan, campaignPlan } from '#src/contract/campaign-shape.ts';
import { type Campaign, marketingRoutes } from '#src/contract/marketing.ts';
import { ApiFailure } from '../../api/api-failure.ts';
import { reading } from '../../api/api-queries.ts';
import { call } from '../../api/call.ts';
import { readAnew } from '../../api/read-anew.ts';
import { useTell } from '../../parts/tell.ts';
import { readAfter, useLastWords } from '../last-words.ts';
import { useFirstAddress } from '../newborn.ts';
import { useTellLeft } from '../tell-left.ts';
import { EMPTY_CONTENT, finished, says } from './content-draft.ts';

const SAVE_AFTER_MS = 600;
/** What is made of a stored campaign. */
const TOLD = [
  marketingRoutes.listCampaigns,
  marketingRoutes.previewCampaign,
  campaignMessageRoutes.previewForMember,
  campaignMessageRoutes.readReaders,
  campaignPlanRoutes.estimateCampaign,
];

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
  /** A change of its words, made of what they are by then: an upload may have taken its time. */
  onContent: (change: (before: CampaignContent) => CampaignContent) => void;
  /** Has `take` put other texts into the stored campaign, between saves; what is changed meanwhile is saved after it. */
  takeBlocks: (take: (stored: Campaign) => Promise<Campaign | null>) => Promise<boolean>;
}

export type Editing = ReturnType<typeof useCampaignDraft>;

export function useCampaignDraft(
  campaign: Campaign | null,
  first: CampaignDraft,
  onCreated: (campaignId: string) => void,
) {
  const { t } = useTranslation();
  const tell = useTell();
  const tellLeft = useTellLeft();
  const cache = useQueryClient();
  const settle = useFirstAddress(onCreated);
  const [begun] = useState(() => (campaign ? draftOf(campaign) : first));
  const [draft, setShown] = useState(begun);
  const [saved, setSaved] = useState(campaign && draft);
  /** The same two for a save that had to wait, or outlives the screen: what it shows and what is stored by then. */
  const latest = useRef(draft);
  const kept = useRef(saved);
  const isGone = useRef(false);
  const [failure, setFailure] = useState<Error | null>(null);
  /** Why the last save was not made; null: it was, or there was nothing to save. */
  const refused = useRef<Error | null>(null);
  /** What this screen has made of the campaign. */
  const stored = useRef(campaign);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const complete = isComplete(draft);
  const isSaved = isSame(draft, saved);
  // Anything newer than what this screen has stored comes from somebody else.
  const isBehind =
    campaign !== null && stored.current !== null && campaign.changedAt > stored.current.changedAt;

  /** What arrives after the editor was left, such as a picture, is saved as well. */
  function setDraft(change: (before: CampaignDraft) => CampaignDraft): void {
    latest.current = change(latest.current);
    setShown(latest.current);
    if (!isGone.current) return;
    if (isComplete(latest.current)) sendLast();
    else {
      const open = stored.current ? `/campaigns/${stored.current.campaignId}` : undefined;
      tell({ text: t('campaign.pictureLost'), about: open, open });
    }
  }

  async function write(): Promise<Campaign | null> {
    const mine = latest.current;
    const before = stored.current;
    if (!isComplete(mine)) return null;
    if (before && isSame(mine, kept.current)) return before;
    const body = { ...mine, content: finished(mine.content) };
    const next = before
      ? await call(marketingRoutes.changeCampaign, {
          params: { campaignId: before.campaignId },
          body: { ...body, changedAt: before.changedAt },
        })
      : await call(marketingRoutes.createCampaign, { body });
    keep(next, mine);
    if (!before) await settle(next.campaignId, `/campaigns/${next.campaignId}`);
    return next;
  }

  /** Remembers what the server has stored, and what of the screen that is. */
  function keep(next: Campaign, as: CampaignDraft): void {
    stored.current = next;
    kept.current = as;
    setSaved(as);
    cache.setQueryData(readingOf(next).queryKey, next);
    void readAnew(cache, TOLD);
  }

  /** Does one after the other; null when there is nothing to save yet or it failed. */
  function inTurn(work: () => Promise<Campaign | null>): Promise<Campaign | null> {
    const saving = queue.current.then(work).then(
      (next) => {
        refused.current = null;
        setFailure(null);
        return next;
      },
      (error: unknown) => {
        lookAgain(error);
        refused.current = error instanceof Error ? error : new Error(String(error));
        // Who was first is said in a note of its own.
        setFailure(isLate(error) ? null : refused.current);
        return null;
      },
    );
    queue.current = saving;
    return saving;
  }

  const save = () => inTurn(write);

  async function takeBlocks(take: (stored: Campaign) => Promise<Campaign | null>): Promise<boolean> {
    const taken = await inTurn(async () => {
      // What stands on the screen is kept first: only the texts are replaced.
      const before = await write();
      const next = before && (await take(before).catch(lookAgain));
      if (!next || !kept.current) return null;
      const withTheirs = ({ content, ...rest }: CampaignDraft): CampaignDraft => ({
        ...rest,
        content: { ...content, blocks: next.content.blocks },
      });
      keep(next, withTheirs(kept.current));
      setDraft(withTheirs);
      return next;
    });
    return taken !== null;
  }

  const saveNow = useEffectEvent(save);
  useEffect(() => {
    if (isSame(draft, saved) || isBehind) return;
    const timer = setTimeout(() => void saveNow(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, saved, isBehind]);

  /** Saves what the editor is left with; whoever comes back at once waits for it. */
  function sendLast(): void {
    const before = stored.current;
    const saving = save();
    void saving.then(() => {
      const open = stored.current ? `/campaigns/${stored.current.campaignId}` : undefined;
      if (refused.current) tellLeft(refused.current, { name: latest.current.name, open, retry: sendLast });
    });
    if (!before) return;
    const { queryKey } = readingOf(before);
    const read = () => call(marketingRoutes.readCampaign, { params: { campaignId: before.campaignId } });
    readAfter(cache, { queryKey, saving, read });
  }
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  useLastWords(!isSaved && (complete || draft !== begun), (isLeft) => {
    // Kept beside newer words, they stay on this screen: its note says so.
    if (isBehind || isSame(latest.current, kept.current)) return;
    if (isLeft) sendLast();
    else void save();
  });

  /** Saves what is on the screen over what somebody else has made of the campaign. */
  function saveMine(): void {
    stored.current = campaign;
    void save();
  }

  /** Looks the campaign up where `error` says that somebody else has changed it. */
  function lookAgain(error: unknown): null {
    if (isLate(error)) void readAnew(cache, [marketingRoutes.readCampaign]);
    return null;
  }

  const note = { save, saveMine, failure, complete, isSaved, isBehind };
  return { ...note, draft, setDraft, takeBlocks, lookAgain };
}

function readingOf({ campaignId }: Campaign) {
  return reading(marketingRoutes.readCampaign, { params: { campaignId } });
}

function isComplete({ name, content }: CampaignDraft): boolean {
  return name.trim() !== '' && says(content);
}

function isSame(a: CampaignDraft, b: CampaignDraft | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether somebody else was first. */
export function isLate(error: unknown): boolean {
  return error instanceof ApiFailure && error.code === 'campaign_changed';
}

function draftOf(campaign: Campaign): CampaignDraft {
  const { name, content } = campaign;
  return { ...campaignPlan.parse(campaign), name, content };
}
