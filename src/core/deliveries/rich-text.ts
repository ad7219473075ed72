// Reads RichText into spans, which a messenger writes in its own markup. Whatever is no markup of ours is text, so
// that the result is always balanced and nothing a messenger would refuse.
import type { RichText } from './prompt.ts';

export interface RichSpan {
  /** Unescaped. */
  text: string;
  bold: boolean;
  italic: boolean;
  struck: boolean;
  code: boolean;
  href?: string;
}

const PIECE = /<(\/?)(b|i|s|code|a)(?:\s+href="([^"]*)")?\s*>|[^<]+|</g;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** The spans of a text, in order; none is empty. Markup that is not closed holds until the end. */
export function readRichText(text: RichText): RichSpan[] {
  const spans: RichSpan[] = [];
  const open = { b: 0, i: 0, s: 0, code: 0 };
  let href: string | undefined;
  for (const [piece, close, tag, address] of text.matchAll(PIECE)) {
    if (tag === 'a') href = close ? undefined : unescapeRich(address ?? '') || undefined;
    else if (tag === 'b' || tag === 'i' || tag === 's' || tag === 'code')
      open[tag] = Math.max(0, open[tag] + (close ? -1 : 1));
    else {
      const style = { bold: open.b > 0, italic: open.i > 0, struck: open.s > 0, code: open.code > 0 };
      spans.push({ text: unescapeRich(piece), ...style, ...(href === undefined ? {} : { href }) });
    }
  }
  return spans;
}

/** Undoes `escapeRich`. */
export function unescapeRich(value: string): string {
  return value.includes('&')
    ? value.replace(/&(lt|gt|amp|quot);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    : value;
}

/** The length that messengers count: UTF-16 units without the markup. */
export function richLength(spans: readonly RichSpan[]): number {
  return spans.reduce((sum, span) => sum + span.text.length, 0);
}

/** The spans cut to at most `limit` UTF-16 units, the last of them an ellipsis when anything was cut. */
export function cutRichText(spans: readonly RichSpan[], limit: number): RichSpan[] {
  if (richLength(spans) <= limit) return [...spans];
  const kept: RichSpan[] = [];
  let left = limit - 1;
  for (const span of spans) {
    const text = cutText(span.text, left);
    if (text !== '') kept.push({ ...span, text });
    left -= text.length;
    if (text.length < span.text.length) break;
  }
  return [...kept, { text: '…', bold: false, italic: false, struck: false, code: false }];
}

/** At most `limit` UTF-16 units of `text`, without half of a surrogate pair at the end. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, Math.max(0, limit));
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
