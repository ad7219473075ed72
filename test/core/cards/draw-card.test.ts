import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newCardNumber, parseCardNumber } from '#src/core/cards/card-number.ts';
import { CARD_SIZE, drawCard } from '#src/core/cards/draw-card.ts';
import { type Picture, pixelsOf, readCodes, rowThatDiffers, scaled, sizeOf } from './read-picture.ts';

const brand = { shopName: 'Поруч', colour: '#0B6B4F' };
// Left of the circles, under the shop's name, above the white sheet.
const NAME_BAND = { left: 52, right: 690, top: 75, bottom: 190 };
const cardNumber = newCardNumber();
const memberName = 'Олена Ковальчук';
const LONG_NAME = 'Bartholomew Maximilian Featherstonehaugh-Cholmondeley de la Fontaine-Montgomery III';

describe('a card picture', () => {
  test('when it is drawn, then it is a PNG of a bank card’s proportions, well under 200 kB', async () => {
    const png = await drawCard({ memberName, cardNumber, brand, label: { show: 'Покажіть на касі' } });
    expect(sizeOf(png)).toEqual({ width: 1012, height: 638 });
    expect(png.length).toBeLessThan(60_000);
  });

  test.each([1, 0.75, 0.5])(
    'when it is shown at %f of its size, then both codes read as the number',
    async (scale) => {
      for (let i = 0; i < 4; i++) {
        const number = newCardNumber();
        const png = await drawCard({ memberName: LONG_NAME, cardNumber: number, brand });
        expect(await readCodes(scaled(png, scale))).toEqual([`EAN13 ${number}`, `QRCode ${number}`]);
      }
    },
  );

  test('when it is drawn twice, then it is the same to the byte', async () => {
    const picture = { memberName, cardNumber, brand };
    expect(await drawCard(picture)).toEqual(await drawCard(picture));
  });

  test.each([
    ['a dark ground', { shopName: 'Поруч', colour: '#0B6B4F', accent: '#F4A340' }],
    ['a pale ground', { shopName: 'Harvest & Co', colour: '#F6E7C8', accent: '#D1495B' }],
    ['a white ground', { shopName: '<b>"Snow"</b>', colour: '#ffffff', accent: '#ffffff' }],
    ['a black ground', { shopName: '🦉', colour: '#000000', accent: '#000000' }],
    ['a shop with a very long name', { shopName: 'Супермаркет '.repeat(40), colour: '#123C8C' }],
  ])('when the brand has %s, then both codes still read', async (_, other) => {
    const png = await drawCard({ memberName, cardNumber, brand: other });
    expect(await readCodes(png)).toEqual([`EAN13 ${cardNumber}`, `QRCode ${cardNumber}`]);
  });

  test('when two brands are drawn in turn, then each keeps its own colours', async () => {
    const other = { shopName: 'Поруч', colour: '#123C8C' };
    const [one, two, again] = [brand, other, brand].map((each) =>
      drawCard({ memberName, cardNumber, brand: each }),
    );
    expect(pixelsOf((await one) ?? Buffer.alloc(0)).at(4, 4)).toBe(0x0b6b4f);
    expect(pixelsOf((await two) ?? Buffer.alloc(0)).at(4, 4)).toBe(0x123c8c);
    expect(await again).toEqual(await one);
  });

  test('when a brand’s colour is not one, then nothing is drawn', async () => {
    const wrong = { shopName: 'Поруч', colour: '"/><script>' };
    await expect(drawCard({ memberName, cardNumber, brand: wrong })).rejects.toThrow('#rrggbb');
  });
});

describe('the codes on a card', () => {
  test('when their surroundings are measured, then the quiet zones are clear and the edges sharp', async () => {
    const picture = pixelsOf(await drawCard({ memberName: LONG_NAME, cardNumber, brand }));
    // A row through the lower third meets the bars first and then the QR.
    const row = 440;
    const dark = darkOnRow(picture, row);
    const bars = dark.filter((x) => x < 560);
    const qr = darkInBox(picture, { left: 560, right: CARD_SIZE.width, top: 215, bottom: CARD_SIZE.height });
    const [firstBar, lastBar] = [Math.min(...bars), Math.max(...bars)];

    const module = 5;
    expect(lastBar - firstBar + 1).toBe(95 * module);
    expect(firstBar).toBeGreaterThanOrEqual(11 * module);
    expect(qr.left - lastBar - 1).toBeGreaterThanOrEqual(11 * module);

    const square = (qr.right - qr.left + 1) / 21;
    expect(square).toBe(15);
    expect(qr.bottom - qr.top + 1).toBe(21 * square);
    expect(qr.left - lastBar - 1).toBeGreaterThanOrEqual(4 * square);
    expect(CARD_SIZE.width - 1 - qr.right).toBeGreaterThanOrEqual(4 * square);
    expect(CARD_SIZE.height - 1 - qr.bottom).toBeGreaterThanOrEqual(4 * square);

    // Everything in the codes and their quiet zones is pure black or pure white.
    for (let y = qr.top - 4 * square; y < qr.bottom + 4 * square; y++) {
      for (let x = qr.left - 4 * square; x < qr.right + 4 * square; x++) {
        const inside = x >= qr.left && x <= qr.right && y >= qr.top && y <= qr.bottom;
        expectColour(picture, { x, y }, inside ? [0x000000, 0xffffff] : [0xffffff]);
      }
    }
    for (let x = firstBar - 11 * module; x <= lastBar + 11 * module; x++) {
      const inside = x >= firstBar && x <= lastBar;
      expectColour(picture, { x, y: row }, inside ? [0x000000, 0xffffff] : [0xffffff]);
    }
  });
});

