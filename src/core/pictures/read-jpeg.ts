// Walks the segments of a JPEG. Source: w3.org/Graphics/JPEG/itu-t81.pdf, annex B.
import type { PictureFile } from './picture-file.ts';

const START_OF_SCAN = 0xda;
const COMMENT = 0xfe;
/** JFIF, and Adobe's, which says how the colours are meant. What else applications add (EXIF, XMP, maps of where) goes. */
const KEPT_APPLICATIONS = new Set([0xe0, 0xee]);
/** Tables that stand between the frames' numbers and are no frames: DHT, JPG, DAC. */
const NO_FRAMES = new Set([0xc4, 0xc8, 0xcc]);

/** Null when it is no JPEG or ends too early. */
export function readJpeg(file: Buffer): PictureFile | null {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xff_d8) return null;
  const end = file.lastIndexOf(Buffer.of(0xff, 0xd9));
  const kept: Buffer[] = [file.subarray(0, 2)];
  let size: { width: number; height: number } | null = null;
  for (let at = 2; at + 4 <= end; ) {
    const marker = file.readUInt8(at + 1);
    if (file.readUInt8(at) !== 0xff) return null;
    if (marker === START_OF_SCAN) {
      if (!size) return null;
      // The picture itself, to its end; what hangs behind is left.
      return { extension: 'jpg', bytes: Buffer.concat([...kept, file.subarray(at, end + 2)]), ...size };
    }
    const next = at + 2 + file.readUInt16BE(at + 2);
    if (isFrame(marker) && at + 9 <= end) {
      size = { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) };
    }
    if (!isNote(marker)) kept.push(file.subarray(at, next));
    at = next;
  }
  return null;
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker);
}

function isNote(marker: number): boolean {
  return marker === COMMENT || (marker >= 0xe0 && marker <= 0xef && !KEPT_APPLICATIONS.has(marker));
}
