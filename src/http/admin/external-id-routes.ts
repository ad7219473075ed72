// What other systems call a member: for admins only, and in whole only when they ask, which is noted, as it may be a phone
// or an address there.
import type { FastifyInstance } from 'fastify';
import { officeRoutes } from '#src/contract/office.ts';
import { maskExternalId } from '#src/core/members/external-id.ts';
import { listLinkedIds } from '#src/core/members/list-linked-ids.ts';
import { unlinkExternalId } from '#src/core/members/unlink-external-id.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { readAnyMember } from './member-page.ts';

export function serveExternalIds(
  app: FastifyInstance,
  { database, clock }: Pick<HttpDeps, 'database' | 'clock'>,
): void {
  const { db } = database;

  serve(app, officeRoutes.listExternalIds, async ({ params }) => {
    const { memberId } = await readAnyMember(db, params.memberId as MemberId);
    const linked = await listLinkedIds(db, memberId);
    return {
      externalIds: linked.map(({ externalId, linkedAt }) => ({
        maskedId: maskExternalId(externalId),
        linkedAt: linkedAt.toISOString(),
      })),
    };
  });

  serve(app, officeRoutes.showExternalIds, async ({ params, request }) => {
    const { memberId } = await readAnyMember(db, params.memberId as MemberId);
    const look = { actor: signedIn(request).staffId, action: 'member.external_ids_shown', subject: memberId };
    const linked = await transaction(db, async (tx) => {
      await recordAudit(tx, { ...look, at: clock.now() });
      return await listLinkedIds(tx, memberId);
    });
    return {
      externalIds: linked.map(({ externalId, linkedAt }) => ({
        externalId,
        linkedAt: linkedAt.toISOString(),
      })),
    };
  });

  serve(app, officeRoutes.unlinkExternalId, async ({ params, query: { externalId }, request }) => {
    const memberId = params.memberId as MemberId;
    const { staffId: actor } = signedIn(request);
    await transaction(db, (tx) => unlinkExternalId(tx, { memberId, externalId, actor, at: clock.now() }));
    return null;
  });
}
