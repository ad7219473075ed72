// Turns a text with entities into the styled pieces that a phone draws.
import type { TextSpan } from '../control.ts';
import type { WireEntity } from './wire.ts';

const STYLE: Record<string, NonNullable<TextSpan['style']>> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strike',
  code: 'code',
  pre: 'code',
  text_link: 'link',
  url: 'link',
  bot_command: 'link',
};

/** Where entities overlap, a link wins over other styles, and otherwise the innermost. */
export function toSpans(text: string, entities: WireEntity[] = []): TextSpan[] {
  if (text === '') return [];
  const drawn = entities.filter((entity) => entity.type in STYLE);
  const edges = new Set([0, text.length]);
  for (const entity of drawn) edges.add(entity.offset).add(entity.offset + entity.length);
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, i) => {
    const piece = text.slice(from, sorted[i + 1]);
    const over = drawn.filter((entity) => entity.offset <= from && entity.offset + entity.length > from);
    const entity = over.find((candidate) => STYLE[candidate.type] === 'link') ?? over.at(-1);
    if (!entity) return { text: piece };
    const url = entity.type === 'url' ? piece : entity.url;
    return { text: piece, style: STYLE[entity.type], ...(url === undefined ? {} : { url }) };
  });
}
