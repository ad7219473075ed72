// What only admins may do with a member's points: decide, reverse, give gifts back, merge and part members.
import type { FastifyInstance } from 'fastify';
import { type Adjustment as AdjustmentAnswer, adjustmentRoutes } from '#src/contract/adjustments.ts';
import { pointsRoutes } from '#src/contract/points.ts';
import { decideAdjustment, reverseAdjustment } from '#src/core/ledger/decide-adjustment.ts';
import { readAdjustment } from '#src/core/ledger/list-decided-adjustments.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { cancelGift } from '#src/core/ledger/return-gift.ts';
import { reverseGift } from '#src/core/ledger/reverse-gift.ts';
import { undoMerge } from '#src/core/ledger/undo-merge.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { AdjustmentId, GiftId, MemberId, MergeId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { describeAdjustment } from './describe-adjustments.ts';
import { previewMerge } from './preview-merge.ts';

export function servePoints(app: FastifyInstance, { database, clock, poke }: HttpDeps): void {
  const { db } = database;

  const acted = async (
    adjustmentId: AdjustmentId,
    actor: string,
    work: (tx: Tx) => Promise<unknown>,
  ): Promise<AdjustmentAnswer> => {
    await transaction(db, work);
    poke?.();
    return await describeAdjustment(db, await readAdjustment(db, adjustmentId), { viewer: actor });
  };

  for (const [told, approve] of [
    [adjustmentRoutes.agreeToAdjustment, true],
    [adjustmentRoutes.refuseAdjustment, false],
  ] as const) {
    serve(app, told, ({ params, request }) => {
      const adjustmentId = params.adjustmentId as AdjustmentId;
      const actor = signedIn(request).staffId;
      const decision = { adjustmentId, approve, actor, at: clock.now() };
      return acted(adjustmentId, actor, (tx) => decideAdjustment(tx, decision));
    });
  }

  serve(app, adjustmentRoutes.reverseAdjustment, ({ params, request }) => {
    const adjustmentId = params.adjustmentId as AdjustmentId;
    const actor = signedIn(request).staffId;
    const at = clock.now();
    return acted(adjustmentId, actor, (tx) => reverseAdjustment(tx, { adjustmentId, actor, at }));
  });

  serve(app, pointsRoutes.cancelGift, async ({ params, request }) => {
    const memberId = params.memberId as MemberId;
    const giftId = params.giftId as GiftId;
    const actor = signedIn(request).staffId;
    const at = clock.now();
    await transaction(db, async (tx) => {
      await cancelGift(tx, { memberId, giftId, at });
      await recordAudit(tx, { actor, action: 'gift.cancel', subject: giftId, detail: { memberId }, at });
    });
    poke?.();
    return null;
  });

  serve(app, pointsRoutes.reverseGift, async ({ params, request }) => {
    const giftId = params.giftId as GiftId;
    const actor = signedIn(request).staffId;
    await transaction(db, (tx) => reverseGift(tx, { giftId, actor, at: clock.now() }));
    poke?.();
    return null;
  });

  serve(app, pointsRoutes.previewMerge, ({ params, query }) =>
    previewMerge(db, {
      from: params.memberId as MemberId,
      into: query.into as MemberId,
      at: clock.now(),
    }),
  );

  serve(app, pointsRoutes.mergeMembers, async ({ params, body, request }) => {
    const pair = { from: params.memberId as MemberId, into: body.into as MemberId };
    const actor = signedIn(request).staffId;
    const { mergeId } = await transaction(db, (tx) => mergeMembers(tx, { ...pair, actor, at: clock.now() }));
    return { mergeId };
  });

  serve(app, pointsRoutes.undoMerge, async ({ params, request }) => {
    const mergeId = params.mergeId as MergeId;
    const actor = signedIn(request).staffId;
    await transaction(db, (tx) => undoMerge(tx, { mergeId, actor, at: clock.now() }));
    return null;
  });
}
