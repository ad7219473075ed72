// Telegram's HTML: a handful of tags, four named entities, and exact complaints about everything else.
import { badRequest } from './refusal.ts';
import type { WireEntity } from './wire.ts';

const STYLE: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  a: 'text_link',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
  blockquote: 'blockquote',
};
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

export function parseHtml(raw: string): { text: string; entities: WireEntity[] } {
  if (!raw.includes('<') && !raw.includes('&')) return { text: raw, entities: [] };
  const entities: WireEntity[] = [];
  const open: { tag: string; offset: number; url?: string }[] = [];
  let plain = '';
  let at = 0;
  const byteAt = (index: number): number => Buffer.byteLength(raw.slice(0, index));
  const refuse = (why: string) => badRequest(`can't parse entities: ${why}`);

  while (at < raw.length) {
    const char = raw.charAt(at);
    if (char === '&') {
      const named = /^&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/i.exec(raw.slice(at, at + 12));
      const decoded = named ? decode(named) : undefined;
      plain += decoded ?? '&';
      at += decoded === undefined ? 1 : (named?.[0].length ?? 1);
      continue;
    }
    if (char !== '<') {
      const next = raw.slice(at).search(/[<&]/);
      const end = next === -1 ? raw.length : at + next;
      plain += raw.slice(at, end);
      at = end;
      continue;
    }
    const close = raw.indexOf('>', at);
    if (close === -1) throw refuse(`Unclosed start tag at byte offset ${byteAt(at)}`);
    const inside = raw.slice(at + 1, close);
    if (inside.startsWith('/')) {
      const tag = inside.slice(1).trim().toLowerCase();
      const begun = open.pop();
      if (!begun) throw refuse(`Unexpected end tag at byte offset ${byteAt(at)}`);
      if (tag !== '' && tag !== begun.tag) {
        throw refuse(
          `Unmatched end tag at byte offset ${byteAt(at)}, expected "</${begun.tag}>", found "</${tag}>"`,
        );
      }
      const length = plain.length - begun.offset;
      const url = begun.tag === 'a' ? (begun.url ?? plain.slice(begun.offset)) : undefined;
      const type = STYLE[begun.tag] ?? 'bold';
      if (length > 0)
        entities.push({ type, offset: begun.offset, length, ...(url === undefined ? {} : { url }) });
    } else {
      const tag = (/^[^\s/>]+/.exec(inside)?.[0] ?? '').toLowerCase();
      if (!(tag in STYLE)) throw refuse(`Unsupported start tag "${tag}" at byte offset ${byteAt(at)}`);
      if (tag === 'span' && !/class\s*=\s*["']?tg-spoiler/.test(inside)) {
        throw refuse(`Tag "span" must have class "tg-spoiler" at byte offset ${byteAt(at)}`);
      }
      const href = /href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(inside);
      const url = href?.[1] ?? href?.[2] ?? href?.[3];
      open.push({ tag, offset: plain.length, ...(url ? { url: url.replaceAll('&amp;', '&') } : {}) });
    }
    at = close + 1;
  }
  const unclosed = open.at(-1);
  if (unclosed) throw refuse(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text: plain, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

function decode(match: RegExpExecArray): string | undefined {
  const [, decimal, hex, name] = match;
  if (name !== undefined) return NAMED[name];
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
