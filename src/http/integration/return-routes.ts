// Receipts after they were closed: how they stand, returns, and what a till did while it was cut off.
import type { FastifyInstance } from 'fastify';
import { integrationRoutes } from '#src/contract/integration.ts';
import { takeReturn } from '#src/core/receipts/take-return.ts';
import { Refusal } from '#src/core/refusal.ts';
import { transaction } from '#src/db/client.ts';
import type { StoreId } from '#src/lib/id.ts';
import { usedKey } from '../plugins/api-key.ts';
import { serve } from '../serve.ts';
import type { IntegrationDeps } from './basket-call.ts';
import { isOfAnother, placeForKey } from './place-of-return.ts';
import { readReceiptShown, readReturnableShown } from './read-receipt.ts';
import { returnedAnswer, returnedWhat } from './returned-answer.ts';
import { sendBatch } from './send-batch.ts';
import { speakTo } from './speak-to.ts';

/** A thousand receipts of ten lines with long names in Cyrillic fit. */
const BATCH_BYTES = 16 * 1024 * 1024;

export async function returnGroup(app: FastifyInstance, deps: IntegrationDeps): Promise<void> {
  const { database, clock, known } = deps;
  const options = {
    onRequest: [app.allowKey('receipts:write')],
    tags: ['Receipts'],
    refusals: [400, 401, 403, 404, 409, 422, 503],
  };

  serve(
    app,
    integrationRoutes.readReceipt,
    async ({ params, query, request }) => {
      const key = usedKey(request);
      const { publicUrl } = deps.config;
      const name = { storeId: query.storeId as StoreId, externalId: params.externalId };
      if (!isOfAnother(key, query.storeId)) return await readReceiptShown(database.db, { name, publicUrl });
      if (!(await known()).programme.returnsAnywhere) throw new Refusal('return_other_store');
      return await readReturnableShown(database.db, { name, publicUrl });
    },
    options,
  );

  serve(
    app,
    integrationRoutes.returnReceipt,
    async ({ params, body, request, reply }) => {
      const key = usedKey(request);
      const at = clock.now();
      const occurredAt = body.occurredAt ? new Date(body.occurredAt) : at;
      const place = await placeForKey(deps, { told: { ...body, occurredAt }, key });
      const settings = await known();
      const taken = await transaction(database.db, (tx) =>
        takeReturn(tx, {
          ...place,
          receiptExternalId: params.externalId,
          externalId: body.externalId,
          what: returnedWhat(body),
          acceptedBy: key.keyId,
          occurredAt,
          at,
          known: settings,
        }),
      );
      deps.poke?.();
      const { outcome } = taken;
      const waits = outcome === 'waiting' || outcome === 'waitingStill';
      reply.code(waits ? 202 : outcome === 'returned' ? 201 : 200);
      return await returnedAnswer(database.db, { taken, at, isElsewhere: isOfAnother(key, body.storeId) });
    },
    { ...options, bodyLimit: 512 * 1024 },
  );

  serve(
    app,
    integrationRoutes.sendBatch,
    async ({ body, request }) => {
      const language = await speakTo(request, known);
      const answer = await sendBatch(deps, { items: body.items, key: usedKey(request), language });
      app.receiptsAccepted.inc({ audience: 'integration', outcome: 'accepted' }, answer.accepted);
      deps.poke?.();
      return answer;
    },
    { ...options, bodyLimit: BATCH_BYTES, readInParts: 'items' },
  );
}
