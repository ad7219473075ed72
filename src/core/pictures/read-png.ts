// Walks the chunks of a PNG. Source: w3.org/TR/png-3, 5.2 and 11.
import type { PictureFile } from './picture-file.ts';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** What changes how it looks; texts, times, EXIF and animation are left out. */
const DRAWN = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'cHRM',
  'gAMA',
  'iCCP',
  'sBIT',
  'sRGB',
  'bKGD',
  'pHYs',
]);
/** Length, type and checksum around what a chunk holds. */
const AROUND = 12;

/** Null when it is no PNG or ends too early. */
export function readPng(file: Buffer): PictureFile | null {
  if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null;
  const kept: Buffer[] = [SIGNATURE];
  let size: { width: number; height: number } | null = null;
  for (let at = SIGNATURE.length; at + AROUND <= file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const end = at + AROUND + length;
    if (end > file.length) return null;
    if (type === 'IHDR' && length === 13) {
      size = { width: file.readUInt32BE(at + 8), height: file.readUInt32BE(at + 12) };
    }
    // The header comes first.
    if (!size) return null;
    if (DRAWN.has(type)) kept.push(file.subarray(at, end));
    if (type === 'IEND') return { extension: 'png', bytes: Buffer.concat(kept), ...size };
    at = end;
  }
  return null;
}
