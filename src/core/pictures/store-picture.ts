// Keeps a picture that somebody of the staff uploaded, or a player has sent. The same picture twice is one.
import { createHash } from 'node:crypto';
import type { Tx } from '#src/db/client.ts';
import { picture } from '#src/db/schema/pictures.ts';
import { Refusal } from '../refusal.ts';
import { readPictureFile } from './picture-file.ts';

/** The most that Viber fetches (developers.viber.com, picture message: 1 MB). */
export const MOST_PICTURE_BYTES = 1_000_000;
/** Smaller is a smear in a chat; larger does not open on an old phone. */
const SIDE = { least: 64, most: 4_096 } as const;

export interface StoredPicture {
  /** Its name, too: `/public/pictures/{pictureId}`. */
  pictureId: string;
  width: number;
  height: number;
}

export interface StorePicture {
  bytes: Uint8Array;
  actor: string;
  at: Date;
  /** More than Viber fetches for what is never sent by Viber. */
  mostBytes?: number;
}

/** Throws Refusal picture_not_valid, picture_too_large {megabytes} or picture_size {least, most}. */
export async function storePicture(
  tx: Tx,
  { bytes, actor, at, mostBytes = MOST_PICTURE_BYTES }: StorePicture,
): Promise<StoredPicture> {
  if (bytes.length > mostBytes)
    throw new Refusal('picture_too_large', { megabytes: Math.floor(mostBytes / 1_000_000) });
  const file = readPictureFile(bytes);
  if (!file) throw new Refusal('picture_not_valid');
  const { width, height } = file;
  if (Math.min(width, height) < SIDE.least || Math.max(width, height) > SIDE.most) {
    throw new Refusal('picture_size', SIDE);
  }
  const pictureId = `${createHash('sha256').update(file.bytes).digest('hex')}.${file.extension}`;
  await tx
    .insert(picture)
    .values({ pictureId, bytes: file.bytes, width, height, storedBy: actor, storedAt: at })
    // Whoever has just uploaded it wants it, however long it has been lying here unused.
    .onConflictDoUpdate({ target: picture.pictureId, set: { storedAt: at } });
  return { pictureId, width, height };
}
