// One reader's message out of what was made ready. Called for each of a million readers: nothing is read or parsed here,
// and values are escaped as they come, so that no name acts as markup.
import { formatCounted, formatPoints } from '#src/lib/format.ts';
import type { CampaignId, OfferId, StoreId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import {
  type Button,
  escapeRich,
  type Key,
  type MessagePrompt,
  type RichText,
} from '../../deliveries/prompt.ts';
import { tierName } from '../../stores/tier-name.ts';
import type { Section } from '../campaign-content.ts';
import type { ReadyContent, ReadyLanguage, ReadyText } from './compile-content.ts';
import type { Piece, Place, TemplateLine } from './text-template.ts';

export interface CampaignReader {
  /** The number of the row, for addresses that are counted. */
  seq?: number;
  name: string;
  language: Language;
  balance: bigint;
  /** Which version of each block, from 1; 0: none. Null: the first of each. */
  picked?: readonly number[] | null;
  /** The offers in the slots, the best first. */
  offers?: readonly OfferId[] | null;
  facts?: ReaderFacts | undefined;
}

/** What only some texts ask for. */
export interface ReaderFacts {
  tierKey: string | null;
  /** Where they bought last. */
  storeId: StoreId | null;
  /** Points that end next, and the last moment of theirs; null: none do. */
  expiring: { points: bigint; at: number } | null;
  /** The moment of sending, in milliseconds. */
  now: number;
}

export interface ComposeOptions {
  keyboard?: Key[][] | undefined;
}

/** The message to one reader, with a button at its end that stops such messages for good. */
export function composeCampaignMessage(
  ready: ReadyContent,
  reader: CampaignReader,
  options: ComposeOptions = {},
): MessagePrompt {
  const said = ready.of[reader.language];
  const { pictureId } = ready.content;
  return {
    say: 'message',
    text: textOf(ready, said, reader),
    ...(pictureId !== null && { picture: { picture: 'stored' as const, pictureId } }),
    buttons: sharedOrOwn(ready, said, reader),
    ...(options.keyboard && { keyboard: options.keyboard }),
  };
}

function textOf(
  ready: ReadyContent,
  { blocks, fallbackOffers }: ReadyLanguage,
  reader: CampaignReader,
): RichText {
  const { picked } = reader;
  let text = '';
  for (let block = 0; block < blocks.length; block++) {
    const which = picked?.[block] ?? 1;
    const version = which === 0 ? undefined : blocks[block]?.[which - 1];
    if (!version) continue;
    const said = sayVersion(version, ready, fallbackOffers, reader);
    if (said !== '') text = text === '' ? said : `${text}\n\n${said}`;
  }
  return text;
}

function sayVersion(
  { plain, lines }: ReadyText,
  ready: ReadyContent,
  fallbackOffers: readonly TemplateLine[],
  reader: CampaignReader,
): string {
  if (plain !== null) return plain;
  let said = '';
  let first = true;
  for (const { pieces, needs } of lines) {
    const line = sayLine(pieces, needs, { ready, reader, fallbackOffers });
    if (line === null) continue;
    said = first ? line : `${said}\n${line}`;
    first = false;
  }
  return said;
}

interface Saying {
  ready: ReadyContent;
  reader: CampaignReader;
  fallbackOffers: readonly TemplateLine[];
}

/** Null when it needs what this reader has not. */
function sayLine(pieces: readonly Piece[], needs: TemplateLine['needs'], saying: Saying): string | null {
  let line = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') line += piece;
    else {
      const value = wordsFor(piece, saying);
      if (value === '' && needs.includes(piece.place)) return null;
      line += value;
    }
  }
  return line;
}

