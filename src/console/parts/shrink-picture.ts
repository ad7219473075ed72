// A photo from a phone is larger than any chat shows: it is made smaller here, which also leaves behind where it was
// taken. What is small enough stays as it is, to the last pixel.
import { MOST_PICTURE_BYTES } from '#src/contract/pictures.ts';

/** The longest side that a chat shows sharp. */
const LONGEST_PX = 1_600;
const QUALITIES = [0.86, 0.75, 0.6];

/** Null: this device cannot read it as a picture. */
export async function shrinkPicture(file: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return null;
  const { width, height } = bitmap;
  const share = Math.min(1, LONGEST_PX / Math.max(width, height));
  const known = /^image\/(png|jpeg)$/.test(file.type) && !(await isTurned(file));
  const fits = file.size <= MOST_PICTURE_BYTES && known;
  if (share === 1 && fits) {
    bitmap.close();
    return file;
  }
  const canvas = new OffscreenCanvas(Math.round(width * share), Math.round(height * share));
  const context = canvas.getContext('2d');
  if (!context) return null;
  // JPEG knows no see-through.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    if (blob.size <= MOST_PICTURE_BYTES) return blob;
  }
  return null;
}

/** A camera that was held upright says so in a note, and notes are left behind: such a picture is drawn anew. */
async function isTurned(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 256).arrayBuffer());
  return String.fromCharCode(...head).includes('Exif');
}

/** The bytes as base64, without the head of a data address. */
export async function toBase64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let from = 0; from < bytes.length; from += 8_192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8_192));
  return btoa(text);
}
