// Links with a name, and what each brought.
import type { FastifyInstance } from 'fastify';
import { sourceLinkRoutes } from '#src/contract/source-links.ts';
import { archiveSourceLink } from '#src/core/members/archive-source-link.ts';
import { createSourceLink, linkSource } from '#src/core/members/create-source-link.ts';
import { listSourceLinks } from '#src/core/members/list-source-links.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { transaction } from '#src/db/client.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { inviteLinks } from '../public/invite-page.ts';
import { serve } from '../serve.ts';

/** Inside of the marketing group, which says who may come in. */
export function sourceLinkGroup(
  app: FastifyInstance,
  { database, clock, config, bots = {} }: HttpDeps,
): void {
  const { db } = database;

  const answer = async () => ({
    links: (await listSourceLinks(db)).map((link) => {
      const { telegram, viber } = inviteLinks(bots, linkSource(link.code));
      return {
        ...link,
        createdAt: link.createdAt.toISOString(),
        archivedAt: link.archivedAt?.toISOString() ?? null,
        url: `${config.publicUrl}/go/${linkSource(link.code)}`,
        telegram: telegram ?? null,
        viber: viber ?? null,
      };
    }),
  });

  serve(app, sourceLinkRoutes.listLinks, answer);

  serve(app, sourceLinkRoutes.createLink, async ({ body, request }) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    await transaction(db, async (tx) => {
      const code = await createSourceLink(tx, { ...body, createdBy: staffId, at });
      await recordAudit(tx, { actor: staffId, action: 'link.create', subject: code, at });
    });
    return await answer();
  });

  serve(app, sourceLinkRoutes.archiveLink, async ({ params, body, request }) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    await transaction(db, async (tx) => {
      await archiveSourceLink(tx, { ...params, ...body, at });
      await recordAudit(tx, {
        actor: staffId,
        action: 'link.archive',
        subject: params.code,
        detail: body,
        at,
      });
    });
    return await answer();
  });
}
