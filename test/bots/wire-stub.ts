// A server that answers as a test tells it, down to the ways in which a connection breaks.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { MessagePrompt } from '#src/core/deliveries/prompt.ts';

export type Behaviour =
  | { answer: number; body: string; headers?: Record<string, string> }
  /** The request is read whole, then the connection breaks. */
  | 'reset'
  /** The request is read whole, and no answer ever comes. */
  | 'stall'
  /** The head of the answer and half of its body, then the connection breaks. */
  | 'half'
  /** The connection is taken and broken before a byte is read. */
  | 'hangUp';

export interface Seen {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface WireStub {
  url: string;
  /** Every request that was read whole. */
  seen: Seen[];
  /** How to answer from now on; or one after the other, the last for ever. */
  behave(...behaviours: Behaviour[]): void;
  stop(): Promise<void>;
}

export async function startStub(): Promise<WireStub> {
  const seen: Seen[] = [];
  let plan: Behaviour[] = [];
  const next = () => (plan.length > 1 ? plan.shift() : plan[0]);
  const server = createServer((request, response) => {
    if (plan[0] === 'hangUp') {
      next();
      request.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      seen.push({ path: request.url ?? '', headers: request.headers, body });
      act(next(), request, response);
    });
  });
  const url = await new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
    });
  });
  return {
    url,
    seen,
    behave(...behaviours) {
      plan = behaviours;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function act(behaviour: Behaviour | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (behaviour === undefined) throw new Error('the stub was not told how to behave');
  if (behaviour === 'stall') return;
  if (behaviour === 'reset' || behaviour === 'hangUp') {
    request.socket.destroy();
  } else if (behaviour === 'half') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"ok":true,', () => request.socket.destroy());
  } else {
    response.writeHead(behaviour.answer, { 'content-type': 'application/json', ...behaviour.headers });
    response.end(behaviour.body);
  }
}

/** Nobody listens there: the port is below those that a system gives out, so no other test can have it meanwhile. */
export const DEAD_ADDRESS = 'http://127.0.0.1:1';

export const aMessage = (prompt: Partial<MessagePrompt> = {}): MessagePrompt => ({
  say: 'message',
  text: 'Добрий день',
  ...prompt,
});
