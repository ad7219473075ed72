// Styled text: reads a text with its parse mode into plain text and entities, refusing what the real server refuses.
import { isObject, nested, type Params, text } from './params.ts';
import { parseHtml } from './parse-html.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { badRequest } from './refusal.ts';
import type { WireEntity } from './wire.ts';

export interface Styled {
  text: string;
  entities: WireEntity[];
}

/** Reads `field` with parse_mode or `entitiesField`. The result is trimmed as Telegram trims it. */
export function readStyled(params: Params, field: string, entitiesField: string): Styled {
  const raw = (text(params, field) ?? '').replaceAll('\r', '');
  return trim(parseStyled(raw, text(params, 'parse_mode') ?? '', nested(params, entitiesField, 'entities')));
}

/** As `readStyled`, for media groups where each item has its own fields. */
export function parseStyled(raw: string, mode: string, entities: unknown): Styled {
  switch (mode.toLowerCase()) {
    case 'html':
      return parseHtml(raw);
    case 'markdownv2':
      return parseMarkdown(raw, true);
    case 'markdown':
      return parseMarkdown(raw, false);
    case '':
      return { text: raw, entities: readEntities(raw, entities) };
    default:
      throw badRequest('unsupported parse_mode');
  }
}

function readEntities(raw: string, given: unknown): WireEntity[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap((item: unknown) => {
    if (!isObject(item)) throw badRequest("can't parse entities: expected an Object");
    const { type, offset, length, url } = item;
    if (typeof type !== 'string' || typeof offset !== 'number' || typeof length !== 'number') {
      throw badRequest('can\'t parse entities: Field "type" must be of type String');
    }
    if (offset < 0 || offset + length > raw.length) return [];
    return [{ type, offset, length, ...(typeof url === 'string' ? { url } : {}) }];
  });
}

function trim(styled: Styled): Styled {
  const kept = styled.text.trimEnd();
  const start = kept.length - kept.trimStart().length;
  if (start === 0 && kept.length === styled.text.length) return styled;
  const entities = styled.entities.flatMap((entity) => {
    const from = Math.max(entity.offset - start, 0);
    const to = Math.min(entity.offset + entity.length, kept.length) - start;
    return to > from ? [{ ...entity, offset: from, length: to - from }] : [];
  });
  return { text: kept.slice(start), entities };
}

/** Commands and links that Telegram marks by itself in what people write. */
export function findEntities(written: string): WireEntity[] {
  const found: WireEntity[] = [];
  for (const match of written.matchAll(/(?<![\w/])\/[a-zA-Z0-9_]{1,32}(?:@\w+)?/g)) {
    found.push({ type: 'bot_command', offset: match.index, length: match[0].length });
  }
  for (const match of written.matchAll(/https?:\/\/\S+/g)) {
    found.push({ type: 'url', offset: match.index, length: match[0].length });
  }
  return found;
}
