// MarkdownV2, where every reserved character must be escaped, and the older Markdown, where most need not be.
import { badRequest } from './refusal.ts';
import type { WireEntity } from './wire.ts';

const RESERVED = new Set('_*[]()~`>#+-=|{}.!');
const NAME: Record<string, string> = {
  '*': 'bold',
  _: 'italic',
  __: 'underline',
  '~': 'strikethrough',
  '||': 'spoiler',
  '`': 'code',
  '```': 'pre',
  '[': 'text_link',
};
const TITLE: Record<string, string> = {
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strikethrough: 'Strikethrough',
  spoiler: 'Spoiler',
  code: 'Code',
  pre: 'Pre',
  text_link: 'TextUrl',
};

/** `strict` is MarkdownV2. */
export function parseMarkdown(raw: string, strict: boolean): { text: string; entities: WireEntity[] } {
  const entities: WireEntity[] = [];
  const open: { mark: string; offset: number; at: number }[] = [];
  let plain = '';
  let at = 0;
  const byteAt = (index: number): number => Buffer.byteLength(raw.slice(0, index));
  const marks = strict ? ['```', '||', '__', '*', '_', '~', '`', '['] : ['```', '*', '_', '`', '['];

  const finish = (mark: string, offset: number, url?: string): void => {
    const length = plain.length - offset;
    const type = NAME[mark] ?? 'bold';
    if (length > 0) entities.push({ type, offset, length, ...(url === undefined ? {} : { url }) });
  };

  while (at < raw.length) {
    const char = raw.charAt(at);
    const top = open.at(-1);
    const inCode = top?.mark === '`' || top?.mark === '```';
    if (char === '\\' && at + 1 < raw.length && RESERVED.has(raw.charAt(at + 1))) {
      plain += raw.charAt(at + 1);
      at += 2;
      continue;
    }
    if (inCode && top) {
      if (raw.startsWith(top.mark, at)) {
        open.pop();
        finish(top.mark, top.offset);
        at += top.mark.length;
      } else {
        plain += char;
        at += 1;
      }
      continue;
    }
    if (char === ']' && open.some((entry) => entry.mark === '[')) {
      const begun = open.pop();
      const target = /^\]\(((?:\\.|[^)\\])*)\)/.exec(raw.slice(at));
      if (begun?.mark !== '[') throw endMissing(begun?.mark ?? '[', byteAt(begun?.at ?? at));
      if (target) finish('[', begun.offset, (target[1] ?? '').replace(/\\(.)/g, '$1'));
      at += target?.[0].length ?? 1;
      continue;
    }
    const mark = marks.find((candidate) => raw.startsWith(candidate, at));
    if (mark !== undefined) {
      if (top?.mark === mark) {
        open.pop();
        finish(mark, top.offset);
      } else if (open.some((entry) => entry.mark === mark) || (!strict && top && top.mark !== '[')) {
        throw endMissing(top?.mark ?? mark, byteAt(top?.at ?? at));
      } else {
        open.push({ mark, offset: plain.length, at });
      }
      at += mark.length;
      if (mark === '```' && open.at(-1)?.mark === mark) at += /^\w*\n/.exec(raw.slice(at))?.[0].length ?? 0;
      continue;
    }
    const startsQuote = char === '>' && (at === 0 || raw.charAt(at - 1) === '\n');
    if (strict && RESERVED.has(char) && !startsQuote) {
      throw badRequest(
        `can't parse entities: Character '${char}' is reserved and must be escaped with the preceding '\\'`,
      );
    }
    if (!startsQuote || !strict) plain += char;
    at += 1;
  }
  const unclosed = open.at(-1);
  if (unclosed) throw endMissing(unclosed.mark, byteAt(unclosed.at));
  return { text: plain, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

function endMissing(mark: string, byteOffset: number): Error {
  const title = TITLE[NAME[mark] ?? 'bold'] ?? 'Bold';
  return badRequest(`can't parse entities: Can't find end of ${title} entity at byte offset ${byteOffset}`);
}
