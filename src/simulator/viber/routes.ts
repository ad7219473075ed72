// The Viber REST API over HTTP: /pa/<method>, always 200 with a status in the body.
import type { FastifyInstance } from 'fastify';
import { type Answer, answerWithFault, write } from '../answers.ts';
import type { Outside } from '../outside.ts';
import type { ViberAccount, ViberAccounts } from './account.ts';
import { type ViberCall, viberMethods } from './methods.ts';
import { badData, notFound, notSubscribed, STATUS, tooManyRequests, ViberRefusal } from './refusal.ts';

/** The largest request of any kind. */
const MAX_BODY_BYTES = 30 * 1024;

export function viberRoutes(app: FastifyInstance, outside: Outside, accounts: ViberAccounts): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.route<{ Params: { method: string } }>({
    method: ['GET', 'POST'],
    url: '/pa/:method',
    handler: async (request, reply) => {
      const { method } = request.params;
      const body = typeof request.body === 'string' ? request.body : '';
      let to: string | undefined;
      let status: number;
      try {
        const fields = readBody(body);
        const account = findAccount(accounts, fields, request.headers['x-viber-auth-token']);
        to = typeof fields.receiver === 'string' ? fields.receiver : undefined;
        const fault = outside.faults.strike('viber', method, to);
        const run = (): Promise<Answer> => answerCall(method, { outside, accounts, account, fields });
        status = fault
          ? await answerWithFault(outside, request, reply, { fault, run, refuse: refuseFault })
          : await write(reply, await run());
      } catch (cause) {
        status = await write(reply, refused(cause));
      }
      outside.stats.request('viber', viberMethods[method] ? method : 'unknown', to, status);
    },
  });
}

function readBody(body: string): Record<string, unknown> {
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) throw badData('the request is larger than 30 kB');
  if (body === '') return {};
  let fields: unknown;
  try {
    fields = JSON.parse(body);
  } catch {
    throw badData('the request is no JSON');
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw badData('the request is no object');
  return { ...fields };
}

function findAccount(
  accounts: ViberAccounts,
  fields: Record<string, unknown>,
  header: string | string[] | undefined,
): ViberAccount {
  const token = typeof header === 'string' && header !== '' ? header : fields.auth_token;
  const account = typeof token === 'string' ? accounts.find(token) : undefined;
  if (!account) throw new ViberRefusal(STATUS.invalidAuthToken, 'invalidAuthToken');
  return account;
}

async function answerCall(method: string, call: ViberCall): Promise<Answer> {
  try {
    const run = viberMethods[method];
    if (!run) throw badData(`unknown method ${method}`);
    return { status: 200, body: await run(call) };
  } catch (cause) {
    return refused(cause);
  }
}

function refused(cause: unknown): Answer {
  if (!(cause instanceof ViberRefusal)) throw cause;
  const body = { status: cause.status, status_message: cause.message, chat_hostname: 'SN-CHAT-05_' };
  return { status: 200, body: JSON.stringify(body) };
}

function refuseFault(kind: 'too_many' | 'blocked' | 'not_found' | 'server_error'): Answer {
  if (kind === 'too_many') return refused(tooManyRequests());
  if (kind === 'blocked') return refused(notSubscribed());
  if (kind === 'not_found') return refused(notFound());
  return { status: 500, body: '{"status":999,"status_message":"internal error"}' };
}
