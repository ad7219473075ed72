// POST /webhooks/telegram: whoever knows the secret has an update put into the inbox, and hears 200 once it is
// committed. Nothing is read from a body before the secret is right, and nothing is worked on here: an update that
// fails later must not come again and hold up the person's next ones.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { storeUpdates } from '#bots/dialogue/store-updates.ts';
import type { Sql } from '#src/db/client.ts';
import type { Clock } from '#src/lib/clock.ts';
import { readTelegramUpdate } from './read-update.ts';

export interface TelegramWebhookOptions {
  /** As it was given to setWebhook. */
  secret: string;
  sql: Sql;
  clock: Clock;
  /** Called after new updates were committed. */
  onStored?: () => void;
}

/** An update holds one message of at most 4,096 characters with its markup; this leaves room for its replies. */
const BODY_BYTES = 1_048_576;

/** A Fastify plugin, to be registered without a prefix. */
export async function telegramWebhook(app: FastifyInstance, options: TelegramWebhookOptions): Promise<void> {
  const { sql, clock, onStored } = options;
  const expected = digest(options.secret);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  app.post(
    '/webhooks/telegram',
    {
      onRequest: async (request, reply) => {
        const secret = request.headers['x-telegram-bot-api-secret-token'];
        if (typeof secret === 'string' && timingSafeEqual(digest(secret), expected)) return;
        await reply.code(401).send();
      },
    },
    async (request, reply) => {
      const payload = typeof request.body === 'string' ? request.body : '';
      const at = clock.now();
      const update = readTelegramUpdate(parse(payload), at);
      if (!update) return reply.code(400).send();
      const { updateKey, externalId } = update;
      const stored = await storeUpdates(sql, 'telegram', [{ updateKey, externalId, payload }], at);
      if (stored > 0) onStored?.();
      return reply.code(200).send();
    },
  );
}

/** Of equal length whatever was sent, so that comparing tells nothing about the secret. */
function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
