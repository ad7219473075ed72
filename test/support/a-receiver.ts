// Another system that listens to webhooks, over real HTTP. It behaves as it is told and keeps what it has heard.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Answers a call; one that does nothing lets it hang. */
export type Behaviour = (reply: ServerResponse) => void;

export interface Receiver {
  url: string;
  heard: Heard[];
  behave: (next: Behaviour) => void;
  /** Calls that hang now. */
  open: () => number;
  close: () => Promise<void>;
}

export const answers =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (reply) =>
    void reply.writeHead(status, headers).end('{"secret":"of the inner network"}');
export const hangs: Behaviour = () => undefined;
export const resets: Behaviour = (reply) => void reply.socket?.resetAndDestroy();

/** On loopback; the caller closes it. */
export async function aReceiver(behaviour: Behaviour = answers(204)): Promise<Receiver> {
  let now = behaviour;
  let open = 0;
  const heard: Heard[] = [];
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    open++;
    reply.on('close', () => {
      open--;
    });
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      now(reply);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    heard,
    behave: (next) => {
      now = next;
    },
    open: () => open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
