// Members as other systems know them: what they did elsewhere, what they are called there, their transfers and why.
import type { FastifyInstance } from 'fastify';
import { integrationRoutes } from '#src/contract/integration.ts';
import { findTransfer } from '#src/core/ledger/read-transfer.ts';
import { linkExternalId } from '#src/core/members/external-id.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { unlinkExternalId } from '#src/core/members/unlink-external-id.ts';
import { listOfOtherStores } from '#src/core/receipts/list-of-other-stores.ts';
import { invalidField } from '#src/core/refusal.ts';
import { recordMemberEvent } from '#src/core/triggers/record-member-event.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId, ReceiptId, TransferId } from '#src/lib/id.ts';
import { explainTransfer } from '../admin/explain-transfer.ts';
import { listTransfersShown } from '../admin/transfers-shown.ts';
import { usedKey } from '../plugins/api-key.ts';
import { serve } from '../serve.ts';
import type { IntegrationDeps } from './basket-call.ts';
import { speakTo } from './speak-to.ts';

const CLOCK_SKEW_MS = 10 * 60_000;

export async function memberFactGroup(app: FastifyInstance, deps: IntegrationDeps): Promise<void> {
  const { database, clock, known } = deps;
  const { db } = database;
  const tags = ['Members'];

  serve(
    app,
    integrationRoutes.tellEvent,
    async ({ params, body, request, reply }) => {
      const at = clock.now();
      const occurredAt = body.occurredAt ? new Date(body.occurredAt) : at;
      if (occurredAt.getTime() > at.getTime() + CLOCK_SKEW_MS) throw invalidField('occurredAt', 'inFuture');
      const memberId = params.memberId as MemberId;
      const told = {
        memberId,
        key: body.key,
        name: body.name,
        toldBy: usedKey(request).keyId,
        occurredAt,
        at,
      };
      const { outcome, activated } = await transaction(db, (tx) => recordMemberEvent(tx, told));
      deps.poke?.();
      reply.code(outcome === 'recorded' ? 201 : 200);
      return {
        replayed: outcome === 'replayed',
        activated: activated.map(({ currency, points }) => ({ currency, points: Number(points) })),
      };
    },
    { onRequest: [app.allowKey('members:write')], tags, refusals: [400, 401, 403, 404, 410, 422, 503] },
  );

  serve(
    app,
    integrationRoutes.linkExternalId,
    async ({ params, body }) => {
      const memberId = params.memberId as MemberId;
      const { externalId } = body;
      await transaction(db, (tx) => linkExternalId(tx, { memberId, externalId, at: clock.now() }));
      return { memberId, externalId };
    },
    { onRequest: [app.allowKey('members:write')], tags, refusals: [400, 401, 403, 404, 409, 410, 503] },
  );

  serve(
    app,
    integrationRoutes.unlinkExternalId,
    async ({ params, query: { externalId }, request }) => {
      const memberId = params.memberId as MemberId;
      const told = { memberId, externalId, actor: usedKey(request).keyId, at: clock.now() };
      const unlinked = await transaction(db, (tx) => unlinkExternalId(tx, told));
      return { memberId, externalId, unlinked };
    },
    { onRequest: [app.allowKey('members:write')], tags, refusals: [400, 401, 403, 404, 409, 410, 503] },
  );

  serve(
    app,
    integrationRoutes.listTransfers,
    async ({ params, query, request }) => {
      const memberId = params.memberId as MemberId;
      const before = query.before as TransferId | undefined;
      await readMember(db, memberId);
      const language = await speakTo(request, known);
      const { transfers, more } = await listTransfersShown(db, {
        memberId,
        before,
        currency: query.currency,
        movesAsOne: false,
      });
      const at = clock.now();
      const { storeId } = usedKey(request);
      const receiptIds = transfers.flatMap((each) => (each.receiptId ? [each.receiptId as ReceiptId] : []));
      // What was bought in other stores is not for a key of this one.
      const untold = storeId ? await listOfOtherStores(db, { memberId, receiptIds, storeId }) : new Set();
      const whyOf = async (transferId: string) => {
        const transfer = await findTransfer(db, { memberId, transferId: transferId as TransferId });
        // Who of the staff did what is not for other systems.
        if (!transfer || transfer.kind === 'adjust') return [];
        return await explainTransfer(db, { transfer, language, at });
      };
      const explained = [];
      for (const each of transfers)
        explained.push(
          untold.has(each.receiptId)
            ? { ...each, receiptId: null, why: [] }
            : { ...each, why: await whyOf(each.transferId) },
        );
      return { transfers: explained, more };
    },
    { onRequest: [app.allowKey('balance:read')], tags, refusals: [400, 401, 403, 404, 410, 503] },
  );
}
