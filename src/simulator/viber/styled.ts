// Viber's marks in a text: *bold*, _italic_, ~strike~, ```code```, and links by themselves.
import type { TextSpan } from '../control.ts';

const MARKS =
  /```([\s\S]+?)```|(?<![\w*])\*(\S|\S[^*\n]*\S)\*(?![\w*])|(?<![\w_])_(\S|\S[^_\n]*\S)_(?![\w_])|(?<![\w~])~(\S|\S[^~\n]*\S)~(?![\w~])|(https?:\/\/\S+)/gu;

export function viberSpans(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  let at = 0;
  for (const match of text.matchAll(MARKS)) {
    if (match.index > at) spans.push({ text: text.slice(at, match.index) });
    const [whole, code, bold, italic, strike, link] = match;
    if (code !== undefined) spans.push({ text: code, style: 'code' });
    else if (bold !== undefined) spans.push({ text: bold, style: 'bold' });
    else if (italic !== undefined) spans.push({ text: italic, style: 'italic' });
    else if (strike !== undefined) spans.push({ text: strike, style: 'strike' });
    else if (link !== undefined) spans.push({ text: link, style: 'link', url: link });
    at = match.index + whole.length;
  }
  if (at < text.length) spans.push({ text: text.slice(at) });
  return spans;
}
