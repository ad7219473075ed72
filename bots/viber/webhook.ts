// POST /webhooks/viber: a callback whose bytes carry the right signature is put into the inbox, and hears 200 once it
// is committed; what became of messages goes to `onReceipt`. Somebody who opens the chat for the first time gets the
// greeting in the answer, the only thing that may be said to a person who has not written yet.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { storeUpdates } from '#bots/dialogue/store-updates.ts';
import type { MessagePrompt } from '#src/core/deliveries/prompt.ts';
import type { Sql } from '#src/db/client.ts';
import type { Clock } from '#src/lib/clock.ts';
import { type ReadCallback, type Receipt, readViberCallback } from './read-callback.ts';
import { type RenderOptions, renderMessage } from './render.ts';
import { parseSafeJson } from './safe-json.ts';

export interface Newcomer {
  externalId: string;
  shownName: string;
  /** IETF tag, where Viber tells one. */
  languageTag?: string;
  /** The deep link's, forgeable. */
  payload?: string;
}

export interface ViberWebhookOptions extends RenderOptions {
  token: string;
  sql: Sql;
  clock: Clock;
  /** Pure: what to say to somebody who opens the chat and is not subscribed; one message. */
  welcome(newcomer: Newcomer): MessagePrompt;
  /** Settles a delivery. When it throws, Viber tells the same again later. */
  onReceipt(receipt: Receipt): Promise<void>;
  /** Called after new callbacks were committed. */
  onStored?: () => void;
}

/** A text has at most 7,000 characters, tracking data 4,000. */
const BODY_BYTES = 262_144;

/** A Fastify plugin, to be registered without a prefix. */
export async function viberWebhook(app: FastifyInstance, options: ViberWebhookOptions): Promise<void> {
  const { token, sql, clock } = options;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  app.post('/webhooks/viber', async (request, reply) => {
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!isSigned(bytes, request.headers['x-viber-content-signature'], token)) return reply.code(401).send();
    const at = clock.now();
    const payload = parse(bytes.toString('utf8'));
    const callback = readViberCallback(payload, at);
    if (!callback) return reply.code(400).send();
    if (callback.receipt) {
      await options.onReceipt(callback.receipt);
      return reply.code(200).send();
    }
    if (!KEPT.has(callback.kind)) return reply.code(200).send();
    const { updateKey, externalId } = callback;
    // Written anew from what was read, so that the token is text in the inbox as well.
    const update = { updateKey, externalId, payload: JSON.stringify(payload) };
    const stored = await storeUpdates(sql, 'viber', [update], at);
    if (stored > 0) options.onStored?.();
    return reply.code(200).send(greeting(callback, options));
  });
}

/** What the conversation reads. The others (`webhook`, what is not known yet) are only acknowledged. */
const KEPT = new Set(['message', 'conversation_started', 'subscribed', 'unsubscribed']);

/** The fields of send_message without a receiver, or nothing. */
function greeting({ event }: ReadCallback, options: ViberWebhookOptions): object | undefined {
  if (event?.kind !== 'start' || !event.greeted) return undefined;
  const { externalId, shownName, languageTag, payload } = event;
  const prompt = options.welcome({ externalId, shownName, languageTag, payload });
  return renderMessage(prompt, options)[0];
}

/** The signature is the lower-case hex of HMAC-SHA256 over the bytes as they came. */
function isSigned(bytes: Buffer, signature: string | string[] | undefined, token: string): boolean {
  if (typeof signature !== 'string') return false;
  const expected = createHmac('sha256', token).update(bytes).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parse(text: string): unknown {
  try {
    return parseSafeJson(text);
  } catch {
    return null;
  }
}
