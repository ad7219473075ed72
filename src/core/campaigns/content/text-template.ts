// A marketer's text, read once: plain lines with places for the reader's own words. `{{balance}}` is the balance with its
// word, `{{balance, зірка|зірки|зірок}}` the same with a word of the marketer's in the right plural, and so is any number:
// `{{3, день|дні|днів}}`. *Bold*, _italic_ and ~struck~ are marks as in the messengers. Nothing else acts as markup.
import { formatCounted } from '#src/lib/format.ts';
import type { ProblemKey, Values } from '#src/lib/i18n.ts';
import type { Language } from '#src/lib/language.ts';
import { escapeRich } from '../../deliveries/prompt.ts';

/** `expiring`: points that end next; `days`: in how many days they do. */
export const PLACES = ['name', 'balance', 'tier', 'store', 'expiring', 'days', 'offers'] as const;
export type PlaceName = (typeof PLACES)[number];

const COUNTED: ReadonlySet<string> = new Set<PlaceName>(['balance', 'expiring', 'days']);
/** What somebody may have none of: a line that needs it is left out for them. */
const OPTIONAL: ReadonlySet<string> = new Set<PlaceName>(['tier', 'store', 'expiring', 'days', 'offers']);
const MOST_NUMBER = 1_000_000_000;

export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export interface Place {
  place: PlaceName;
  /** The word after a number; null: the word of the programme. */
  forms: PluralForms | null;
}

/** Markup and words as they are, or a place. */
export type Piece = string | Place;

export interface TemplateLine {
  pieces: Piece[];
  /** Places without which the line is left out. */
  needs: PlaceName[];
}

export interface TemplateProblem {
  problem: ProblemKey;
  values: Values;
}

export interface TextTemplate {
  lines: TemplateLine[];
  problems: TemplateProblem[];
}

const PLACE = /\{\{([^{}\n]*)\}\}/g;
const MARKS = [
  [/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*?\S)\*(?![\p{L}\p{N}*])/gu, 'b'],
  [/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*?\S)_(?![\p{L}\p{N}_])/gu, 'i'],
  [/(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*?\S)~(?![\p{L}\p{N}~])/gu, 's'],
] as const;

/** The lines of a text, and what is wrong with its places. */
export function readTextTemplate(text: string, language: Language): TextTemplate {
  const problems: TemplateProblem[] = [];
  const lines = text.split('\n').map((line) => readLine(line, language, problems));
  return { lines, problems };
}

function readLine(line: string, language: Language, problems: TemplateProblem[]): TemplateLine {
  const pieces: Piece[] = [];
  const add = (piece: Piece) => {
    const last = pieces.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + piece;
    else if (piece !== '') pieces.push(piece);
  };
  // Addresses and places may hold signs that are no marks of the text.
  const kept: string[] = [];
  const keep = (found: string) => `${KEPT}${kept.push(found) - 1}${KEPT}`;
  const marked = mark(escapeRich(line.replaceAll(KEPT, '').replace(PLACE, keep).replace(ADDRESS, keep)));
  for (const [index, part] of marked.split(KEPT).entries()) {
    const found = index % 2 === 1 ? kept[Number(part)] : undefined;
    if (found === undefined) add(part);
    else if (found.startsWith('{{')) add(readPlace(found, language, problems));
    else add(escapeRich(found));
  }
  const plain = pieces.filter((piece) => typeof piece === 'string').join('');
  if (plain.includes('{{') || plain.includes('}}'))
    problems.push({ problem: 'campaign.openPlace', values: { example: '{{name}}' } });
  const needs = pieces.flatMap((piece) =>
    typeof piece !== 'string' && OPTIONAL.has(piece.place) ? [piece.place] : [],
  );
  return { pieces, needs };
}

/** A sign that no text has (Unicode, 23.5: private use). */
const KEPT = '\uE000';
const ADDRESS = /https?:\/\/[^\s\uE000]+/g;

function mark(escaped: string): string {
  let marked = escaped;
  for (const [sign, tag] of MARKS) marked = marked.replace(sign, `<${tag}>$1</${tag}>`);
  return marked;
}

function readPlace(written: string, language: Language, problems: TemplateProblem[]): Piece {
  const inside = written.slice(2, -2);
  const comma = inside.indexOf(',');
  const what = (comma < 0 ? inside : inside.slice(0, comma)).trim();
  const words = comma < 0 ? null : inside.slice(comma + 1);
  const number = /^\d[\d\s]*$/.test(what) ? Number(what.replaceAll(/\s/g, '')) : null;
  const name = PLACES.find((each) => each === what);
  const refuse = (problem: ProblemKey, values: Values): string => {
    problems.push({ problem, values: { place: written.slice(0, 60), ...values } });
    return '';
  };
  if (name === undefined && (number === null || number > MOST_NUMBER))
    return refuse('campaign.unknownPlace', { known: PLACES.map((each) => `{{${each}}}`).join(', ') });
  if (words === null) return name ? { place: name, forms: null } : (number ?? 0).toString();
  if (name && !COUNTED.has(name)) return refuse('campaign.notCounted', { example: `{{${name}}}` });
  const forms = readForms(words, language);
  if (forms === null) return refuse('campaign.pluralForms', { example: EXAMPLES[language] });
  return name ? { place: name, forms } : formatCounted(number ?? 0, forms, language);
}

const EXAMPLES: Record<Language, string> = {
  uk: '{{balance, зірка|зірки|зірок}}',
  ru: '{{balance, звезда|звезды|звёзд}}',
  en: '{{balance, star|stars}}',
};

/** One, few and many in Ukrainian and Russian; one and other in English. Null: not so many. */
function readForms(words: string, language: Language): PluralForms | null {
  const forms = words.split('|').map((form) => escapeRich(form.trim()));
  if (forms.includes('')) return null;
  const [one = '', few = '', many = ''] = forms;
  if (language === 'en') return forms.length === 2 ? { one, other: few } : null;
  return forms.length === 3 ? { one, few, many, other: few } : null;
}
