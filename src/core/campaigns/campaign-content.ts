// What a campaign says: blocks of text, each in versions for different readers, a picture, buttons, and slots that hold
// each reader's own offers. The simplest campaign is one block with one version.
import type { OfferId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { Condition } from '../rules/condition.ts';

export type CampaignTexts = Partial<Record<Language, string>>;

/** Of the versions of a block a reader gets the first that fits. */
export interface Version {
  /** For whom; null: for everybody. */
  when: Condition | null;
  /** For those of one variant, by its key; null: for all of them. */
  variant: string | null;
  texts: CampaignTexts;
}

export interface Block {
  /** For the staff, such as the column of a spreadsheet. */
  name: string;
  versions: Version[];
}

export type CampaignButton =
  /** Takes one offer, the same for everybody. */
  | { kind: 'offer'; label: CampaignTexts; offerId: OfferId }
  /** Opens an address (https); who has opened it is counted. */
  | { kind: 'open'; label: CampaignTexts; url: string }
  /** Opens a part of the chat. */
  | { kind: 'section'; label: CampaignTexts; section: Section };

/** Parts of the chat by the action that opens them; `rate` asks for stars for the last purchase. */
export const SECTIONS = [
  'card',
  'balance',
  'offers',
  'rewards',
  'favourites',
  'quests',
  'friends',
  'history',
  'rate',
] as const;
export type Section = (typeof SECTIONS)[number];

/** Each reader's own best offers, shown where a text says {{offers}}, each with a button that takes it. */
export interface OfferSlots {
  /** What they are chosen from. */
  pool: OfferId[];
  /** How many of them, at most. */
  count: number;
  /** What stands there for whom nothing fits; empty: the line is left out. */
  fallback: CampaignTexts;
}

export interface CampaignContent {
  blocks: Block[];
  pictureId: string | null;
  buttons: CampaignButton[];
  slots: OfferSlots | null;
}

/** One text for everybody. */
export function contentOf(texts: CampaignTexts): CampaignContent {
  return {
    blocks: [{ name: '', versions: [{ when: null, variant: null, texts }] }],
    pictureId: null,
    buttons: [],
    slots: null,
  };
}

/** Whether every reader gets the first version of each block, so that nothing has to be chosen. */
export function isForAll({ blocks }: CampaignContent): boolean {
  return blocks.every(({ versions: [first] }) => first?.when === null && first.variant === null);
}

/** A text in a language, else in the programme's, else in whichever there is; empty when there is none. */
export function textIn(texts: CampaignTexts, language: Language, fallback: Language): string {
  return texts[language] || texts[fallback] || texts.uk || texts.en || texts.ru || '';
}
