// Uploaded pictures, for the messengers and the console. What an address names never changes.
import type { FastifyInstance } from 'fastify';
import { pictureId, picturePath } from '#src/contract/pictures.ts';
import { findPicture } from '#src/core/pictures/find-picture.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { HttpDeps } from '../deps.ts';

export function servePicture(app: FastifyInstance, { database }: HttpDeps): void {
  app.get(picturePath(':name'), { schema: { hide: true } }, async (request, reply) => {
    const { name } = request.params as { name: string };
    const { success, data } = pictureId.safeParse(name);
    const found = success ? await findPicture(database.db, data) : null;
    if (!found) throw new Refusal('not_found');
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(found.mediaType)
      .send(found.bytes);
  });
}
