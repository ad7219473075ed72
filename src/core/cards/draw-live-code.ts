// The live card code as a picture: nothing but a large QR on white and, below it, whose it is and how long it lasts.
import { type Brand, DEFAULT_ACCENT, readColour, textColourOn, WHITE, writeColour } from './brand.ts';
import { type Canvas, copyCanvas, encodeCanvas, paintQr, paintText, prepareCanvas } from './canvas.ts';
import { drawableText } from './drawable-text.ts';
import { escapeXml } from './font.ts';
import { keepRecent } from './keep-recent.ts';
import { setText, widthOf } from './set-text.ts';

export interface LiveCodePicture {
  /** From `signLiveCode`. */
  code: string;
  brand: Brand;
  /** 60 where not told. */
  secondsLeft?: number;
  /** The unit behind the seconds in the member's language: `s`, `с`. */
  secondsUnit?: string;
}

export const LIVE_CODE_SIZE = { width: 720, height: 840 };

// A code of 47 characters has 29 modules at correction Q: 29 * 19 = 551, and 84 px round it are more than 4 modules.
const QR = { x: 84, y: 84, sidePx: 552, correction: 'Q' } as const;
const BAND_TOP = 720;
const MARGIN = 60;

const grounds = keepRecent<Canvas>(16);

/** The picture as a PNG, 720 x 840. Throws when a colour of the brand is not `#rrggbb`. */
export async function drawLiveCode(picture: LiveCodePicture): Promise<Buffer> {
  const { brand, secondsLeft = 60, secondsUnit = 's' } = picture;
  const key = JSON.stringify([brand.shopName, brand.colour, brand.accent]);
  const canvas = copyCanvas(grounds(key, () => prepareGround(brand)));
  paintQr(canvas, picture.code, QR);
  const seconds = setText(`${Math.max(0, Math.ceil(secondsLeft))} ${drawableText(secondsUnit)}`.trim(), 56);
  paintText(canvas, seconds, {
    x: LIVE_CODE_SIZE.width - MARGIN - seconds.width,
    baseline: 802,
    ramp: 0,
  });
  return encodeCanvas(canvas);
}

function prepareGround(brand: Brand): Canvas {
  const ground = readColour(brand.colour);
  const text = textColourOn(ground);
  const accent = writeColour(readColour(brand.accent ?? DEFAULT_ACCENT));
  const shopName = drawableText(brand.shopName);
  const shopPx = Math.min(40, 360 / Math.max(widthOf(shopName), 1));
  const { width, height } = LIVE_CODE_SIZE;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Manrope">
    <rect width="${width}" height="${height}" fill="${writeColour(WHITE)}"/>
    <rect y="${BAND_TOP}" width="${width}" height="${height - BAND_TOP}" fill="${writeColour(ground)}"/>
    <rect y="${BAND_TOP}" width="${width}" height="8" fill="${accent}"/>
    <circle cx="${MARGIN + 16}" cy="784" r="16" fill="${writeColour(text)}"/>
    <circle cx="${MARGIN + 36}" cy="784" r="16" fill="${accent}"/>
    <text x="${MARGIN + 68}" y="798" font-size="${shopPx}" fill="${writeColour(text)}">${escapeXml(shopName)}</text>
  </svg>`;
  return prepareCanvas(svg, LIVE_CODE_SIZE, [{ text, ground }]);
}
