// Looks at our pictures with eyes that are not ours: resvg decodes the PNG, ZXing reads the codes in it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
const wasmBinary = Uint8Array.from(readFileSync(wasm)).buffer;
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });

export interface Picture {
  width: number;
  height: number;
  /** 0xrrggbb of the pixel at (`x`, `y`). */
  at(x: number, y: number): number;
  /** Four bytes a pixel, row by row. */
  pixels: Buffer;
}

/** Every code in the picture as `QRCode 290…`, sorted. */
export async function readCodes(png: Buffer): Promise<string[]> {
  const found = await readBarcodes(Uint8Array.from(png), { formats: ['EAN13', 'QRCode'], tryHarder: true });
  return found.map(({ format, text }) => `${format} ${text}`).sort();
}

/** The picture's width and height as its header tells them. */
export function sizeOf(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** The picture drawn `scale` times as large, the way a phone shows a photo. */
export function scaled(png: Buffer, scale: number): Buffer {
  return render(png, scale).asPng();
}

export function pixelsOf(png: Buffer): Picture {
  const image = render(png, 1);
  const { pixels, width, height } = image;
  return { width, height, pixels, at: (x, y) => pixels.readUIntBE((y * width + x) * 4, 3) };
}

/** The first row in which two pictures of one size differ outside `box` (its right and bottom not in it), or null. */
export function rowThatDiffers(
  one: Picture,
  other: Picture,
  box: { left: number; right: number; top: number; bottom: number },
): number | null {
  const same = (y: number, from: number, to: number) => {
    const [start, end] = [(y * one.width + from) * 4, (y * one.width + to) * 4];
    return one.pixels.subarray(start, end).equals(other.pixels.subarray(start, end));
  };
  for (let y = 0; y < one.height; y++) {
    const inside = y >= box.top && y < box.bottom;
    const alike = inside ? same(y, 0, box.left) && same(y, box.right, one.width) : same(y, 0, one.width);
    if (!alike) return y;
  }
  return null;
}

function render(png: Buffer, scale: number) {
  const { width, height } = sizeOf(png);
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  const source = `data:image/png;base64,${png.toString('base64')}`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}">` +
    `<image width="${w}" height="${h}" href="${source}"/></svg>`;
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render();
}
