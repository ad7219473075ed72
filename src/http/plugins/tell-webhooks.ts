// The catalogue of webhooks as the description of the API tells it (OpenAPI 3.1, `webhooks`).
import { z } from 'zod';
import { CHECK_EXAMPLE, checkAsked } from '#src/contract/quest-checks.ts';
import { WEBHOOK_CATALOGUE } from '#src/contract/webhook-events.ts';

const SIGNED =
  'Signed by the Standard Webhooks specification: webhook-id, webhook-timestamp, webhook-signature.';

export function tellWebhooks(): Record<string, object> {
  const told = WEBHOOK_CATALOGUE.map(({ type, meaning, body, example }) => {
    const responses = { '2XX': { description: 'Taken. Anything else: it comes again, 410: never again.' } };
    return [type, { post: { ...operation(meaning, SIGNED, body, example), responses } }];
  });
  const check = operation('Whether a player has done a task.', CHECK, checkAsked, CHECK_EXAMPLE);
  return {
    ...Object.fromEntries(told),
    'quest.check': { post: { ...check, tags: ['Quests'], responses: CHECK_RESPONSES } },
  };
}

const CHECK =
  `Asked of the address of a task whose type is “check”, once a player says that it is done. ${SIGNED} ` +
  'The secret is shown beside the task in the console; it is the same for all tasks of one host. The webhook-id is the ' +
  'key of the question: what comes again with it must be answered alike. An answer is awaited for 10 seconds. Without ' +
  'one, with a 5xx, a redirect, 408, 425 or 429, the question comes again after 5 s, 20 s, 1, 5 and 15 minutes, 1, 3 and ' +
  '8 hours; afterwards staff decide. The player is told meanwhile that it is being checked.';

const CHECK_RESPONSES = {
  200: { description: 'The player has done it. Any other 2xx but 202 says the same.' },
  202: { description: 'It takes longer: say it with `POST /api/v1/quests/checks/{key}`, whenever you know.' },
  '4XX': { description: 'The player has not done it, and may try again as the task allows.' },
  '5XX': { description: 'Not now: it is asked again.' },
};

function operation(summary: string, description: string, body: z.ZodType, example: object): object {
  const { $schema: _draft, ...schema } = z.toJSONSchema(body);
  return {
    summary,
    description,
    tags: ['Webhooks'],
    security: [],
    requestBody: { content: { 'application/json': { schema, example } } },
  };
}
