// RichText in Viber's marks: *bold*, _italic_, ~struck~. Viber has no way to escape a mark, so a mark that a value brings along
// is written as a sign that looks alike wherever it could open or close something.
import type { RichText } from '#src/core/deliveries/prompt.ts';
import { cutRichText, type RichSpan, readRichText } from '#src/core/deliveries/rich-text.ts';

/** Characters of a text message, and what is safe for a picture's caption: sources tell 120 and 512. */
export const TEXT_LIMIT = 7_000;
export const CAPTION_LIMIT = 120;

const LOOKALIKE: Record<string, string> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };
/** A mark between letters or digits does nothing, and an address must stay what it is. */
const ADDRESS_OR_MARK = /https?:\/\/\S+|(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])/gu;

/** The text, cut to 7,000 characters with its marks. */
export function renderText(text: RichText): string {
  const spans = readRichText(text);
  for (let limit = TEXT_LIMIT; ; limit -= 200) {
    const rendered = cutRichText(spans, limit).map(renderSpan).join('');
    if (rendered.length <= TEXT_LIMIT) return rendered;
  }
}

function renderSpan(span: RichSpan): string {
  const text = span.text.replaceAll(ADDRESS_OR_MARK, (found) => LOOKALIKE[found] ?? found);
  const marked = mark(mark(mark(text, span.struck, '~'), span.italic, '_'), span.bold, '*');
  if (span.href === undefined || span.href === span.text) return marked;
  return `${marked} (${span.href})`;
}

/** Marks hold within one line and only right at a word, so each line is marked by itself, inside its spaces. */
function mark(text: string, wanted: boolean, sign: string): string {
  return wanted ? text.replaceAll(/\S(?:[^\n]*\S)?/g, (words) => `${sign}${words}${sign}`) : text;
}
