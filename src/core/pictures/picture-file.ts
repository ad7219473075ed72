// What an uploaded file really is, told by its bytes and never by its name, and the file without what does not draw:
// notes of a camera (where somebody lives), hidden texts, whatever hangs behind its end.
import { readJpeg } from './read-jpeg.ts';
import { readPng } from './read-png.ts';

export interface PictureFile {
  extension: 'png' | 'jpg';
  bytes: Uint8Array;
  /** In pixels. */
  width: number;
  height: number;
}

/** Null when it is neither a whole PNG nor a whole JPEG. */
export function readPictureFile(bytes: Uint8Array): PictureFile | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readPng(view) ?? readJpeg(view);
}
