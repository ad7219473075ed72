// What only admins may look into: the log, and a member's whole phone.
import type { FastifyInstance } from 'fastify';
import { officeRoutes } from '#src/contract/office.ts';
import { listAuditLog } from '#src/core/staff/list-audit.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { readActorNames } from './actor-names.ts';
import { readAnyMember } from './member-page.ts';

const PAGE = 50;

export function serveAudit(
  app: FastifyInstance,
  { database, clock }: Pick<HttpDeps, 'database' | 'clock'>,
): void {
  const { db } = database;

  serve(app, officeRoutes.showPhone, async ({ params, request }) => {
    const { memberId, phone } = await readAnyMember(db, params.memberId as MemberId);
    const look = { actor: signedIn(request).staffId, action: 'member.phone_shown', subject: memberId };
    await transaction(db, (tx) => recordAudit(tx, { ...look, at: clock.now() }));
    return { phone };
  });

  serve(app, officeRoutes.listAudit, async ({ query }) => {
    const before = query.before === undefined ? undefined : BigInt(query.before);
    const [rows, nameOf] = await Promise.all([
      listAuditLog(db, { ...query, before, limit: PAGE }),
      readActorNames(db),
    ]);
    const lines = rows.map(({ auditId, at, actor, action, subject, detail }) => ({
      auditId: auditId.toString(),
      at: at.toISOString(),
      actor: nameOf(actor),
      action,
      subject,
      subjectName: nameOf(subject) === subject ? null : nameOf(subject),
      detail,
    }));
    return { lines, next: rows.length === PAGE ? (lines.at(-1)?.auditId ?? null) : null };
  });
}
