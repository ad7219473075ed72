// How long a message gets for the reader with the longest, and what each messenger makes of it.
import type { OfferId } from '#src/lib/id.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import type { MessengerName } from '../../deliveries/messenger.ts';
import { readRichText, richLength } from '../../deliveries/rich-text.ts';
import type { ReadyContent } from './compile-content.ts';
import { composeCampaignMessage } from './compose-campaign-message.ts';

/** Characters without the markup: Bot API sendMessage and sendPhoto; Viber's of a text, and what is safe below a picture. */
const LIMITS: Record<MessengerName, { text: number; caption: number }> = {
  telegram: { text: 4_096, caption: 1_024 },
  viber: { text: 7_000, caption: 120 },
};
/** The longest that a member can be called (names are cut there), and more points than anybody has. */
const LONGEST_NAME = 'М'.repeat(60);
const MOST_POINTS = 9_999_999n;

export interface Weight {
  language: Language;
  messenger: MessengerName;
  length: number;
  limit: number;
  /** apart: the text follows its picture as a message of its own. cut: its end is lost. */
  outcome: 'fits' | 'apart' | 'cut';
}

/** Of each language that is read and each messenger. */
export function weighContent(ready: ReadyContent): Weight[] {
  return LANGUAGES.flatMap((language) => {
    const length = longestIn(ready, language);
    return (Object.keys(LIMITS) as MessengerName[]).map((messenger) => {
      const { text, caption } = LIMITS[messenger];
      const isApart = ready.content.pictureId !== null && length > caption;
      const outcome = length > text ? 'cut' : isApart ? 'apart' : 'fits';
      return { language, messenger, length, limit: isApart && length <= text ? caption : text, outcome };
    });
  });
}

/** Blocks are independent of one another: the longest of each makes the longest message. */
function longestIn(ready: ReadyContent, language: Language): number {
  const { blocks, slots } = ready.content;
  const titled = (slots?.pool ?? []).toSorted(
    (a, b) => lengthOf(ready, b, language) - lengthOf(ready, a, language),
  );
  const reader = {
    name: LONGEST_NAME,
    language,
    balance: MOST_POINTS,
    offers: slots ? titled.slice(0, slots.count) : null,
    facts: {
      tierKey: 'platinum',
      storeId: [...ready.known.stores].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? null,
      expiring: { points: MOST_POINTS, at: 8_640_000_000 },
      now: 0,
    },
  };
  const longest = blocks.map(({ versions }, block) => {
    const lengths = versions.map((_, version) => {
      const picked = blocks.map((_each, place) => (place === block ? version + 1 : 0));
      return richLength(readRichText(composeCampaignMessage(ready, { ...reader, picked }).text));
    });
    return Math.max(0, ...lengths);
  });
  const between = 2 * Math.max(0, longest.filter((each) => each > 0).length - 1);
  return longest.reduce((sum, each) => sum + each, between);
}

function lengthOf({ known }: ReadyContent, offerId: OfferId, language: Language): number {
  return known.offers.get(offerId)?.[language].title.length ?? 0;
}
