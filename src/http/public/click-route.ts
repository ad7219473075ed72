// /c/<token>: the address of a campaign's button. It counts whoever opens it and leads on.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { campaignLinks } from '#src/core/campaigns/content/campaign-link.ts';
import { recordOpening } from '#src/core/campaigns/content/record-click.ts';
import { Refusal } from '#src/core/refusal.ts';
import { transaction } from '#src/db/client.ts';
import type { HttpDeps } from '../deps.ts';

const params = z.object({ token: z.string().max(64) });

export function serveClicks(app: FastifyInstance, { config, database, clock }: HttpDeps): void {
  const links = campaignLinks(config);
  // A HEAD is a program that looks where it leads: it is answered by nobody and counted by nobody.
  app.get('/c/:token', { schema: { hide: true }, exposeHeadRoute: false }, async (request, reply) => {
    const { success, data } = params.safeParse(request.params);
    const place = success ? links.read(data.token) : null;
    if (!place) throw new Refusal('not_found');
    const at = clock.now();
    const url = await transaction(database.db, (tx) => recordOpening(tx, { ...place, at }));
    if (url === null) throw new Refusal('not_found');
    return reply
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .redirect(url, 302);
  });
}
