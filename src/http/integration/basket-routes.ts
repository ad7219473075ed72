// PUT /api/v1/receipts/:externalId: one call for a basket, from its preview to its end.
import type { FastifyInstance } from 'fastify';
import { integrationRoutes } from '#src/contract/integration.ts';
import { staleAnswer } from '#src/contract/receipt-basket.ts';
import { Refusal } from '#src/core/refusal.ts';
import { usedKey } from '../plugins/api-key.ts';
import { refusalBody } from '../plugins/errors.ts';
import { serve } from '../serve.ts';
import type { IntegrationDeps } from './basket-call.ts';
import { previewBasket, putReceipt } from './put-receipt.ts';
import { speakTo } from './speak-to.ts';

/** 500 lines with long names in Cyrillic fit. */
const RECEIPT_BYTES = 512 * 1024;

export async function basketGroup(app: FastifyInstance, deps: IntegrationDeps): Promise<void> {
  serve(
    app,
    integrationRoutes.putReceipt,
    async ({ params, query, body, request, reply }) => {
      const language = await speakTo(request, deps.known);
      const { externalId } = params;
      const [dry, explain] = [query.dry === 'true', query.explain === 'true'];
      const call = { externalId, dry, explain, body, key: usedKey(request), language };
      try {
        const answer = await putReceipt(deps, call);
        if (answer.receiptId !== null && answer.state !== 'cancelled') {
          const outcome = answer.replayed ? 'replayed' : 'accepted';
          app.receiptsAccepted.inc({ audience: 'integration', outcome });
        }
        return answer;
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'quote_stale') throw error;
        const quote = await previewBasket(deps, call);
        return reply.code(409).send({ ...refusalBody(error, language), quote });
      }
    },
    {
      onRequest: [app.allowKey('receipts:write')],
      bodyLimit: RECEIPT_BYTES,
      tags: ['Receipts'],
      asBuilt: true,
      refusals: [400, 401, 403, 404, 409, 422, 503],
      bodies: { 409: staleAnswer },
    },
  );
}
