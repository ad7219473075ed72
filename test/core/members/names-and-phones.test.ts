import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readName, shortName, suggestName } from '#src/core/members/person-name.ts';
import { looksLikePhone, readPhone } from '#src/core/members/phone-number.ts';

describe('a phone', () => {
  it.each([
    ['0671234567', '+380671234567'],
    ['067 123-45-67', '+380671234567'],
    ['+380 (67) 123 45 67', '+380671234567'],
    ['380671234567', '+380671234567'],
    ['80671234567', '+380671234567'],
    ['671234567', '+380671234567'],
    ['+48 501 234 567', '+48501234567'],
    ['+1 415 555 2671', '+14155552671'],
  ])('typed as %s is %s', (typed, phone) => {
    expect(readPhone(typed)).toBe(phone);
  });

  it.each([
    ['', 'phone_not_valid'],
    ['12345', 'phone_not_valid'],
    ['+380 67 123', 'phone_not_valid'],
    ['0671234567'.repeat(5), 'phone_not_valid'],
    ['044 333 44 55', 'phone_not_mobile'],
    ['0800 500 500', 'phone_not_mobile'],
  ])('typed as %s is refused with %s', (typed, code) => {
    expect(() => readPhone(typed)).toThrow(code);
  });

  it('is E.164 or a refusal, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        try {
          expect(readPhone(text)).toMatch(/^\+[1-9]\d{6,14}$/);
        } catch (error) {
          expect(error).toMatchObject({ name: 'Refusal' });
        }
      }),
    );
  });

  it.each([
    ['067 123 45 67', true],
    ['+380671234567', true],
    ['123456', false],
    ['Олена 0671234567', false],
  ])('is meant by %s: %s', (text, meant) => {
    expect(looksLikePhone(text)).toBe(meant);
  });
});

describe('a name', () => {
  it.each([
    ['  Олена   Коваленко ', 'Олена Коваленко'],
    ['Дар’я', 'Дар’я'],
    ["O'Brien-Шевченко", "O'Brien-Шевченко"],
    ['\u202eанелО\u202c', 'анелО'],
    ['Іва\u200bн\u0000', 'Іван'],
    ['Оля\nКіт', 'Оля Кіт'],
    ['<b>Bob</b>', '<b>Bob</b>'],
    ["Robert'); DROP TABLE member;--", "Robert'); DROP TABLE member;--"],
    ['=HYPERLINK("x")', '=HYPERLINK("x")'],
    ['__proto__', '__proto__'],
    ['{{count}}', '{{count}}'],
    ['محمد', 'محمد'],
    ['李小龙', '李小龙'],
  ])('typed as %j is %j', (typed, name) => {
    expect(readName(typed)).toBe(name);
  });

  it.each([
    '',
    ' ',
    '😀',
    '!!!',
    '12345',
    'http://a.b',
    'www.a.b',
    '@olena',
    '/start',
    'а'.repeat(61),
    '\u200b',
    'x'.repeat(5_000),
  ])('is not %j', (typed) => {
    expect(suggestName(typed)).toBeNull();
  });

  it('has at most 60 characters, one line and no control or direction characters, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const name = suggestName(text);
        if (name === null) return;
        expect(Array.from(name).length).toBeLessThanOrEqual(60);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(readName(name)).toBe(name);
      }),
    );
  });

  it.each([
    ['Олена Коваленко', 'Олена К.'],
    ['Олена', 'Олена'],
    ['Марія де ла Крус', 'Марія К.'],
    ['', ''],
  ])('%j is %j on the till', (name, short) => {
    expect(shortName(name)).toBe(short);
  });
});
