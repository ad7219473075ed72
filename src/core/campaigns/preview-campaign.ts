import { LANGUAGES, type Language } from '#src/lib/language.ts';
import { noticeWords } from '../deliveries/notice-words.ts';
import type { MessagePrompt } from '../deliveries/prompt.ts';
import { type CampaignTexts, checkTexts, composeCampaignMessage } from './campaign-text.ts';

const SAMPLE_BALANCE = 1_283n;

export interface CampaignPreview {
  language: Language;
  /** No text of its own in this language: its readers get the one of another. */
  fallback: boolean;
  message: MessagePrompt;
}

/** What readers of each language would see, with an invented name and balance. Throws as checkTexts does. */
export function previewCampaign(
  texts: CampaignTexts,
  { fallback }: { fallback: Language },
): CampaignPreview[] {
  const checked = checkTexts(texts);
  return LANGUAGES.map((language) => {
    const reader = { name: noticeWords(language, 'campaign.sampleName'), balance: SAMPLE_BALANCE, language };
    return {
      language,
      fallback: checked[language] === undefined,
      message: composeCampaignMessage(checked, reader, { fallback }),
    };
  });
}
