import { eq, inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { picture } from '#src/db/schema/pictures.ts';
import { Refusal } from '../refusal.ts';

export interface FoundPicture {
  bytes: Uint8Array;
  mediaType: 'image/png' | 'image/jpeg';
}

/** The picture with its bytes, or null. */
export async function findPicture(db: Reader, pictureId: string): Promise<FoundPicture | null> {
  const [row] = await db
    .select({ bytes: picture.bytes })
    .from(picture)
    .where(eq(picture.pictureId, pictureId));
  return row ? { ...row, mediaType: pictureId.endsWith('.png') ? 'image/png' : 'image/jpeg' } : null;
}

/** Throws Refusal not_found {what: 'picture'} when it was never uploaded. */
export async function requirePicture(db: Reader, pictureId: string): Promise<void> {
  const [row] = await db
    .select({ pictureId: picture.pictureId })
    .from(picture)
    .where(eq(picture.pictureId, pictureId));
  if (!row) throw new Refusal('not_found', { what: 'picture' });
}

/** Which of them were never uploaded. */
export async function findMissingPictures(db: Reader, pictureIds: readonly string[]): Promise<string[]> {
  if (pictureIds.length === 0) return [];
  const rows = await db
    .select({ pictureId: picture.pictureId })
    .from(picture)
    .where(inArray(picture.pictureId, [...pictureIds]));
  const known = new Set(rows.map(({ pictureId }) => pictureId));
  return pictureIds.filter((each) => !known.has(each));
}
