import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit, formatCardNumber, newCardNumber, parseCardNumber } from '#src/core/cards/card-number.ts';

describe('the check digit', () => {
  // The worked example of GS1's own page on check digits, and numbers printed on well-known goods and in standards.
  test.each([
    '6291041500213',
    '4006381333931',
    '5901234123457',
    '9780201379624',
    '9771234567003',
    '4820024700016',
  ])('when it is worked out for %s, then it is the printed one', (printed) => {
    expect(checkDigit(printed.slice(0, 12))).toBe(printed[12]);
  });
});

describe('a new card number', () => {
  const numbers = Array.from({ length: 20_000 }, () => newCardNumber());

  test('when many are made, then each is in the in-store range with a right check digit', () => {
    expect(
      numbers.filter((number) => !number.startsWith('29') || parseCardNumber(number) !== number),
    ).toEqual([]);
  });

  test('when many are made, then every digit is as likely as another in every place', () => {
    for (let place = 2; place < 13; place++) {
      const counts = Array.from({ length: 10 }, () => 0);
      for (const number of numbers) counts[Number(number[place])] = (counts[Number(number[place])] ?? 0) + 1;
      const expected = numbers.length / 10;
      const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      // With nine degrees of freedom 45 is passed by chance once in about a million.
      expect(chiSquare).toBeLessThan(45);
    }
  });

  test('when 20,000 are made, then hardly any two are alike', () => {
    // Of ten thousand million numbers two in 20,000 meet once in fifty runs; three meetings are out of the question.
    expect(numbers.length - new Set(numbers).size).toBeLessThan(3);
  });
});

describe('a number that a person typed', () => {
  const number = parseCardNumber('2901234567896');

  test.each([
    ['29 0123 4567 896'],
    ['29-0123-4567-896'],
    ['29\u00a00123\u00a04567\u00a0896'],
    ['  2901234567896\r\n'],
    ['29–0123–4567–896'],
    ['29\u202f0123.4567.896\u200e'],
  ])('when it is written %j, then it is understood', (written) => {
    expect(parseCardNumber(written)).toBe('2901234567896');
  });

  test.each([
    ['a wrong check digit', '2901234567897'],
    ['a digit too few', '290123456789'],
    ['a digit too many', '29012345678960'],
    ['an article of a maker', '4006381333931'],
    ['a letter O for a zero', '29O1234567896'],
    ['digits of another script', '२९०१२३४५६७८९४'],
    ['nothing', ''],
    ['a phone', '+380501234567'],
    ['a very long text', '2'.repeat(100_000)],
  ])('when it has %s, then it is none', (_, written) => {
    expect(parseCardNumber(written)).toBeNull();
  });

  test('when one digit of a number is mistyped, then it never passes for another number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
        const right = newCardNumber();
        const wrong = right.slice(0, place) + ((Number(right[place]) + by) % 10) + right.slice(place + 1);
        expect(parseCardNumber(wrong)).toBeNull();
      }),
    );
  });

  test('when it is shown again, then it is grouped as people read it, and can be typed back', () => {
    if (!number) throw new Error('The number of this test is wrong.');
    expect(formatCardNumber(number)).toBe('29 0123 4567 896');
    expect(parseCardNumber(formatCardNumber(number))).toBe(number);
  });
});
