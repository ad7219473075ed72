// What marketers and admins may both do: look a member up, see their points and why, ask for an adjustment.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { adjustmentRoutes } from '#src/contract/adjustments.ts';
import { adminRoutes } from '#src/contract/admin.ts';
import { officeRoutes } from '#src/contract/office.ts';
import { pointsRoutes } from '#src/contract/points.ts';
import { askAdjustment } from '#src/core/ledger/ask-adjustment.ts';
import { listAdjustmentsOf, listWaitingAdjustments } from '#src/core/ledger/list-adjustments.ts';
import { listDecidedAdjustments, readAdjustment } from '#src/core/ledger/list-decided-adjustments.ts';
import { findAsOne } from '#src/core/ledger/move-as-one.ts';
import { withdrawAdjustment } from '#src/core/ledger/withdraw-adjustment.ts';
import { Refusal } from '#src/core/refusal.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { readProgramme } from '#src/core/stores/read-programme.ts';
import { transaction } from '#src/db/client.ts';
import type { AdjustmentId, MemberId, TransferId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { findHolder } from '../find-holder.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { throttle } from '../throttle.ts';
import { describeAdjustment, describeAdjustments } from './describe-adjustments.ts';
import { explainTransfer } from './explain-transfer.ts';
import { serveExports } from './export-routes.ts';
import { serveMemberHoldings } from './member-holdings-routes.ts';
import { findMasked, readAnyMember, readMemberPage } from './member-page.ts';
import { readMemberPoints } from './member-points.ts';
import { serveMemberWords } from './member-words-routes.ts';
import { servePictures } from './picture-routes.ts';
import { searchMembers } from './search-members.ts';
import { listTransfersShown } from './transfers-shown.ts';

const MOST_LOOKUPS = 150;
const MOST_ADJUSTMENTS = 60;
const WINDOW_MS = 10 * 60_000;
const MOST_SHOWN = 100;

export async function officeGroup(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  const { config, database, clock, known, poke } = deps;
  const { db } = database;
  app.addHook('onRequest', app.sameOrigin);
  app.addHook('onRequest', app.allowStaff('marketer', 'admin'));
  await app.register(rateLimit, {
    max: 600,
    timeWindow: 60_000,
    hook: 'preHandler',
    keyGenerator: (r) => r.staff?.staffId ?? r.ip,
  });

  serveExports(app, deps);

  /** Who looked at whom can be asked later. */
  const noteLook = ({ actor, memberId, at }: { actor: string; memberId: MemberId; at: Date }) =>
    transaction(db, (tx) => recordAudit(tx, { actor, action: 'member.look', subject: memberId, at }));

  serve(app, adminRoutes.findMember, async ({ body, request }) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    await throttle(db, { key: `admin-find:${staffId}`, limit: MOST_LOOKUPS, windowMs: WINDOW_MS, at });
    const { secretKey } = config;
    const { memberId } = await findHolder(db, body.code, { secretKey, at, blockedToo: true });
    await noteLook({ actor: staffId, memberId, at });
    return await findMasked(db, memberId);
  });

  serve(app, officeRoutes.searchMembers, async ({ body, request }) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    await throttle(db, { key: `admin-find:${staffId}`, limit: MOST_LOOKUPS, windowMs: WINDOW_MS, at });
    const found = await searchMembers(db, body.text, { secretKey: config.secretKey, at });
    for (const { memberId } of found.members)
      await noteLook({ actor: staffId, memberId: memberId as MemberId, at });
    return found;
  });
  serveMemberWords(app, deps);
  serveMemberHoldings(app, deps);

  serve(app, adminRoutes.readMember, async ({ params, request }) => {
    const memberId = params.memberId as MemberId;
    const at = clock.now();
    const page = await readMemberPage(db, { memberId, known: await known(), at: clock.now() });
    await noteLook({ actor: signedIn(request).staffId, memberId, at });
    return page;
  });

  servePictures(app, deps);

  serve(app, pointsRoutes.readPoints, async ({ params, request }) => {
    const member = await readAnyMember(db, params.memberId as MemberId);
    return await readMemberPoints(db, { member, viewer: signedIn(request).staffId, at: clock.now() });
  });

  serve(app, pointsRoutes.listTransfers, async ({ params, query }) => {
    const { memberId } = await readAnyMember(db, params.memberId as MemberId);
    const { before, currency } = query;
    return await listTransfersShown(db, {
      memberId,
      before: before as TransferId | undefined,
      currency,
      movesAsOne: true,
    });
  });

  serve(app, pointsRoutes.explainTransfer, async ({ params, request }) => {
    const [memberId, transferId] = [params.memberId as MemberId, params.transferId as TransferId];
    const found = await findAsOne(db, { memberId, transferId });
    if (!found) throw new Refusal('not_found', { what: 'transfer' });
    const { language } = signedIn(request);
    return { sentences: await explainTransfer(db, { ...found, language, at: clock.now() }) };
  });

  serve(app, adjustmentRoutes.askAdjustment, async ({ params, body, request }) => {
    const { staffId: actor } = signedIn(request);
    const at = clock.now();
    await throttle(db, { key: `adjust:${actor}`, limit: MOST_ADJUSTMENTS, windowMs: WINDOW_MS, at });
    const memberId = params.memberId as MemberId;
    const asked = { ...body, memberId, amount: BigInt(body.amount), actor, at };
    const { adjustmentId } = await transaction(db, (tx) => askAdjustment(tx, asked));
    poke?.();
    return await describeAdjustment(db, await readAdjustment(db, adjustmentId), { viewer: actor });
  });

  serve(app, adjustmentRoutes.withdrawAdjustment, async ({ params, request }) => {
    const adjustmentId = params.adjustmentId as AdjustmentId;
    const { staffId: actor } = signedIn(request);
    await transaction(db, (tx) => withdrawAdjustment(tx, { adjustmentId, actor, at: clock.now() }));
    return await describeAdjustment(db, await readAdjustment(db, adjustmentId), { viewer: actor });
  });

  serve(app, adjustmentRoutes.listAdjustments, async ({ query, request }) => {
    const { which, memberId } = query;
    const waiting = which === 'waiting';
    const rows = memberId
      ? (await listAdjustmentsOf(db, memberId as MemberId, MOST_SHOWN)).filter(
          (each) => (each.status === 'waiting') === waiting,
        )
      : await (waiting ? listWaitingAdjustments : listDecidedAdjustments)(db, MOST_SHOWN);
    const { adjustmentLimit } = await readProgramme(db);
    const adjustments = await describeAdjustments(db, rows, { viewer: signedIn(request).staffId });
    return { adjustments, limit: Number(adjustmentLimit) };
  });
}
