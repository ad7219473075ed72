// Points without a receipt: for partners, and for systems of the shop that know none.
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { integrationRoutes } from '#src/contract/integration.ts';
import type { PointsAnswer, pointsToIssue } from '#src/contract/partner-points.ts';
import { holdActiveCard } from '#src/core/cards/hold-active-card.ts';
import { useLiveCode as spendLiveCode } from '#src/core/cards/use-live-code.ts';
import { shownBalance } from '#src/core/ledger/shown-balance.ts';
import { findAsked } from '#src/core/partners/asked-transfer.ts';
import { type AskPoints, issuePoints, type PointsMoved } from '#src/core/partners/issue-points.ts';
import { readLimits } from '#src/core/partners/read-limits.ts';
import { redeemPoints } from '#src/core/partners/redeem-points.ts';
import { returnPoints } from '#src/core/partners/return-points.ts';
import { localDay } from '#src/core/receipts/local-day.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { ApiKeyUsed } from '#src/core/staff/find-api-key.ts';
import { transaction } from '#src/db/client.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import { usedKey } from '../plugins/api-key.ts';
import { serve } from '../serve.ts';
import type { IntegrationDeps } from './basket-call.ts';
import { findForIssue, findForRedeem } from './find-for-points.ts';
import { markOf } from './find-shown.ts';

type Body = z.output<typeof pointsToIssue>;

export async function pointsGroup(app: FastifyInstance, deps: IntegrationDeps): Promise<void> {
  const { database, clock, known } = deps;
  const { db } = database;
  const told = { tags: ['Points'], refusals: [400, 401, 403, 404, 409, 410, 422, 429, 503] };
  const issuing = { ...told, onRequest: [app.allowKey('points:issue', { partners: true })] };
  const redeeming = { ...told, onRequest: [app.allowKey('points:redeem', { partners: true })] };

  serve(
    app,
    integrationRoutes.readLimits,
    async ({ request }) => {
      const at = clock.now();
      const { timeZone } = (await known()).programme;
      const limits = await readLimits(db, usedKey(request), at);
      return {
        day: localDay(at.getTime(), timeZone),
        startsAnewAt: new Date(startOfDay(at.getTime(), timeZone, 1)).toISOString(),
        currencies: limits.map(({ cap, issued, left, ...rights }) => ({
          ...rights,
          cap: numberOf(cap),
          issued: Number(issued),
          left: numberOf(left),
        })),
      };
    },
    { ...issuing, refusals: [400, 401, 403, 404, 503] },
  );

  serve(
    app,
    integrationRoutes.issuePoints,
    async ({ body, request, reply }) => {
      const by = usedKey(request);
      const at = clock.now();
      const wanted = asked(by, body, at);
      const { memberCode } = body;
      const { secretKey } = deps.config;
      const { memberId } = await findForIssue(db, { ...wanted, by, memberCode, secretKey });
      const moved = await transaction(db, (tx) => issuePoints(tx, { ...wanted, memberId }));
      deps.poke?.();
      reply.code(moved.outcome === 'posted' ? 201 : 200);
      return await answerOf(deps, by, moved);
    },
    issuing,
  );

  serve(
    app,
    integrationRoutes.redeemPoints,
    async ({ body, request, reply }) => {
      const by = usedKey(request);
      const moved = await redeem(deps, by, body);
      deps.poke?.();
      reply.code(moved.outcome === 'posted' ? 201 : 200);
      return await answerOf(deps, by, moved);
    },
    redeeming,
  );

  for (const [route, of, options] of [
    [integrationRoutes.returnIssued, 'issue', issuing],
    [integrationRoutes.returnRedeemed, 'redeem', redeeming],
  ] as const)
    serve(
      app,
      route,
      async ({ body, request, reply }) => {
        const by = usedKey(request);
        const { key, returns } = body;
        const points = body.points === undefined ? undefined : BigInt(body.points);
        const at = clock.now();
        const moved = await transaction(db, (tx) => returnPoints(tx, { by, of, key, returns, points, at }));
        deps.poke?.();
        reply.code(moved.outcome === 'posted' ? 201 : 200);
        return await answerOf(deps, by, moved);
      },
      options,
    );
}

function asked(by: ApiKeyUsed, body: Body, at: Date): Omit<AskPoints, 'memberId'> {
  const { key, currency, points, reference = '' } = body;
  return { by, key, currency, points: BigInt(points), reference, at };
}

/** Asked again, its live code is spent or stale by now; with another code it is another payment. */
async function redeem(deps: IntegrationDeps, by: ApiKeyUsed, body: Body): Promise<PointsMoved> {
  const { db } = deps.database;
  const at = deps.clock.now();
  const { secretKey } = deps.config;
  const wanted = { ...asked(by, body, at), shown: markOf(body.memberCode, { secretKey }) };
  const again = async () => {
    const before = await findAsked(db, by, body.key);
    return (
      before && (await transaction(db, (tx) => redeemPoints(tx, { ...wanted, memberId: before.memberId })))
    );
  };
  const before = await again();
  if (before) return before;
  const { memberId, cardNumber, nonce } = await findForRedeem(db, { ...body, by, secretKey, at });
  try {
    return await transaction(db, async (tx) => {
      await holdActiveCard(tx, { memberId, cardNumber });
      await spendLiveCode(tx, { memberId, nonce, at });
      return await redeemPoints(tx, { ...wanted, memberId });
    });
  } catch (error) {
    const used = error instanceof Refusal && error.code === 'live_code_used';
    const meanwhile = used ? await again() : null;
    if (!meanwhile) throw error;
    return meanwhile;
  }
}

async function answerOf(deps: IntegrationDeps, by: ApiKeyUsed, moved: PointsMoved): Promise<PointsAnswer> {
  const limits = await readLimits(deps.database.db, by, deps.clock.now());
  const { outcome, memberId, transferId, currency, points } = moved;
  const shown = shownBalance(moved.balance, (await deps.known()).programme);
  const mayRead = by.scopes.includes('balance:read');
  return {
    transferId,
    replayed: outcome === 'replayed',
    memberId,
    currency,
    points: Number(points),
    balance: mayRead ? Number(shown.balance) : null,
    debt: mayRead ? Number(shown.debt) : null,
    leftToday: numberOf(limits.find((each) => each.currency === currency)?.left ?? null),
  };
}

function numberOf(amount: bigint | null): number | null {
  return amount === null ? null : Number(amount);
}
