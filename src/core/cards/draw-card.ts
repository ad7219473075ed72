// The card picture that a member shows at the till: the shop's colours above, both codes on pure white below. The QR
// and the EAN-13 say the same number as the figures. A pure function of plain data, so it can run in a worker thread.
import {
  type Brand,
  DEFAULT_ACCENT,
  INK,
  mixColours,
  type Rgb,
  readColour,
  textColourOn,
  WHITE,
  writeColour,
} from './brand.ts';
import {
  type Canvas,
  copyCanvas,
  encodeCanvas,
  paintBars,
  paintQr,
  paintText,
  prepareCanvas,
} from './canvas.ts';
import { type CardNumber, formatCardNumber } from './card-number.ts';
import { drawableText } from './drawable-text.ts';
import { fitName } from './fit-name.ts';
import { escapeXml } from './font.ts';
import { keepRecent } from './keep-recent.ts';
import { setText, widthOf } from './set-text.ts';

/** The proportions of a bank card (ISO/IEC 7810 ID-1) at 300 dots an inch. */
export const CARD_SIZE = { width: 1012, height: 638 };

export interface CardPicture {
  memberName: string;
  cardNumber: CardNumber;
  brand: Brand;
  /** Words in the member's language; a word that is not given is not drawn. */
  label?: CardWords;
}

export interface CardWords {
  /** What to do with the card, under the number: "Show it at the till". */
  show?: string;
}

// The layout, in pixels. Quiet zones: the QR has at least 60 = 4 modules on every side, the rounded corner counted; the
// bars have 60 = 12 modules at their left and 95 = 19 at their right (GS1 asks for 11 and 7).
const MARGIN = 60;
const SHEET_TOP = 190;
const CODES_TOP = 262;
const QR = { x: 630, y: CODES_TOP, sidePx: 315, correction: 'H' } as const;
const BARS = { x: MARGIN, y: CODES_TOP, modulePx: 5, height: 190 };
const BARS_WIDTH = 95 * BARS.modulePx;
const NUMBER_BASELINE = 516;
const NUMBER_MOST_PX = 60;
const NAME_ROOM = {
  maxWidthPx: 620,
  oneLinePx: { most: 58, least: 42 },
  twoLinesPx: { most: 38, least: 30 },
};
const ON_BRAND = 0;
const ON_WHITE = 1;

// A ground is 650 kB; a server draws for few brands.
const grounds = keepRecent<Canvas>(16);

/** The picture as a PNG, 1012 x 638, some 20 kB. Throws when a colour of the brand is not `#rrggbb`. */
export async function drawCard(picture: CardPicture): Promise<Buffer> {
  const { brand, label = {} } = picture;
  const key = JSON.stringify([brand.shopName, brand.colour, brand.accent, label.show]);
  const canvas = copyCanvas(grounds(key, () => prepareGround(brand, label)));

  paintQr(canvas, picture.cardNumber, QR);
  paintBars(canvas, picture.cardNumber, BARS);
  const figures = formatCardNumber(picture.cardNumber);
  // The figures end flush with the bars; their widths differ, so their size does too, a little.
  const figuresPx = Math.min(NUMBER_MOST_PX, Math.floor(BARS_WIDTH / widthOf(figures)));
  paintText(canvas, setText(figures, figuresPx), {
    x: MARGIN - 3,
    baseline: NUMBER_BASELINE,
    ramp: ON_WHITE,
  });

  const { lines, sizePx } = fitName(drawableText(picture.memberName), NAME_ROOM, widthOf);
  const baselines = lines.length > 1 ? [120, 120 + Math.round(sizePx * 1.2)] : [147];
  lines.forEach((line, i) => {
    paintText(canvas, setText(line, sizePx), { x: MARGIN - 3, baseline: baselines[i] ?? 0, ramp: ON_BRAND });
  });
  return encodeCanvas(canvas);
}

function prepareGround(brand: Brand, label: CardWords): Canvas {
  const ground = readColour(brand.colour);
  const text = textColourOn(ground);
  const svg = groundSvg(brand, { ground, text, label });
  return prepareCanvas(svg, CARD_SIZE, [
    { text, ground },
    { text: INK, ground: WHITE },
  ]);
}

function groundSvg(
  brand: Brand,
  { ground, text, label }: { ground: Rgb; text: Rgb; label: CardWords },
): string {
  const accent = writeColour(readColour(brand.accent ?? DEFAULT_ACCENT));
  const tint = writeColour(mixColours(ground, text, 0.12));
  const shopName = drawableText(brand.shopName);
  const shopPx = Math.min(36, 560 / Math.max(widthOf(shopName), 1));
  const show = drawableText(label.show ?? '');
  const showPx = Math.min(28, BARS_WIDTH / Math.max(widthOf(show), 1));
  const { width, height } = CARD_SIZE;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Manrope">
    <rect width="${width}" height="${height}" fill="${writeColour(ground)}"/>
    <circle cx="842" cy="88" r="150" fill="${tint}"/>
    <circle cx="986" cy="88" r="150" fill="${accent}"/>
    <path d="M0 ${height}V${SHEET_TOP + 28}a28 28 0 0 1 28-28H${width - 28}a28 28 0 0 1 28 28V${height}z" fill="#fff"/>
    <circle cx="${MARGIN + 15}" cy="52" r="15" fill="${writeColour(text)}"/>
    <circle cx="${MARGIN + 33}" cy="52" r="15" fill="${accent}"/>
    <text x="${MARGIN + 62}" y="65" font-size="${shopPx}" fill="${writeColour(text)}">${escapeXml(shopName)}</text>
    <text x="${MARGIN}" y="572" font-size="${showPx}" fill="#51605B">${escapeXml(show)}</text>
  </svg>`;
}
