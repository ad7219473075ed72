import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawableText } from '#src/core/cards/drawable-text.ts';
import { fitName } from '#src/core/cards/fit-name.ts';
import { measureText } from '#src/core/cards/font.ts';
import { keepRecent } from '#src/core/cards/keep-recent.ts';
import { widthOf } from '#src/core/cards/set-text.ts';

const room = { maxWidthPx: 620, oneLinePx: { most: 58, least: 42 }, twoLinesPx: { most: 38, least: 30 } };

function fitted(name: string) {
  return fitName(name, room, widthOf);
}

describe('a name that has to fit', () => {
  test('when it is short, then it stands large on one line', () => {
    expect(fitted('Олена Ковальчук')).toEqual({ lines: ['Олена Ковальчук'], sizePx: 58 });
  });

  test('when it is longer, then it shrinks first', () => {
    const { lines, sizePx } = fitted('Анастасія Шевченко-Бут');
    expect(lines).toEqual(['Анастасія Шевченко-Бут']);
    expect(sizePx).toBeGreaterThanOrEqual(42);
    expect(sizePx).toBeLessThan(58);
  });

  test('when it cannot shrink further, then it breaks between words or after a hyphen', () => {
    expect(fitted('Олександра-Вікторія Голованівська').lines).toEqual([
      'Олександра-Вікторія',
      'Голованівська',
    ]);
    expect(fitted('Христорождественська-Голованівська').lines).toEqual([
      'Христорождественська-',
      'Голованівська',
    ]);
  });

  test('when two lines do not hold it either, then it ends in an ellipsis', () => {
    const { lines, sizePx } = fitted(
      'Bartholomew Maximilian Featherstonehaugh-Cholmondeley de la Fontaine-Montgomery',
    );
    expect(sizePx).toBe(30);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
  });

  test('when there is none, then there are no lines', () => {
    expect(fitted('').lines).toEqual([]);
  });

  test('when it is anything at all, then no line is wider than its room and none is empty', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'Щ щ і ї ґ W M i l 1 - – . ’'.split(' '), ' '),
      maxLength: 150,
    });
    fc.assert(
      fc.property(letters, (text) => {
        const { lines, sizePx } = fitted(drawableText(text));
        expect(lines.length).toBeLessThanOrEqual(2);
        for (const line of lines) {
          expect(line.trim()).not.toBe('');
          expect(widthOf(line) * sizePx).toBeLessThanOrEqual(room.maxWidthPx);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the width of a text', () => {
  test.each(['Олена Ковальчук', 'AVATAR To Ty', 'ГАТУ. Щ', '29 0123 4567 896', 'Wójcik–O’Brien'])(
    'when %s is set letter by letter, then it is as wide as when it is drawn as a whole',
    (text) => {
      expect(widthOf(text)).toBeCloseTo(measureText(text, 1), 2);
    },
  );
});

describe('what can be drawn of a text', () => {
  test.each([
    ['Мар\u02bcяна', 'Мар’яна'],
    ['  Олена \t\n Ковальчук ', 'Олена Ковальчук'],
    ['Олена 🎁 Ковальчук', 'Олена Ковальчук'],
    ['Й\u0306 і\u0308', 'Й ї'],
    ['Ян 田中', 'Ян'],
    ['𝓐𝓵𝓮𝔁', 'Alex'],
    ['Ковал\u202eьчук', 'Ковальчук'],
    ['👩‍🚀', ''],
  ])('when it is %j, then %j is left', (text, left) => {
    expect(drawableText(text)).toBe(left);
  });
});

test('when more is kept than was allowed, then what was unused longest is forgotten', () => {
  const made: string[] = [];
  const keep = keepRecent<string>(2);
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) {
    keep(key, () => {
      made.push(key);
      return key;
    });
  }
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