describe('a member’s name on a card', () => {
  const NAMES = [
    ['nothing', ''],
    ['only emoji', '👩‍🚀🏳️‍🌈🎁'],
    ['markup', '</text></svg><script>alert(1)</script>&amp;'],
    ['a change of direction', 'Олена\u202e\u2066чуклавоК'],
    ['heaps of accents', `Z\u0351${'\u0300\u0315\u035c'.repeat(300)}algo`],
    ['half a surrogate', 'Ivan\ud83d Petrenko\udc00'],
    ['control characters', 'Ів\u0000ан\u0007\u001b[31m\u007f'],
    ['letters of no width', '\u200b\u200d\ufeff\u2060'],
    ['scripts that the typeface lacks', '田中太郎 محمد ლაშა'],
    ['a ligature of eighteen letters', '\ufdfa'.repeat(50)],
    ['one endless word', 'Щ'.repeat(100_000)],
    ['endless words', 'Христорождественська '.repeat(5_000)],
    ['line ends', 'Олена\r\n\r\nКовальчук\u2028\u2029'],
  ];

  test.each(NAMES)('when it is %s, then the card is drawn and both codes read', async (_, name = '') => {
    const png = await drawCard({ memberName: name, cardNumber, brand });
    expect(await readCodes(png)).toEqual([`EAN13 ${cardNumber}`, `QRCode ${cardNumber}`]);
  });

  test('when it is anything at all, then it stays in the coloured band and leaves the codes as they are', async () => {
    const plain = pixelsOf(await drawCard({ memberName: '', cardNumber, brand }));
    const letters = fc.string({ unit: 'binary', maxLength: 200 });
    const words = fc.array(
      fc.constantFrom('Ім’я', 'Wójcik', 'де', 'Їжак-Ґедзь', 'WWWWWWWWWWWWWWWWW', '-', '🎁'),
    );
    const names = fc.oneof(
      letters,
      words.map((list) => list.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const picture = pixelsOf(await drawCard({ memberName: name, cardNumber, brand }));
        expect(rowThatDiffers(plain, picture, NAME_BAND)).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  test('when it is Ukrainian, then every letter of it is drawn', async () => {
    const alphabet = 'АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ';
    const pictures = await Promise.all(
      Array.from(alphabet, (letter) => drawCard({ memberName: letter, cardNumber, brand })),
    );
    expect(new Set(pictures.map((png) => png.toString('base64'))).size).toBe(alphabet.length);
  });
});

test('when the number was read from a plastic card, then a picture of it can be drawn as well', async () => {
  const plastic = parseCardNumber('20 0000 0000 008');
  if (!plastic) throw new Error('The number of this test is wrong.');
  const png = await drawCard({ memberName, cardNumber: plastic, brand });
  expect(await readCodes(png)).toEqual([`EAN13 ${plastic}`, `QRCode ${plastic}`]);
});

function darkOnRow(picture: Picture, y: number): number[] {
  return Array.from({ length: picture.width }, (_, x) => x).filter((x) => picture.at(x, y) === 0);
}

function darkInBox(picture: Picture, box: { left: number; right: number; top: number; bottom: number }) {
  const found = { left: box.right, right: box.left, top: box.bottom, bottom: box.top };
  for (let y = box.top; y < box.bottom; y++) {
    for (let x = box.left; x < box.right; x++) {
      if (picture.at(x, y) !== 0) continue;
      found.left = Math.min(found.left, x);
      found.right = Math.max(found.right, x);
      found.top = Math.min(found.top, y);
      found.bottom = Math.max(found.bottom, y);
    }
  }
  return found;
}

// One call of `expect` a pixel would take longer than the rest of the file.
function expectColour(picture: Picture, at: { x: number; y: number }, allowed: number[]): void {
  const colour = picture.at(at.x, at.y);
  if (!allowed.includes(colour)) throw new Error(`The pixel at ${at.x}, ${at.y} is #${colour.toString(16)}.`);
}
