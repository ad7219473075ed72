// What a campaign says, made ready once for a million readers: texts cut up, words of offers and stores at hand.
import type { CampaignId, OfferId, StoreId } from '#src/lib/id.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import { noticeWords } from '../../deliveries/notice-words.ts';
import { type Button, escapeRich } from '../../deliveries/prompt.ts';
import {
  type CampaignButton,
  type CampaignContent,
  type CampaignTexts,
  textIn,
} from '../campaign-content.ts';
import type { CampaignLinks } from './campaign-link.ts';
import { type PlaceName, readTextTemplate, type TemplateLine } from './text-template.ts';

/** An offer as a message shows it: `line` in the small markup, `title` for its button. */
export interface OfferLine {
  line: string;
  title: string;
}

/** What else a message names, by its id. What is missing is left out of the message. */
export interface ContentKnown {
  /** The programme's language. */
  fallback: Language;
  offers: ReadonlyMap<OfferId, Record<Language, OfferLine>>;
  stores: ReadonlyMap<StoreId, string>;
}

/** A version of a block in one language. */
export interface ReadyText {
  lines: readonly TemplateLine[];
  /** Without places: the whole as it is. */
  plain: string | null;
}

export interface ReadyButton {
  button: CampaignButton;
  label: string;
}

/** Whose buttons are counted; left out of previews and tests. */
export interface Tracked {
  campaignId: CampaignId;
  links: CampaignLinks;
}

export interface ReadyContent {
  content: CampaignContent;
  tracked: Tracked | null;
  known: ContentKnown;
  /** What the texts name of a reader besides name and balance. */
  facts: ReadonlySet<PlaceName>;
  of: Readonly<Record<Language, ReadyLanguage>>;
}

export interface ReadyLanguage {
  /** By block, then by version. */
  blocks: readonly (readonly ReadyText[])[];
  buttons: readonly ReadyButton[];
  fallbackOffers: readonly TemplateLine[];
  unsubscribe: Button;
}

const EXTRA: readonly PlaceName[] = ['tier', 'store', 'expiring', 'days'];

export function compileContent(
  content: CampaignContent,
  known: ContentKnown,
  tracked: Tracked | null = null,
): ReadyContent {
  const facts = new Set<PlaceName>();
  const ready = (texts: CampaignTexts, language: Language): ReadyText => {
    // The words around a number are those of the text's own language.
    const own = texts[language] ? language : languageOfText(texts, known.fallback);
    const { lines } = readTextTemplate(textIn(texts, language, known.fallback), own);
    for (const { pieces } of lines)
      for (const piece of pieces)
        if (typeof piece !== 'string' && EXTRA.includes(piece.place)) facts.add(piece.place);
    return { lines, plain: plainOf(lines) };
  };
  const of = (language: Language): ReadyLanguage => ({
    blocks: content.blocks.map(({ versions }) => versions.map(({ texts }) => ready(texts, language))),
    buttons: content.buttons.map((button) => ({
      button,
      label: textIn(button.label, language, known.fallback),
    })),
    fallbackOffers: ready(content.slots?.fallback ?? {}, language).lines,
    unsubscribe: { label: noticeWords(language, 'campaign.unsubscribe'), action: 'consent.off' },
  });
  return { content, tracked, known, facts, of: { uk: of('uk'), ru: of('ru'), en: of('en') } };
}

/** Which language a reader without a text of their own reads. */
function languageOfText(texts: CampaignTexts, fallback: Language): Language {
  return texts[fallback] ? fallback : (LANGUAGES.find((each) => texts[each]) ?? fallback);
}

function plainOf(lines: readonly TemplateLine[]): string | null {
  const said: string[] = [];
  for (const { pieces } of lines) {
    const [only = '', ...more] = pieces;
    if (typeof only !== 'string' || more.length > 0) return null;
    said.push(only);
  }
  return said.join('\n');
}

/** How an offer is told; `until`: its last day, null where it has no end. */
export function offerLine(title: string, until: string | null, language: Language): OfferLine {
  const name = `<b>${escapeRich(title)}</b>`;
  const end = until === null ? '' : ` ${noticeWords(language, 'campaign.offerUntil', { until })}`;
  return { title, line: name + end };
}
