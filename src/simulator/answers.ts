// An answer on its way out, and every way in which a fault can spoil it. The same for both messengers and SMS.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from './control-world.ts';
import type { Outside } from './outside.ts';

export interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

const DEFAULT_STALL_MS = 60_000;

export interface Spoilt {
  fault: Fault;
  /** Does the work, as if there were no fault. */
  run: () => Promise<Answer>;
  /** How this service words too_many, blocked, not_found and server_error. */
  refuse: (kind: 'too_many' | 'blocked' | 'not_found' | 'server_error', fault: Fault) => Answer;
}

/**
 * Acts the fault out. The result is the HTTP status that the program saw, 0 when the connection was broken.
 */
export async function answerWithFault(
  outside: Outside,
  request: FastifyRequest,
  reply: FastifyReply,
  { fault, run, refuse }: Spoilt,
): Promise<number> {
  const stallMs = fault.delayMs ?? DEFAULT_STALL_MS;
  switch (fault.kind) {
    case 'too_many':
    case 'blocked':
    case 'not_found':
    case 'server_error':
      return write(reply, refuse(fault.kind, fault));
    case 'bad_gateway':
      reply.header('content-type', 'text/html');
      await reply
        .code(502)
        .send('<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>');
      return 502;
    case 'empty_body':
      await run();
      await reply.code(200).send('');
      return 200;
    case 'truncated_json': {
      const { status, body } = await run();
      return write(reply, { status, body: body.slice(0, Math.floor(body.length / 2)) });
    }
    case 'reset_before':
      return breakOff(request, reply);
    case 'accepted_no_answer':
      await run();
      return breakOff(request, reply);
    case 'accepted_stall': {
      const answer = await run();
      if (!(await wait(outside, request, stallMs))) return 0;
      return write(reply, answer);
    }
    case 'stall':
      if (!(await wait(outside, request, stallMs))) return 0;
      return write(reply, await run());
    default:
      return write(reply, await run());
  }
}

/** Sends an answer; the result is its status. */
export async function write(reply: FastifyReply, answer: Answer): Promise<number> {
  if (answer.headers) reply.headers(answer.headers);
  reply.header('content-type', 'application/json');
  await reply.code(answer.status).send(answer.body);
  return answer.status;
}

function breakOff(request: FastifyRequest, reply: FastifyReply): number {
  reply.hijack();
  request.raw.socket.destroy();
  return 0;
}

/** False when the caller has hung up meanwhile. */
function wait(outside: Outside, request: FastifyRequest, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const { socket } = request.raw;
    const hungUp = (): void => {
      cancel();
      resolve(false);
    };
    const cancel = outside.timers.after(ms, () => {
      socket.off('close', hungUp);
      resolve(true);
    });
    if (socket.destroyed) hungUp();
    else socket.once('close', hungUp);
  });
}
