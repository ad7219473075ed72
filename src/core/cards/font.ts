// The one typeface of our pictures, Manrope Bold, drawn by resvg from the file in the `@expo-google-fonts/manrope`
// package. The machine's own fonts are never used, so that a picture looks the same everywhere.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type RenderedImage, Resvg, type ResvgRenderOptions } from '@resvg/resvg-js';

const file = createRequire(import.meta.url).resolve('@expo-google-fonts/manrope/700Bold/Manrope_700Bold.ttf');
const OPTIONS: ResvgRenderOptions = { font: { loadSystemFonts: false, fontFiles: [file] }, logLevel: 'off' };
const drawable = readCharacterMap(readFileSync(file));

/** Whether the typeface has a shape for this code point. Without one resvg would draw a striped box. */
export function hasGlyph(codePoint: number): boolean {
  return drawable.has(codePoint);
}

/** Draws a whole SVG document whose text is set in Manrope. */
export function drawSvg(svg: string): RenderedImage {
  return new Resvg(svg, OPTIONS).render();
}

/** Pixels from the origin to the right edge of `text` set at `sizePx`. Costs about 0.15 ms. */
export function measureText(text: string, sizePx: number): number {
  // Outlines scale without hinting, so one size tells all of them; a large one loses least to rounding.
  const box = new Resvg(svgOfText(text, { sizePx: 100, width: 1, height: 1, x: 0 }), OPTIONS).getBBox();
  return box ? ((box.x + box.width) * sizePx) / 100 : 0;
}

/** How strongly each pixel is covered, 0 to 255, row by row. The baseline is `baseline` rows from the top. */
export interface TextMask {
  width: number;
  height: number;
  left: number;
  baseline: number;
  coverage: Uint8Array;
}

/** Draws one line of text as a mask, to be painted in any colour with its origin `left` pixels from the mask's edge. */
export function drawText(text: string, sizePx: number): TextMask {
  const left = Math.ceil(sizePx / 8);
  const width = Math.ceil(measureText(text, sizePx)) + 2 * left;
  const height = Math.ceil(sizePx * 1.5);
  const { pixels } = drawSvg(svgOfText(text, { sizePx, width, height, x: left }));
  const coverage = new Uint8Array(width * height);
  for (let i = 0; i < coverage.length; i++) coverage[i] = pixels[i * 4 + 3] ?? 0;
  return { width, height, left, baseline: Math.round(sizePx * 1.1), coverage };
}

/** Text as it may stand between tags. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function svgOfText(text: string, at: { sizePx: number; width: number; height: number; x: number }): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${at.width}" height="${at.height}"><text x="${at.x}" ` +
    `y="${Math.round(at.sizePx * 1.1)}" font-family="Manrope" font-size="${at.sizePx}">${escapeXml(text)}</text></svg>`
  );
}

/** The code points in a TrueType file's `cmap` table, format 4 (OpenType specification 1.9, "cmap"). */
function readCharacterMap(font: Buffer): Set<number> {
  const found = new Set<number>();
  const cmap = tableAt(font, 'cmap');
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const table = cmap + font.readUInt32BE(cmap + 4 + i * 8 + 4);
    if (font.readUInt16BE(table) !== 4) continue;
    const twice = font.readUInt16BE(table + 6);
    for (let segment = 0; segment < twice; segment += 2) {
      const last = font.readUInt16BE(table + 14 + segment);
      const first = font.readUInt16BE(table + 16 + twice + segment);
      // The list ends with a segment that holds nothing but U+FFFF.
      for (let point = first; point <= last && point !== 0xffff; point++) found.add(point);
    }
  }
  if (found.size === 0) throw new Error(`${file} has no character map that can be read.`);
  return found;
}

function tableAt(font: Buffer, tag: string): number {
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const record = 12 + i * 16;
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new Error(`${file} has no table ${tag}.`);
}