function wordsFor({ place, forms }: Place, { ready, reader, fallbackOffers }: Saying): string {
  const { language, facts } = reader;
  const counted = (count: bigint | number) =>
    forms ? formatCounted(count, forms, language) : formatPoints(count, language);
  switch (place) {
    case 'name':
      return escapeRich(reader.name);
    case 'balance':
      return counted(reader.balance);
    case 'expiring':
      return facts?.expiring ? counted(facts.expiring.points) : '';
    case 'days': {
      if (!facts?.expiring) return '';
      const days = Math.max(0, Math.ceil((facts.expiring.at - facts.now) / DAY_MS));
      return formatCounted(days, forms ?? DAY_WORDS[language], language);
    }
    case 'tier':
      return facts?.tierKey ? escapeRich(tierName(language, facts.tierKey)) : '';
    case 'store':
      return escapeRich((facts?.storeId && ready.known.stores.get(facts.storeId)) ?? '');
    case 'offers':
      return sayOffers(reader, ready) || sayFallback(fallbackOffers, { ready, reader, fallbackOffers: [] });
  }
}

const DAY_WORDS = {
  uk: { one: 'день', few: 'дні', many: 'днів', other: 'дня' },
  ru: { one: 'день', few: 'дня', many: 'дней', other: 'дня' },
  en: { one: 'day', other: 'days' },
} as const;

function sayOffers({ offers, language }: CampaignReader, { known }: ReadyContent): string {
  const lines = (offers ?? []).flatMap((offerId) => known.offers.get(offerId)?.[language].line ?? []);
  return lines.length === 1 ? (lines[0] ?? '') : lines.map((line) => `• ${line}`).join('\n');
}

function sayFallback(lines: readonly TemplateLine[], saying: Saying): string {
  return lines.flatMap(({ pieces, needs }) => sayLine(pieces, needs, saying) ?? []).join('\n');
}

/** By the language that all of them read. */
const shared = new WeakMap<ReadyLanguage, Button[][]>();

/** One object for all readers where none of it is a reader's own, so that a messenger writes it in its own form once. */
function sharedOrOwn(ready: ReadyContent, said: ReadyLanguage, reader: CampaignReader): Button[][] {
  const { content, tracked } = ready;
  const ownAddress = tracked !== null && content.buttons.some(({ kind }) => kind === 'open');
  if (ownAddress || content.slots !== null) return buttonsOf(ready, said, reader);
  const made = shared.get(said) ?? buttonsOf(ready, said, reader);
  shared.set(said, made);
  return made;
}

/** Offers first, each in a row of its own, then the marketer's buttons. Places count from 0, offers after the buttons. */
function buttonsOf(
  ready: ReadyContent,
  { buttons, unsubscribe }: ReadyLanguage,
  reader: CampaignReader,
): Button[][] {
  const { content, known, tracked } = ready;
  const { offers, language, seq } = reader;
  const rows: Button[][] = [];
  const press = (place: number, action: string) =>
    tracked ? pressAction(tracked.campaignId, place) : action;
  if (content.slots && offers)
    for (let slot = 0; slot < offers.length; slot++) {
      const offerId = offers[slot];
      const title = offerId && known.offers.get(offerId)?.[language].title;
      if (!title) continue;
      const action = press(buttons.length + slot, `offer.take:${offerId}`);
      rows.push([{ label: title.slice(0, LONGEST_LABEL), action, tone: 'primary' }]);
    }
  for (let place = 0; place < buttons.length; place++) {
    const { button, label } = buttons[place] ?? {};
    if (!button || !label) continue;
    if (button.kind === 'open') {
      const counted = tracked && seq !== undefined ? { campaignId: tracked.campaignId, seq, place } : null;
      rows.push([{ label, url: (counted && tracked?.links.url(counted)) ?? button.url }]);
    } else if (button.kind === 'section')
      rows.push([{ label, action: press(place, openingOf(button.section)) }]);
    else rows.push([{ label, action: press(place, `offer.take:${button.offerId}`), tone: 'primary' }]);
  }
  rows.push([unsubscribe]);
  return rows;
}

/** Which purchase is to be rated is known once somebody presses, and asked of a counted message alone. */
function openingOf(section: Section): string {
  return section === 'rate' ? 'history' : section;
}

/** What both messengers show of a label in one line. */
const LONGEST_LABEL = 60;

/** The action that a counted button is told as; see bots/dialogue/scenes/campaigns.ts. */
export function pressAction(campaignId: CampaignId, place: number): string {
  return `campaign.press:${campaignId}.${place}`;
}
