// The floors of the broadcast bench, as a process of its own: a finished message to one person after the other, which
// nobody renders and nobody writes down. Each line on standard input is `undici`, `grammy`, `viber` or `viber-paced` (as many
// calls as Viber takes), from which person on, and how many calls; the answer is `done`.
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Api } from 'grammy';
import { Pool } from 'undici';
import { collectAlone } from '#src/lib/collect-alone.ts';
import { LAZY_TELEGRAM_BASE, lazyViberId } from '#src/simulator/lazy-people.ts';

const TOKEN = '700000001:bench-telegram-token-000';
const CALLERS = 32;
const RECEIVERS = 300;
/**
 * Of this process: half of the 500 calls in ten seconds that Viber takes, with an eighth of a second to spare in each ten: a
 * machine that is late with one call is in time with the next, and Viber counts when they come.
 */
const VIBER_EVERY_MS = 40.5;
const JSON_HEAD = { 'content-type': 'application/json' };
// As the service does, so that it helps both sides.
collectAlone();
const [stubUrl = '', text = ''] = process.argv.slice(2);

const extras = {
  parse_mode: 'HTML' as const,
  reply_markup: { inline_keyboard: [[{ text: 'Не надсилати', callback_data: 'consent.off' }]] },
  link_preview_options: { is_disabled: true },
};
const telegramRest = JSON.stringify({ text, ...extras }).slice(1);
const viberRest = JSON.stringify({ sender: { name: 'Poruch' }, type: 'text', text }).slice(1);

const pool = new Pool(stubUrl, { connections: CALLERS, pipelining: 1 });
const api = new Api(TOKEN, { apiRoot: stubUrl });

async function post(path: string, body: string): Promise<unknown> {
  const reply = await pool.request({ method: 'POST', path, headers: JSON_HEAD, body });
  const answer = await reply.body.json();
  const refused = typeof answer === 'object' && answer !== null && 'status' in answer && answer.status !== 0;
  if (reply.statusCode !== 200 || refused)
    throw new Error(`the stub answered ${reply.statusCode} ${JSON.stringify(answer)}`);
  return answer;
}

function broadcast(n: number): Promise<unknown> {
  const list = Array.from({ length: RECEIVERS }, (_, each) => lazyViberId(n * RECEIVERS + each));
  return post('/pa/broadcast_message', `{"broadcast_list":${JSON.stringify(list)},${viberRest}`);
}

const CALLS: Record<string, (n: number) => Promise<unknown>> = {
  undici: (n) => post(`/bot${TOKEN}/sendMessage`, `{"chat_id":"${LAZY_TELEGRAM_BASE + n}",${telegramRest}`),
  grammy: (n) => api.sendMessage(String(LAZY_TELEGRAM_BASE + n), text, extras),
  viber: broadcast,
  'viber-paced': broadcast,
};

async function load(kind: string, from: number, count: number): Promise<void> {
  const call = CALLS[kind];
  if (!call) throw new Error(`there is no floor called ${kind}`);
  const everyMs = kind === 'viber-paced' ? VIBER_EVERY_MS : 0;
  const began = performance.now();
  let next = from;
  const caller = async () => {
    while (next < from + count) {
      const n = next++;
      const waitMs = began + (n - from) * everyMs - performance.now();
      if (waitMs > 0) await pause(waitMs);
      await call(n);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [kind = '', from, count] = line.split(' ');
  await load(kind, Number(from), Number(count));
  console.log('done');
}
process.exit(0);
