// A picture in palette colours that is drawn once per brand and copied for each card, and the few things that are
// painted on a copy: squares, bars and text. Every pixel of a code is pure black or pure white, with no soft edges.

import { ean13Bars } from './bars.ts';
import { mixColours, type Rgb, WHITE } from './brand.ts';
import { encodePalettePng, type Size } from './encode-png.ts';
import { drawSvg, type TextMask } from './font.ts';
import { type QrCorrection, qrMatrix } from './qr-matrix.ts';
import type { SetText } from './set-text.ts';

export interface Canvas extends Size {
  /** Per row PNG's filter byte, then a palette index per pixel. */
  rows: Uint8Array;
  /** Three bytes a colour. */
  palette: Uint8Array;
  /** The palette position of the first ramp's first shade. */
  firstShade: number;
}

// Palette positions that every canvas has.
const WHITE_INDEX = 0;
const BLACK_INDEX = 1;
const RAMP_STEPS = 16;
// Besides white and black.
const GROUND_COLOURS = 256 - 2;

/** A colour of text on a colour of ground that `paintText` will want. */
export interface Ramp {
  text: Rgb;
  ground: Rgb;
}

/** Draws `svg` (opaque, `size` large) and makes room in its palette for text in each of the `ramps`, in their order. */
export function prepareCanvas(svg: string, size: Size, ramps: Ramp[]): Canvas {
  const { pixels } = drawSvg(svg);
  const colours = commonestColours(pixels, GROUND_COLOURS - ramps.length * RAMP_STEPS);
  const nearest = new Map<number, number>();
  const rows = new Uint8Array((size.width + 1) * size.height);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const colour = pixels.readUIntBE((y * size.width + x) * 4, 3);
      let index = nearest.get(colour);
      if (index === undefined) {
        index = nearestIndex(colours, colour);
        nearest.set(colour, index);
      }
      rows[y * (size.width + 1) + 1 + x] = index;
    }
  }
  const shades = ramps.flatMap(({ text, ground }) =>
    Array.from({ length: RAMP_STEPS }, (_, step) => mixColours(ground, text, step / (RAMP_STEPS - 1))),
  );
  const ground = colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
  const palette = Uint8Array.from([...ground, ...shades.flat()]);
  return { ...size, rows, palette, firstShade: colours.length };
}

/** A copy that may be painted on. */
export function copyCanvas(canvas: Canvas): Canvas {
  return { ...canvas, rows: canvas.rows.slice() };
}

/** Paints the QR code of `text` in black, its first module's corner at (`x`, `y`). The ground there must be white. */
export function paintQr(
  canvas: Canvas,
  text: string,
  look: { x: number; y: number; sidePx: number; correction: QrCorrection },
): void {
  const { size, modules } = qrMatrix(text, look.correction);
  const modulePx = Math.floor(look.sidePx / size);
  // A code that does not fill its place to the pixel is put in the middle.
  const left = look.x + Math.floor((look.sidePx - size * modulePx) / 2);
  const top = look.y + Math.floor((look.sidePx - size * modulePx) / 2);
  for (let row = 0; row < size; row++) {
    const y = top + row * modulePx;
    for (let column = 0; column < size; column++) {
      if (modules[row * size + column])
        paintBlackRun(canvas, { x: left + column * modulePx, y, width: modulePx });
    }
    repeatRow(canvas, { x: left, y, width: size * modulePx, height: modulePx });
  }
}

/** Paints the EAN-13 of `number` in black, its first bar's corner at (`x`, `y`). The ground there must be white. */
export function paintBars(
  canvas: Canvas,
  number: string,
  look: { x: number; y: number; modulePx: number; height: number },
): void {
  const bars = ean13Bars(number);
  bars.forEach((bar, i) => {
    if (bar) paintBlackRun(canvas, { x: look.x + i * look.modulePx, y: look.y, width: look.modulePx });
  });
  repeatRow(canvas, { x: look.x, y: look.y, width: bars.length * look.modulePx, height: look.height });
}

/** Paints text in the colours of ramp `ramp`, its origin at (`x`, `baseline`); what lies outside the canvas is cut off. */
export function paintText(
  canvas: Canvas,
  text: SetText,
  look: { x: number; baseline: number; ramp: number },
): void {
  for (const { mask, x } of text.letters) {
    paintMask(canvas, mask, { ...look, x: Math.round(look.x) + x });
  }
}

function paintMask(
  canvas: Canvas,
  mask: TextMask,
  look: { x: number; baseline: number; ramp: number },
): void {
  const firstShade = canvas.firstShade + look.ramp * RAMP_STEPS;
  const stride = canvas.width + 1;
  for (let row = 0; row < mask.height; row++) {
    const y = look.baseline - mask.baseline + row;
    if (y < 0 || y >= canvas.height) continue;
    for (let column = 0; column < mask.width; column++) {
      const covered = mask.coverage[row * mask.width + column] ?? 0;
      const x = look.x - mask.left + column;
      if (covered < 8 || x < 0 || x >= canvas.width) continue;
      const at = y * stride + 1 + x;
      const shade = firstShade + Math.round((covered * (RAMP_STEPS - 1)) / 255);
      // Where kerned letters overlap, the stronger one shows.
      canvas.rows[at] = Math.max(shade, canvas.rows[at] ?? 0);
    }
  }
}

/** The canvas as a PNG. */
export function encodeCanvas(canvas: Canvas): Promise<Buffer> {
  return encodePalettePng(canvas, canvas.rows, canvas.palette);
}

function paintBlackRun(canvas: Canvas, run: { x: number; y: number; width: number }): void {
  const at = run.y * (canvas.width + 1) + 1 + run.x;
  canvas.rows.fill(BLACK_INDEX, at, at + run.width);
}

// Copies the box's first row into its others: ten times cheaper than painting each of them.
function repeatRow(canvas: Canvas, box: { x: number; y: number; width: number; height: number }): void {
  const stride = canvas.width + 1;
  const first = box.y * stride + 1 + box.x;
  for (let row = 1; row < box.height; row++) {
    canvas.rows.copyWithin(first + row * stride, first, first + box.width);
  }
}

// White, black, then the ground's colours by how much of it they cover: the rare ones are edges and may be approximate.
function commonestColours(pixels: Buffer, most: number): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = pixels.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const [white, black] = [WHITE[0] * 0x10101, 0];
  const others = [...counts]
    .filter(([colour]) => colour !== white && colour !== black)
    .sort((a, b) => b[1] - a[1]);
  const colours = [white, black, ...others.slice(0, most).map(([colour]) => colour)];
  if (colours[WHITE_INDEX] !== white || colours[BLACK_INDEX] !== black)
    throw new Error('The palette is out of order.');
  return colours;
}

function nearestIndex(colours: number[], wanted: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  colours.forEach((colour, i) => {
    const red = (colour >> 16) - (wanted >> 16);
    const green = ((colour >> 8) & 255) - ((wanted >> 8) & 255);
    const blue = (colour & 255) - (wanted & 255);
    const distance = red * red + green * green + blue * blue;
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}
