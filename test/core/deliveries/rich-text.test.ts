import { describe, expect, it } from 'vitest';
import { cutRichText, cutText, readRichText, richLength } from '#src/core/deliveries/rich-text.ts';

const shape = (text: string) =>
  readRichText(text).map(({ text: words, bold, italic, struck, code, href }) => [
    words,
    [bold && 'b', italic && 'i', struck && 's', code && 'code', href].filter(Boolean).join(' '),
  ]);

describe('when rich text is read', () => {
  it.each([
    [
      'a<b>b<i>c</i></b>d',
      [
        ['a', ''],
        ['b', 'b'],
        ['c', 'b i'],
        ['d', ''],
      ],
    ],
    ['&lt;b&gt; &amp;lt; &quot;', [['<b> &lt; "', '']]],
    [
      '<s>a</s> b',
      [
        ['a', 's'],
        [' b', ''],
      ],
    ],
    ['<a href="https://p.ua?a=1&amp;b=2">x</a>', [['x', 'https://p.ua?a=1&b=2']]],
    [
      '</b>a<b>b',
      [
        ['a', ''],
        ['b', 'b'],
      ],
    ],
    [
      '<script>x',
      [
        ['<', ''],
        ['script>x', ''],
      ],
    ],
    ['', []],
  ])('then %j has these spans', (text, spans) => {
    expect(shape(text)).toEqual(spans);
  });

  it('then cutting keeps the styles, counts what is seen and leaves no half of a sign', () => {
    const spans = cutRichText(readRichText('<b>аб</b>в😀гд'), 5);
    expect(spans.map((span) => span.text).join('')).toBe('абв…');
    expect(spans[0]?.bold).toBe(true);
    expect(richLength(cutRichText(readRichText('<b>абв</b>'), 3))).toBe(3);
    expect(cutText('a😀', 2)).toBe('a');
    expect(cutText('a😀', 3)).toBe('a😀');
  });
});
