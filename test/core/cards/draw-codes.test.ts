import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ean13Bars } from '#src/core/cards/bars.ts';
import { newCardNumber } from '#src/core/cards/card-number.ts';
import { drawLiveCode } from '#src/core/cards/draw-live-code.ts';
import { drawQr } from '#src/core/cards/draw-qr.ts';
import { newNonce, signLiveCode } from '#src/core/cards/live-code.ts';
import { pixelsOf, readCodes, scaled, sizeOf } from './read-picture.ts';

describe('a plain QR code', () => {
  test.each([
    ['a card number', '2901234567896', {}],
    ['a live code', 'K1-2N6GAYSJK1NG4N632HWXZFA99WN3KME00RASRC6EQ34K', { correction: 'Q' as const }],
    ['a link', 'https://t.me/poruch_bot?start=store_7', { modulePx: 7 }],
    ['Ukrainian words', 'Ґедзь їсть щиглів', { modulePx: 3, correction: 'H' as const }],
    ['a long text', 'Поруч '.repeat(60), { modulePx: 4 }],
  ])('when it holds %s, then it is read back', async (_, text, look) => {
    expect(await readCodes(drawQr(text, look))).toEqual([`QRCode ${text}`]);
  });

  test('when its margin and module are chosen, then the picture is as large as they make it, with a clear margin', () => {
    const png = drawQr('2901234567896', { modulePx: 7, marginModules: 5 });
    expect(sizeOf(png)).toEqual({ width: (21 + 10) * 7, height: (21 + 10) * 7 });
    const picture = pixelsOf(png);
    const last = picture.width - 1;
    const margin = new Set<number>();
    for (let along = 0; along <= last; along++) {
      for (let deep = 0; deep < 35; deep++) {
        margin.add(picture.at(along, deep)).add(picture.at(along, last - deep));
        margin.add(picture.at(deep, along)).add(picture.at(last - deep, along));
      }
    }
    expect([...margin]).toEqual([0xffffff]);
    expect(picture.at(35, 35)).toBe(0x000000);
  });

  test('when it holds a card number, then it is under a kilobyte', () => {
    expect(drawQr('2901234567896').length).toBeLessThan(1000);
  });
});

describe('a live code’s picture', () => {
  const brand = { shopName: 'Поруч', colour: '#0B6B4F' };

  test.each([1, 0.5])('when it is shown at %f of its size, then it is read back', async (scale) => {
    const code = signLiveCode(
      { cardNumber: newCardNumber(), nonce: newNonce(), issuedAt: new Date(0) },
      randomBytes(32),
    );
    const png = await drawLiveCode({ code, brand, secondsLeft: 60, secondsUnit: 'с' });
    expect(sizeOf(png)).toEqual({ width: 720, height: 840 });
    expect(png.length).toBeLessThan(30_000);
    expect(await readCodes(scaled(png, scale))).toEqual([`QRCode ${code}`]);
  });

  test('when the seconds run, then the picture tells it', async () => {
    const code = '2901234567896';
    const pictures = await Promise.all(
      [60, 59.2, 59, 0, -3].map((secondsLeft) => drawLiveCode({ code, brand, secondsLeft })),
    );
    const [full, almost, next, none, past] = pictures;
    expect(almost).toEqual(full);
    expect(next).not.toEqual(full);
    expect(past).toEqual(none);
  });
});

describe('the bars of an EAN-13', () => {
  test('when they encode the standard’s example, then they are the standard’s bars', () => {
    // 4006381333931, worked by hand from the sets A, B and C: parity of a leading 4 is A B A A B B.
    const expected =
      '101 0001101 0100111 0101111 0111101 0001001 0110011 01010 1000010 1000010 1000010 1110100 1000010 1100110 101';
    expect(Array.from(ean13Bars('4006381333931')).join('')).toBe(expected.replaceAll(' ', ''));
  });

  test('when the text is not thirteen digits, then there are none', () => {
    expect(() => ean13Bars('290123456789')).toThrow('thirteen');
    expect(() => ean13Bars('29012345678９4')).toThrow('thirteen');
  });
});
