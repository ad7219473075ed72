// A message's text: styled spans, line breaks kept, web addresses made into links that open in a new tab.

import type { TextSpan } from '../control.ts';
import { el } from './dom.ts';
import { safeLink } from './safe-link.ts';

const TAGS = { bold: 'strong', italic: 'em', strike: 's', underline: 'u', code: 'code' } as const;
const ADDRESS = /https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)\]]/g;

/** The nodes of a text. */
export function styledText(spans: readonly TextSpan[]): Node[] {
  return spans.flatMap((span) => {
    if (span.style === 'link') return [link(span.text, span.url ?? span.text)];
    if (span.style === undefined) return plainText(span.text);
    return [el(TAGS[span.style], {}, span.text)];
  });
}

/** The same text without its styles, for copying. */
export function bareText(spans: readonly TextSpan[]): string {
  return spans.map((span) => span.text).join('');
}

function plainText(text: string): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    nodes.push(document.createTextNode(text.slice(from, found.index)), link(found[0], found[0]));
    from = found.index + found[0].length;
  }
  nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}

function link(text: string, address: string): Node {
  const href = safeLink(address);
  if (!href) return document.createTextNode(text);
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, text);
}
