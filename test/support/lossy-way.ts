// A way to Postgres that swallows one answer: the server has committed, and its program sees only a broken connection.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface LossyWay extends AsyncDisposable {
  /** The database's address by this way. */
  url: string;
  /** Cuts the connection instead of handing on the first answer that holds these bytes; once. */
  swallow(text: string): void;
  /** Whether that has happened. */
  swallowed(): boolean;
}

export async function lossyWay(databaseUrl: string): Promise<LossyWay> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let wanted: string | null = null;
  let swallowed = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (bytes) => {
      if (wanted !== null && bytes.includes(wanted)) {
        wanted = null;
        swallowed = true;
        near.destroy();
      } else near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  // A server on a port has such an address.
  url.port = String((server.address() as AddressInfo).port);
  url.hostname = '127.0.0.1';
  return {
    url: url.href,
    swallow(text) {
      wanted = text;
    },
    swallowed: () => swallowed,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
