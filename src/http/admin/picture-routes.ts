// Pictures for offers, rewards and messages.
import type { FastifyInstance } from 'fastify';
import { MOST_PICTURE_BYTES, pictureRoutes } from '#src/contract/pictures.ts';
import { storePicture } from '#src/core/pictures/store-picture.ts';
import { transaction } from '#src/db/client.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { throttle } from '../throttle.ts';

const MOST_UPLOADS = 60;
const WINDOW_MS = 10 * 60_000;
/** Base64 makes four characters of three bytes; the contract says how many are taken. */
const BODY_BYTES = MOST_PICTURE_BYTES * 3;

export function servePictures(app: FastifyInstance, { database, clock }: HttpDeps): void {
  const { db } = database;
  serve(
    app,
    pictureRoutes.uploadPicture,
    async ({ body, request }) => {
      const { staffId: actor } = signedIn(request);
      const at = clock.now();
      await throttle(db, { key: `picture:${actor}`, limit: MOST_UPLOADS, windowMs: WINDOW_MS, at });
      const bytes = Buffer.from(body.base64, 'base64');
      return await transaction(db, (tx) => storePicture(tx, { bytes, actor, at }));
    },
    { bodyLimit: BODY_BYTES, refusals: [400, 401, 403, 413, 429, 503] },
  );
}
