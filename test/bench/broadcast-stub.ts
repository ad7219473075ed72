// The messenger of the broadcast bench: a process of its own that speaks just enough HTTP to take a message, to count
// who got it and to answer as Telegram or Viber does. It is cheap, so that it holds back neither side.
import { createServer, type Socket } from 'node:net';
import { LAZY_TELEGRAM_BASE, lazyViberNumber } from '#src/simulator/lazy-people.ts';

/** Viber: 500 requests in ten seconds, beyond that status 12. Kept from GET /limited on. */
const CALLS = 500;
const WINDOW_MS = 10_000;
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const CHAT = Buffer.from('"chat_id":"');
const LENGTH = /\r\ncontent-length: *(\d+)/i;

let received = new Uint8Array(300_000);
let messages = 0;
let calls: number[] = [];
let limited = false;

function count(n: number): void {
  messages++;
  if (n >= 0 && n < received.length) received[n] = (received[n] ?? 0) + 1;
}

function counts() {
  let people = 0;
  let repeated = 0;
  for (const each of received) {
    if (each > 0) people++;
    if (each > 1) repeated += each - 1;
  }
  return JSON.stringify({ messages, people, repeated });
}

/** As long as Telegram's own answers: who sent it, to whom, the words. */
function telegram(body: Buffer): string {
  const from = body.indexOf(CHAT) + CHAT.length;
  const chat = body.toString('latin1', from, body.indexOf('"', from));
  count(Number(chat) - LAZY_TELEGRAM_BASE);
  return (
    `{"ok":true,"result":{"message_id":${messages},"from":{"id":700000001,"is_bot":true,"first_name":"Poruch",` +
    `"username":"poruch_bot"},"chat":{"id":${chat},"first_name":"Olena","type":"private"},"date":1795900000,` +
    `"text":"This week: coffee for half its price, and twice the points on Saturday.","reply_markup":` +
    `{"inline_keyboard":[[{"text":"Unsubscribe","callback_data":"consent.off"}]]}}}`
  );
}

function viber(body: Buffer): string {
  const now = performance.now();
  calls.push(now);
  if (limited) {
    while ((calls[0] ?? now) <= now - WINDOW_MS) calls.shift();
    if (calls.length > CALLS) return '{"status":12,"status_message":"tooManyRequests"}';
  } else if (calls.length > 1_000_000) calls = [];
  const { broadcast_list: list, receiver } = JSON.parse(body.toString());
  for (const each of list ?? [receiver]) count(lazyViberNumber(each) ?? -1);
  return `{"status":0,"status_message":"ok","message_token":${5741311803571721087n + BigInt(calls.length)},"failed_list":[]}`;
}

function answer(head: string, body: Buffer): string {
  if (head.startsWith('GET /counts')) return counts();
  if (head.startsWith('GET /limited')) {
    limited = true;
    return '{}';
  }
  if (head.startsWith('GET /forget')) {
    received = new Uint8Array(received.length);
    messages = 0;
    calls = [];
    return '{}';
  }
  return head.startsWith('POST /pa/') ? viber(body) : telegram(body);
}

function serve(socket: Socket): void {
  socket.setNoDelay(true);
  let waiting: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    const end = waiting.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = waiting.toString('latin1', 0, end);
    const bodyAt = end + END_OF_HEAD.length;
    const length = Number(LENGTH.exec(head)?.[1] ?? 0);
    if (waiting.length < bodyAt + length) return;
    const text = answer(head, waiting.subarray(bodyAt, bodyAt + length));
    waiting = Buffer.alloc(0);
    socket.write(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
  });
  // A process that is killed leaves its connections; that is no news here.
  socket.on('error', () => socket.destroy());
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
});
process.stdin.resume().once('end', () => process.exit(0));
