// One keep-alive connection that knows just enough HTTP to send a receipt and to see that it was taken: whoever makes the
// load shares the machine with the service, so it costs as little as it can.
import { once } from 'node:events';
import { connect } from 'node:net';

export interface TillConnection {
  /** Sends a body and waits for the whole answer. Throws when it is no success. One at a time. */
  put(path: string, body: string): Promise<void>;
  close(): void;
}

const END_OF_HEAD = '\r\n\r\n';

export async function tillConnection(url: string, headers: Record<string, string>): Promise<TillConnection> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.setNoDelay(true);
  const fixed = Object.entries({ host, ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  let answer = Buffer.alloc(0);
  let waiting: { done: () => void; failed: (error: Error) => void } | null = null;
  socket.on('data', (chunk) => {
    answer = answer.length === 0 ? chunk : Buffer.concat([answer, chunk]);
    const end = answer.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = answer.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
    if (answer.length < end + END_OF_HEAD.length + length) return;
    const taken = head.startsWith('HTTP/1.1 2');
    if (taken) waiting?.done();
    else waiting?.failed(new Error(`the service answered ${answer.toString()}`));
    answer = Buffer.alloc(0);
  });
  socket.on('error', (error) => waiting?.failed(error));
  socket.on('close', () => waiting?.failed(new Error('the service has closed the connection')));
  return {
    put: (path, body) =>
      new Promise((done, failed) => {
        waiting = { done, failed };
        socket.write(
          `PUT ${path} HTTP/1.1\r\n${fixed}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
      }),
    close() {
      waiting = null;
      socket.destroy();
    },
  };
}
