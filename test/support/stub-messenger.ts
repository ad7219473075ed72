// A messenger over real HTTP, without any protocol to speak of: it counts what every person got and answers as told.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Pool } from 'undici';
import type { Messenger, MessengerName, SendOutcome, SendRequest } from '#src/core/deliveries/messenger.ts';

/** What to answer a request with; `hang` accepts it and answers only when `release` is called. */
export type StubAnswer = SendOutcome | 'hang' | undefined;

export interface StubMessenger extends AsyncDisposable {
  messenger: Messenger;
  /** Everything that came, in order. */
  received: SendRequest[];
  /** The texts that one person got. */
  textsTo(externalId: string): string[];
  /** Decides the answer; undefined or no function means sent. */
  answerWith(decide: (request: SendRequest) => StubAnswer): void;
  /** Whom each call to many was for, in order. */
  broadcasts: string[][];
  /** Decides what becomes of a call to many; undefined or no function means sent to all, null that the bot may not. */
  broadcastWith(decide: (externalIds: string[]) => SendOutcome[] | null | undefined): void;
  /** Answers everything that hangs. */
  release(): void;
}

export async function stubMessenger(
  options: { name?: MessengerName; bulkPerSecond?: number; broadcastsTo?: number } = {},
): Promise<StubMessenger> {
  const { name = 'telegram', bulkPerSecond = 1_000 } = options;
  const received: SendRequest[] = [];
  let decide: (request: SendRequest) => StubAnswer = () => undefined;
  const broadcasts: string[][] = [];
  let decideBroadcast: (externalIds: string[]) => SendOutcome[] | null | undefined = () => undefined;
  let hanging: (() => void)[] = [];
  const server = createServer((request, response) => {
    void accept(request).then((outcome) => response.end(JSON.stringify(outcome)));
  });

  async function accept(incoming: IncomingMessage): Promise<SendOutcome> {
    // Written by `send` below.
    const request = JSON.parse(await text(incoming)) as SendRequest;
    received.push(request);
    const externalMessageId = String(received.length);
    const answer = decide(request);
    if (answer === 'hang') await new Promise<void>((resolve) => hanging.push(resolve));
    return answer === undefined || answer === 'hang' ? { outcome: 'sent', externalMessageId } : answer;
  }

  const release = () => {
    for (const resolve of hanging) resolve();
    hanging = [];
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server on a port has such an address.
  const { port } = server.address() as AddressInfo;
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 64 });
  return {
    received,
    textsTo: (externalId) =>
      received.flatMap(({ externalId: to, prompt }) => (to === externalId ? [prompt.text] : [])),
    answerWith(next) {
      decide = next;
    },
    broadcasts,
    broadcastWith(next) {
      decideBroadcast = next;
    },
    release,
    messenger: {
      name,
      bot: `${name}:stub`,
      bulkPerSecond,
      ...(options.broadcastsTo !== undefined && {
        broadcast: {
          most: options.broadcastsTo,
          perSecond: 100,
          async send({ externalIds, prompt }) {
            broadcasts.push(externalIds);
            const decided = decideBroadcast(externalIds);
            if (decided === null) return null;
            const externalMessageId = `b${broadcasts.length}`;
            const outcomes =
              decided ?? externalIds.map(() => ({ outcome: 'sent' as const, externalMessageId }));
            for (const [index, externalId] of externalIds.entries())
              if (outcomes[index]?.outcome === 'sent') received.push({ externalId, prompt, bulk: true });
            return outcomes;
          },
        },
      }),
      async send(request) {
        try {
          const { body } = await pool.request({ method: 'POST', path: '/', body: JSON.stringify(request) });
          return (await body.json()) as SendOutcome;
        } catch (error) {
          return { outcome: 'unknown', reason: String(error) };
        }
      },
    },
    async [Symbol.asyncDispose]() {
      release();
      await pool.close();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
