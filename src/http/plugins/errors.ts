// Every answer that is no success. A refusal of the business gets its status and its sentence; a database that is
// away asks to come again; everything else is a fault of ours: logged once, without what people sent, and shown as
// an apology with a reference to find it by.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { ErrorBody } from '#src/contract/words.ts';
import { Refusal, type RefusalDetails } from '#src/core/refusal.ts';
import { NotSetUpError } from '#src/core/stores/read-programme.ts';
import { mayPass } from '#src/db/client-error.ts';
import type { Clock } from '#src/lib/clock.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import { newId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { REFUSAL_STATUS } from '../refusal-status.ts';
import { languageFor, webSentence } from '../sentences.ts';
import { listProblems, nameProblems } from '../tell-problems.ts';

const RETRY_AFTER_SECONDS = 2;

export const errors = fp<{ clock: Clock }>(
  async (app, { clock }) => {
    app.setErrorHandler(async (error, request, reply) => {
      if (error instanceof Refusal) return sendRefusal(error, request, reply);
      const status = clientStatus(error);
      if (status === 429)
        return sendRefusal(new Refusal('too_many_attempts', { minutes: 1 }), request, reply);
      if (status !== null) return sendUnreadable(status, request, reply);
      // Said once when the process started, and by /ready.
      if (error instanceof NotSetUpError) return sendUnavailable(request, reply);
      if (mayPass(error)) {
        request.log.warn(
          { fault: describeFault(error), route: routeOf(request) },
          'the database is not available',
        );
        return sendUnavailable(request, reply);
      }
      const reference = newId('err', clock.now().getTime());
      request.log.error(
        { reference, route: routeOf(request), fault: describeFault(error) },
        'a request failed',
      );
      return reply
        .code(500)
        .send(body('fault', {}, webSentence('fault', languageFor(request), { reference }), { reference }));
    });

    app.setNotFoundHandler(async (request, reply) => sendRefusal(noAddress(), request, reply));
  },
  { name: 'errors' },
);

/** An address that no route is even looked for: it cannot be decoded, or a part of it is longer than any name of ours. */
export function sendUnroutable({ code }: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') void sendRefusal(noAddress(), request, reply);
  else void sendUnreadable(400, request, reply);
}

function noAddress(): Refusal {
  return new Refusal('not_found', { what: 'address' });
}

function sendRefusal(refusal: Refusal, request: FastifyRequest, reply: FastifyReply) {
  const { code, details } = refusal;
  if (code === 'too_many_attempts') reply.header('retry-after', Number(details.minutes ?? 1) * 60);
  if (code === 'issuing_cap') reply.header('retry-after', Number(details.seconds));
  if (code === 'api_key_not_valid') reply.header('www-authenticate', 'Bearer');
  return reply.code(REFUSAL_STATUS[code]).send(bodyFor(refusal, request));
}

/** What a cashier has to bring to support, a system can send by itself. */
function bodyFor(refusal: Refusal, request: FastifyRequest): ErrorBody {
  const language = languageFor(request);
  const { error } = refusalBody(refusal, language);
  const isSystem = request.routeOptions.url?.startsWith('/api/v1/') ?? false;
  if (!isSystem || error.code !== 'receipt_too_old') return { error };
  const { days = 0 } = refusal.details;
  return { error: { ...error, message: webSentence('tooOldAtOnce', language, { days }) } };
}

/** The body that tells of a refusal. */
export function refusalBody(refusal: Refusal, language: Language): ErrorBody {
  const { code, details } = refusal;
  const fields = listProblems(refusal, language);
  const message = refusalSentence(language, code, details) + nameProblems(fields);
  return body(code, details, message, fields.length > 0 ? { fields } : {});
}

function sendUnavailable(request: FastifyRequest, reply: FastifyReply) {
  return reply
    .code(503)
    .header('retry-after', RETRY_AFTER_SECONDS)
    .send(body('unavailable', {}, webSentence('unavailable', languageFor(request))));
}

/** What Fastify itself could not read: broken JSON, too large, another content type. */
function sendUnreadable(status: number, request: FastifyRequest, reply: FastifyReply) {
  const key = status === 413 ? 'tooLarge' : status === 415 ? 'wrongType' : 'unreadable';
  const code = status === 413 ? 'too_large' : status === 415 ? 'wrong_type' : 'invalid_input';
  return reply.code(status).send(body(code, {}, webSentence(key, languageFor(request))));
}

function clientStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : null;
}

function body(
  code: string,
  details: RefusalDetails,
  message: string,
  more: Partial<ErrorBody['error']> = {},
): ErrorBody {
  return { error: { code, message, details, ...more } };
}

/** The pattern, never the URL itself: paths and queries may hold phones. */
function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
}
