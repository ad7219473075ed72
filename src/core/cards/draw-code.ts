// A code as a picture: nothing but a large QR on white and, below it, whose it is and a word about it.
import { type Brand, DEFAULT_ACCENT, readColour, textColourOn, WHITE, writeColour } from './brand.ts';
import { type Canvas, copyCanvas, encodeCanvas, paintQr, paintText, prepareCanvas } from './canvas.ts';
import { drawableText } from './drawable-text.ts';
import { escapeXml } from './font.ts';
import { keepRecent } from './keep-recent.ts';
import { setText, widthOf } from './set-text.ts';

export interface CodePicture {
  /** What the QR says. */
  text: string;
  brand: Brand;
  /** Below it at the right, a few characters. */
  caption: string;
}

export const CODE_SIZE = { width: 720, height: 840 };

// A code of 47 characters has 29 modules at correction Q: 29 * 19 = 551, and 84 px round it are more than 4 modules.
const QR = { x: 84, y: 84, sidePx: 552, correction: 'Q' } as const;
const BAND_TOP = 720;
const MARGIN = 60;
const CAPTION_PX = 56;
const NAME_LEFT = MARGIN + 68;
const GAP = 32;

const grounds = keepRecent<Canvas>(16);

/** The picture as a PNG, 720 x 840. Throws when a colour of the brand is not `#rrggbb`. */
export async function drawCode({ text, brand, caption }: CodePicture): Promise<Buffer> {
  const word = setText(drawableText(caption), CAPTION_PX);
  const room = roomFor(word.width);
  const key = JSON.stringify([brand.shopName, brand.colour, brand.accent, room]);
  const canvas = copyCanvas(grounds(key, () => prepareGround(brand, room)));
  paintQr(canvas, text, QR);
  paintText(canvas, word, { x: CODE_SIZE.width - MARGIN - word.width, baseline: 802, ramp: 0 });
  return encodeCanvas(canvas);
}

/** What the caption leaves to the name, in steps so that few grounds are drawn. */
function roomFor(captionWidth: number): number {
  const free = CODE_SIZE.width - MARGIN - captionWidth - GAP - NAME_LEFT;
  return Math.min(360, Math.floor(free / 20) * 20);
}

function prepareGround(brand: Brand, room: number): Canvas {
  const ground = readColour(brand.colour);
  const text = textColourOn(ground);
  const accent = writeColour(readColour(brand.accent ?? DEFAULT_ACCENT));
  const shopName = drawableText(brand.shopName);
  const shopPx = Math.min(40, room / Math.max(widthOf(shopName), 1));
  const { width, height } = CODE_SIZE;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Manrope">
    <rect width="${width}" height="${height}" fill="${writeColour(WHITE)}"/>
    <rect y="${BAND_TOP}" width="${width}" height="${height - BAND_TOP}" fill="${writeColour(ground)}"/>
    <rect y="${BAND_TOP}" width="${width}" height="8" fill="${accent}"/>
    <circle cx="${MARGIN + 16}" cy="784" r="16" fill="${writeColour(text)}"/>
    <circle cx="${MARGIN + 36}" cy="784" r="16" fill="${accent}"/>
    <text x="${NAME_LEFT}" y="798" font-size="${shopPx}" fill="${writeColour(text)}">${escapeXml(shopName)}</text>
  </svg>`;
  return prepareCanvas(svg, CODE_SIZE, [{ text, ground }]);
}
