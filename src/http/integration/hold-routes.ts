// Points set aside for a while. A live card code sets them aside, once; a key may touch its own holds, and one that is
// bound to no store also those of others.
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { HoldAnswer, newHold } from '#src/contract/holds.ts';
import { integrationRoutes } from '#src/contract/integration.ts';
import { holdActiveCard } from '#src/core/cards/hold-active-card.ts';
import { useLiveCode as spendLiveCode } from '#src/core/cards/use-live-code.ts';
import { findHoldByKey } from '#src/core/ledger/find-hold-by-key.ts';
import { openHold } from '#src/core/ledger/open-hold.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { readHold } from '#src/core/ledger/read-hold.ts';
import { voidHold } from '#src/core/ledger/void-hold.ts';
import { burnHold } from '#src/core/partners/burn-hold.ts';
import { isOfReceipt } from '#src/core/receipts/open-receipt.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { ApiKeyUsed } from '#src/core/staff/find-api-key.ts';
import { transaction } from '#src/db/client.ts';
import type { HoldId, MemberId } from '#src/lib/id.ts';
import { usedKey } from '../plugins/api-key.ts';
import { serve } from '../serve.ts';
import type { IntegrationDeps } from './basket-call.ts';
import { findShown } from './find-shown.ts';

export async function holdGroup(app: FastifyInstance, deps: IntegrationDeps): Promise<void> {
  const { database, clock } = deps;
  const { db } = database;
  const options = {
    onRequest: [app.allowKey('receipts:write')],
    tags: ['Holds'],
    refusals: [400, 401, 403, 404, 409, 422, 503],
  };
  const ownHold = async (holdId: string, key: ApiKeyUsed): Promise<HoldId> => {
    const found = await readHold(db, { holdId: holdId as HoldId });
    if (key.storeId !== null && found.askedBy !== key.keyId) throw new Refusal('hold_not_found');
    return found.holdId;
  };
  /** Burnt or let go by itself, what a basket holds would be paid twice, or not be there any more. */
  const freeHold = async (holdId: string, key: ApiKeyUsed): Promise<HoldId> => {
    const own = await ownHold(holdId, key);
    const { holdKey } = await readHold(db, { holdId: own });
    if (isOfReceipt(holdKey)) throw new Refusal('hold_of_receipt');
    return own;
  };

  serve(
    app,
    integrationRoutes.openHold,
    async ({ body, request, reply }) => {
      const { holdId, outcome } = await open(deps, { body, key: usedKey(request) });
      reply.code(outcome === 'opened' ? 201 : 200);
      return await shown(deps, holdId);
    },
    options,
  );

  serve(
    app,
    integrationRoutes.readHold,
    async ({ params, request }) => await shown(deps, await ownHold(params.holdId, usedKey(request))),
    options,
  );

  serve(
    app,
    integrationRoutes.captureHold,
    async ({ params, body, request }) => {
      const by = usedKey(request);
      const holdId = await freeHold(params.holdId, by);
      const amount = body.points === undefined ? {} : { amount: BigInt(body.points) };
      const at = clock.now();
      await transaction(db, (tx) => burnHold(tx, { by, holdId, ...amount, at }));
      deps.poke?.();
      return await shown(deps, holdId);
    },
    options,
  );

  serve(
    app,
    integrationRoutes.voidHold,
    async ({ params, request }) => {
      const holdId = await freeHold(params.holdId, usedKey(request));
      const at = clock.now();
      await transaction(db, (tx) => voidHold(tx, { holdId, at }));
      return await shown(deps, holdId);
    },
    options,
  );
}

async function open(
  deps: IntegrationDeps,
  { body, key }: { body: z.output<typeof newHold>; key: ApiKeyUsed },
): Promise<{ holdId: HoldId; outcome: 'opened' | 'replayed' }> {
  const { db } = deps.database;
  const at = deps.clock.now();
  const holdKey = `api:${key.keyId}:${body.key}`;
  const asked = { key: holdKey, amount: BigInt(body.points), minutes: body.minutes, askedBy: key.keyId, at };
  // Asked again, its live code is spent or stale by now.
  const again = async () => {
    const before = await findHoldByKey(db, holdKey);
    return before && (await transaction(db, (tx) => openHold(tx, { ...asked, memberId: before.memberId })));
  };
  const before = await again();
  if (before) return before;
  const { memberId, cardNumber, nonce } = await findShown(db, body.memberCode, {
    secretKey: deps.config.secretKey,
    at,
  });
  if (nonce === null) throw new Refusal('burn_needs_confirmation');
  try {
    return await transaction(db, async (tx) => {
      await holdActiveCard(tx, { memberId, cardNumber });
      await spendLiveCode(tx, { memberId, nonce, at });
      return await openHold(tx, { ...asked, memberId });
    });
  } catch (error) {
    const used = error instanceof Refusal && error.code === 'live_code_used';
    const meanwhile = used ? await again() : null;
    if (!meanwhile) throw error;
    return meanwhile;
  }
}

async function shown({ database, clock }: IntegrationDeps, holdId: HoldId): Promise<HoldAnswer> {
  const at = clock.now();
  const found = await readHold(database.db, { holdId });
  const { balance } = await readBalance(database.db, found.memberId as MemberId, at);
  const isOver = found.status === 'open' && found.expiresAt <= at;
  return {
    holdId,
    memberId: found.memberId,
    status: isOver ? 'expired' : found.status,
    points: Number(found.amount),
    captured: Number(found.captured),
    openedAt: found.openedAt.toISOString(),
    expiresAt: found.expiresAt.toISOString(),
    balance: Number(balance),
  };
}
