// The catalogue of webhooks as the description of the API tells it (OpenAPI 3.1, `webhooks`).
import { z } from 'zod';
import { WEBHOOK_CATALOGUE } from '#src/contract/webhook-events.ts';

export function tellWebhooks(): Record<string, object> {
  return Object.fromEntries(
    WEBHOOK_CATALOGUE.map(({ type, meaning, body, example }) => {
      const { $schema: _draft, ...schema } = z.toJSONSchema(body);
      const post = {
        summary: meaning,
        description:
          'Signed by the Standard Webhooks specification: webhook-id, webhook-timestamp, webhook-signature.',
        tags: ['Webhooks'],
        security: [],
        requestBody: { content: { 'application/json': { schema, example } } },
        responses: { '2XX': { description: 'Taken. Anything else: it comes again, 410: never again.' } },
      };
      return [type, { post }];
    }),
  );
}
