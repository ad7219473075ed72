// The programme's limits on advertising.
import type { FastifyInstance } from 'fastify';
import { contactRoutes } from '#src/contract/contacts.ts';
import { changeContactPolicy, readContactPolicy } from '#src/core/contacts/contact-policy.ts';
import { transaction } from '#src/db/client.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

/** Inside of the group of the admins. */
export function serveContacts(app: FastifyInstance, { database: { db }, clock }: HttpDeps): void {
  serve(app, contactRoutes.readContacts, async () => await readContactPolicy(db));

  serve(app, contactRoutes.changeContacts, async ({ body, request }) => {
    const change = { ...body, actor: signedIn(request).staffId, at: clock.now() };
    await transaction(db, (tx) => changeContactPolicy(tx, change));
    return await readContactPolicy(db);
  });
}
