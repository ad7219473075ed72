// The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, answerWithFault, write } from '../answers.ts';
import type { Fault } from '../control-world.ts';
import type { Outside } from '../outside.ts';
import type { TelegramBot, TelegramBots } from './bot.ts';
import { isDescribed, isSending, type Method, methods } from './methods.ts';
import { isObject, type Params, readParams, text } from './params.ts';
import { badRequest, forbidden, refusalBody, TelegramRefusal, tooMany } from './refusal.ts';

interface BotRoute {
  Params: { token: string; method: string };
}

export function telegramRoutes(app: FastifyInstance, outside: Outside, bots: TelegramBots): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(body.toString()));
    } catch {
      done(badRequest("can't parse the request as JSON"));
    }
  });
  app.setErrorHandler((cause, _request, reply) => {
    // A bug of the simulator's own says what it is, so that it is not taken for a fault.
    const why = cause instanceof Error ? cause.message : 'unknown';
    const refusal =
      cause instanceof TelegramRefusal ? cause : new TelegramRefusal(500, `Internal Server Error: ${why}`);
    return write(reply, refused(refusal));
  });
  app.addContentTypeParser(
    ['multipart/form-data', 'application/x-www-form-urlencoded'],
    { parseAs: 'buffer' },
    (request, body, done) => {
      const isForm =
        request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
      done(null, isForm ? Object.fromEntries(new URLSearchParams(body.toString())) : body);
    },
  );

  app.route<BotRoute>({
    method: ['GET', 'POST'],
    url: '/bot:token/:method',
    handler: async (request, reply) => {
      const known = methods.get(request.params.method.toLowerCase());
      const name = known?.name ?? 'unknown';
      const bot = bots.find(request.params.token);
      if (!bot) return count(name, undefined, await refuse(reply, new TelegramRefusal(401, 'Unauthorized')));
      if (!known) {
        return count(
          name,
          undefined,
          await refuse(reply, new TelegramRefusal(404, 'Not Found: method not found')),
        );
      }
      let params: Params;
      try {
        params = await readParams(request.query, request.body, request.headers['content-type'] ?? '');
      } catch {
        return count(name, undefined, await refuse(reply, badRequest("can't parse the request")));
      }
      const to = text(params, 'chat_id');
      count(name, to, await answer(request, reply, bot, known, params));
    },
  });

  app.get<{ Params: { token: string; '*': string } }>('/file/bot:token/*', (request, reply) => {
    const file =
      bots.find(request.params.token) && outside.files.find(request.params['*'].split('/').at(-1) ?? '');
    if (!file) return refuse(reply, new TelegramRefusal(404, 'Not Found'));
    return reply.header('content-type', file.contentType).send(file.bytes);
  });

  const count = (method: string, to: string | undefined, status: number): void =>
    outside.stats.request('telegram', method, to, status);

  const refuse = (reply: FastifyReply, refusal: TelegramRefusal): Promise<number> =>
    write(reply, refused(refusal));

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    bot: TelegramBot,
    method: { name: string; run: Method },
    params: Params,
  ): Promise<number> {
    const to = text(params, 'chat_id');
    if (isSending(method.name)) bot.rate.watch(to ?? '');
    const fault = outside.faults.strike('telegram', method.name.toLowerCase(), to);
    const work = (): Promise<Answer> => run(outside, bot, method.run, params, goneSignal(reply, method.name));
    if (!fault) return write(reply, await work());
    const refuseFault = (kind: string, struck: Fault): Answer => {
      const refusal = wordFault(kind, struck);
      if (refusal.retryAfter !== undefined) bot.rate.punish(refusal.retryAfter, struck.userId);
      return refused(refusal);
    };
    return answerWithFault(outside, request, reply, { fault, run: work, refuse: refuseFault });
  }
}

/** A webhook's 2xx answer may carry one method; its result goes nowhere. */
export function answerHooks(outside: Outside, bot: TelegramBot): void {
  bot.updates.pusher.onReply = (body) => {
    let call: unknown;
    try {
      call = JSON.parse(body);
    } catch {
      return;
    }
    if (!isObject(call) || typeof call.method !== 'string') return;
    const known = methods.get(call.method.toLowerCase());
    if (!known || /^(get|setWebhook|deleteWebhook|close|logOut)/.test(known.name)) return;
    const params = { fields: call, uploads: new Map() };
    outside.stats.request('telegram', known.name, text(params, 'chat_id'), 200);
    void run(outside, bot, known.run, params, new AbortController().signal);
  };
}

async function run(
  outside: Outside,
  bot: TelegramBot,
  method: Method,
  params: Params,
  gone: AbortSignal,
): Promise<Answer> {
  try {
    const result = await method(outside, bot, params, gone);
    const body = isDescribed(result)
      ? { ok: true, result: true, description: result.described }
      : { ok: true, result };
    return { status: 200, body: JSON.stringify(body) };
  } catch (cause) {
    if (cause instanceof TelegramRefusal) return refused(cause);
    throw cause;
  }
}

function refused(refusal: TelegramRefusal): Answer {
  const { retryAfter } = refusal;
  return {
    status: refusal.code,
    body: refusalBody(refusal),
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  };
}

function wordFault(kind: string, fault: Fault): TelegramRefusal {
  if (kind === 'too_many') return tooMany(fault.retryAfterSeconds ?? 1);
  if (kind === 'blocked') return forbidden('bot was blocked by the user');
  if (kind === 'not_found') return badRequest('chat not found');
  return new TelegramRefusal(500, 'Internal Server Error');
}

const NEVER = new AbortController().signal;

/** Only getUpdates waits long enough to care whether the caller is still there. A reply that was sent closes too. */
function goneSignal(reply: FastifyReply, method: string): AbortSignal {
  if (method !== 'getUpdates') return NEVER;
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}
