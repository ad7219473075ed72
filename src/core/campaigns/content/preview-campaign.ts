import { LANGUAGES, type Language } from '#src/lib/language.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { noticeWords } from '../../deliveries/notice-words.ts';
import type { MessagePrompt } from '../../deliveries/prompt.ts';
import type { Block } from '../campaign-content.ts';
import type { ReadyContent } from './compile-content.ts';
import { composeCampaignMessage } from './compose-campaign-message.ts';

const SAMPLE_BALANCE = 1_283n;
const SAMPLE_EXPIRING = 120n;
const SAMPLE_DAYS = 9;

export interface CampaignPreview {
  language: Language;
  /** No text of its own in this language: its readers get the one of another. */
  fallback: boolean;
  message: MessagePrompt;
}

/** What readers of each language would see, with an invented name and balance: of each block the version for everybody. */
export function previewCampaign(ready: ReadyContent): CampaignPreview[] {
  const { blocks, slots } = ready.content;
  const picked = blocks.map(chosen);
  const storeId = [...ready.known.stores.keys()][0] ?? null;
  return LANGUAGES.map((language) => {
    const reader = {
      name: noticeWords(language, 'campaign.sampleName'),
      balance: SAMPLE_BALANCE,
      language,
      picked,
      offers: slots?.pool.slice(0, slots.count) ?? null,
      facts: {
        tierKey: 'silver',
        storeId,
        expiring: { points: SAMPLE_EXPIRING, at: SAMPLE_DAYS * DAY_MS },
        now: 0,
      },
    };
    return {
      language,
      fallback: blocks.every(({ versions }, block) => !versions[(picked[block] ?? 1) - 1]?.texts[language]),
      message: composeCampaignMessage(ready, reader),
    };
  });
}

function chosen({ versions }: Block): number {
  const forAll = versions.findIndex(({ when, variant }) => when === null && variant === null);
  return Math.max(0, forAll) + 1;
}
