// Pictures that staff upload for what the chats show.
import { z } from 'zod';
import { problem } from './problem.ts';
import { route } from './route.ts';

/** The name of an uploaded picture, served at `/public/pictures/{pictureId}`. */
export const pictureId = z
  .string()
  .regex(/^[0-9a-f]{64}\.(png|jpg)$/, problem('picture'))
  .meta({ description: 'An uploaded picture.' });

/** The most that Viber fetches, and so the most that is kept. */
export const MOST_PICTURE_BYTES = 1_000_000;
/** Twice as many bytes in base64: one a little too large is told so in words. */
const MOST_CHARACTERS = 2_700_000;

export const pictureRoutes = {
  uploadPicture: route({
    method: 'POST',
    url: '/api/office/pictures',
    summary: 'Upload a picture, PNG or JPEG, at most 1 MB; the same picture twice is one',
    body: z.strictObject({ base64: z.base64().max(MOST_CHARACTERS) }),
    reply: z.object({ pictureId, width: z.int(), height: z.int() }),
    statuses: [201],
  }),
};

/** Where a picture can be fetched, from the service's own address. */
export function picturePath(name: string): string {
  return `/public/pictures/${name}`;
}
