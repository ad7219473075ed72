// A campaign's words: one plain text a language, in which {{name}} and {{balance}} stand for the member's own.
import { formatPoints } from '#src/lib/format.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import { noticeWords } from '../deliveries/notice-words.ts';
import { escapeRich, type Key, type MessagePrompt, type RichText } from '../deliveries/prompt.ts';
import { Refusal } from '../refusal.ts';

export type CampaignTexts = Partial<Record<Language, string>>;

/** Telegram takes 4096 characters; the rest is room for names and balances. */
export const MAX_TEXT_LENGTH = 3_500;

/** The texts with blanks trimmed and empty ones left out. Throws Refusal text_missing or text_too_long. */
export function checkTexts(texts: CampaignTexts): CampaignTexts {
  const checked: CampaignTexts = {};
  for (const language of LANGUAGES) {
    const text = texts[language]?.trim() ?? '';
    if (text.length > MAX_TEXT_LENGTH)
      throw new Refusal('text_too_long', { language, maximum: MAX_TEXT_LENGTH });
    if (text !== '') checked[language] = text;
  }
  if (Object.keys(checked).length === 0) throw new Refusal('text_missing');
  return checked;
}

/** The text for a reader of `language`: their own, else the programme's, else whichever there is. */
export function textFor(texts: CampaignTexts, language: Language, fallback: Language): string {
  const wanted = [language, fallback, ...LANGUAGES];
  for (const each of wanted) {
    const text = texts[each];
    if (text) return text;
  }
  throw new Refusal('text_missing');
}

export interface CampaignReader {
  name: string;
  balance: bigint;
  language: Language;
}

/** The text filled in for one reader; nothing in it, nor in a name, acts as markup. */
export function fillText(text: string, { name, balance, language }: CampaignReader): RichText {
  const values: Record<string, string> = { name, balance: formatPoints(balance, language) };
  return escapeRich(text).replace(/\{\{\s*(name|balance)\s*\}\}/g, (_all, key: string) =>
    escapeRich(values[key] ?? ''),
  );
}

/** The message to one reader, with a button under it that ends such messages for good. */
export function composeCampaignMessage(
  texts: CampaignTexts,
  reader: CampaignReader,
  { fallback, keyboard }: { fallback: Language; keyboard?: Key[][] },
): MessagePrompt {
  return {
    say: 'message',
    text: fillText(textFor(texts, reader.language, fallback), reader),
    buttons: [[{ label: noticeWords(reader.language, 'campaign.unsubscribe'), action: 'consent.off' }]],
    ...(keyboard && { keyboard }),
  };
}
