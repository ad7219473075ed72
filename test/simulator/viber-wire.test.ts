import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '#src/lib/clock.ts';
import type { Person } from '#src/simulator/control.ts';
import { drawSamplePhoto } from '#src/simulator/sample-photo.ts';
import { collect, type Remote, startRemote } from './remote.ts';

const TOKEN = 'wire-token';
const clock = fixedClock('2026-05-01T10:00:00Z');

interface Heard {
  raw: string;
  event: string;
  token: string;
  signature: string | undefined;
  sig: string | null;
  json: Record<string, unknown>;
}

let remote: Remote;
let olena: Person;
let server: Server;
let hookUrl: string;
/** Statuses that the webhook answers with, 200 when there is none left. */
let statuses: number[];
let welcome: string;
const newHeard = () => collect<Heard>();
let heard: ReturnType<typeof newHeard>;

beforeEach(async () => {
  remote = await startRemote({ clock });
  olena = await remote.add();
  statuses = [];
  welcome = '';
  heard = newHeard();
  server = createServer((request, response) => void hear(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  hookUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});

async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://x');
  if (url.pathname === '/card.png') {
    response.end(drawSamplePhoto());
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const raw = Buffer.concat(chunks).toString();
  const json: Record<string, unknown> = JSON.parse(raw);
  const status = statuses.shift() ?? 200;
  response.statusCode = status;
  response.end(json.event === 'conversation_started' ? welcome : '');
  if (json.event === 'webhook') return;
  const signature = request.headers['x-viber-content-signature'];
  heard.push({
    raw,
    event: String(json.event),
    token: /"message_token":(\d+)/.exec(raw)?.[1] ?? '',
    signature: typeof signature === 'string' ? signature : undefined,
    sig: url.searchParams.get('sig'),
    json,
  });
}

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await remote.stop();
});

async function call(
  method: string,
  body: object,
  token = TOKEN,
): Promise<{ raw: string; json: Record<string, unknown> }> {
  const answer = await fetch(`${remote.url}/pa/${method}`, {
    method: 'POST',
    headers: { 'X-Viber-Auth-Token': token },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  const raw = await answer.text();
  return { raw, json: JSON.parse(raw) };
}

const text = (more: object = {}) => ({
  receiver: olena.viber.userId,
  type: 'text',
  text: 'hi',
  sender: { name: 'K' },
  ...more,
});

async function subscribe(): Promise<void> {
  await call('set_webhook', { url: hookUrl });
  await remote.act('viber', olena, { act: 'open' });
  await remote.act('viber', olena, { act: 'text', text: 'hello' });
  await heard.until(2);
}

describe('callbacks', () => {
  it('are signed over their exact bytes, in the header and in ?sig=', async () => {
    await subscribe();
    for (const callback of heard.items) {
      const expected = createHmac('sha256', TOKEN).update(callback.raw).digest('hex');
      expect([callback.signature, callback.sig]).toEqual([expected, expected]);
    }
  });

  it('carry tokens that a Number cannot tell apart, and a repeated one the same token', async () => {
    await subscribe();
    statuses = [500, 500];
    await remote.act('viber', olena, { act: 'text', text: 'again' });
    const tokens = (await heard.until(5)).map((callback) => callback.token);
    expect(tokens[3]).toBe(tokens[2]);
    expect(tokens[4]).toBe(tokens[2]);
    expect(tokens[0]).not.toBe(tokens[1]);
    expect(Number(tokens[0])).toBe(Number(tokens[1]));
    expect(BigInt(tokens[0] ?? 0) > 2n ** 53n).toBe(true);
  });

  it('tell of delivered and, once for all that was read, of seen', async () => {
    await subscribe();
    await call('send_message', text());
    const last = await call('send_message', text());
    await remote.act('viber', olena, { act: 'read' });
    await remote.act('viber', olena, { act: 'read' });
    const events = (await heard.until(5)).slice(2);
    expect(events.map((callback) => callback.event)).toEqual(['delivered', 'delivered', 'seen']);
    expect(events[2]?.token).toBe(/"message_token":(\d+)/.exec(last.raw)?.[1]);
    expect(events[2]?.json.user_id).toBe(olena.viber.userId);
  });

  it('come without the events that were not asked for, except message, subscribed and unsubscribed', async () => {
    await call('set_webhook', { url: hookUrl, event_types: ['seen'] });
    await remote.act('viber', olena, { act: 'open' });
    await remote.act('viber', olena, { act: 'text', text: 'hello' });
    await call('send_message', text());
    await remote.act('viber', olena, { act: 'block' });
    await remote.act('viber', olena, { act: 'unblock' });
    expect((await heard.until(3)).map((callback) => callback.event)).toEqual([
      'message',
      'unsubscribed',
      'subscribed',
    ]);
  });

  it('are delivered twice with one token when such a fault is set', async () => {
    await subscribe();
    await remote.fault({ on: 'viber', kind: 'duplicate_update', times: 1 });
    await remote.act('viber', olena, { act: 'text', text: 'twice' });
    const [one, two] = (await heard.until(4)).slice(2);
    expect(two?.raw).toBe(one?.raw);
  });
});

describe('the conversation', () => {
  it('shows the answer to conversation_started as a welcome message with its keyboard, and drops a bad one', async () => {
    const Buttons = [{ ActionType: 'share-phone', ActionBody: 'phone', Text: 'Share' }];
    welcome = JSON.stringify({
      type: 'text',
      text: 'Welcome',
      sender: { name: 'K' },
      min_api_version: 3,
      tracking_data: 'ctx',
      keyboard: { Type: 'keyboard', Buttons },
    });
    await call('set_webhook', { url: hookUrl });
    await remote.act('viber', olena, { act: 'open', payload: 'store7' });
    const { view } = await remote.wait('viber', olena, 'Welcome');
    expect(view.keyboard).toEqual([[{ label: 'Share', kind: 'share_phone', columns: 6, rows: 1 }]]);
    expect(heard.items[0]?.json).toMatchObject({
      event: 'conversation_started',
      context: 'store7',
      subscribed: false,
    });
    await remote.act('viber', olena, { act: 'keyLabel', label: 'Share' });
    const message = (await heard.until(3)).find((callback) => callback.event === 'message')?.json.message;
    expect(message).toEqual({
      type: 'contact',
      contact: { name: olena.name, phone_number: olena.phone.slice(1) },
      tracking_data: 'ctx',
    });
  });

  it('sends the text reply instead of the contact from a desktop', async () => {
    const desk = await remote.add({ device: 'desktop' });
    const Buttons = [{ ActionType: 'share-phone', ActionBody: 'phone', Text: 'Share' }];
    welcome = JSON.stringify({
      type: 'text',
      text: 'W',
      min_api_version: 3,
      keyboard: { Type: 'keyboard', Buttons },
    });
    await call('set_webhook', { url: hookUrl });
    await remote.act('viber', desk, { act: 'open' });
    await remote.wait('viber', desk, 'W');
    await remote.act('viber', desk, { act: 'keyLabel', label: 'Share' });
    await heard.until(3);
    expect(heard.items.find((callback) => callback.event === 'message')?.json.message).toEqual({
      type: 'text',
      text: 'reply',
    });
  });

  it('fetches a picture before it shows it, and fails the message when it cannot', async () => {
    await subscribe();
    await call('send_message', text({ type: 'picture', media: `${hookUrl}/card.png`, text: 'Your card' }));
    await call('send_message', text({ type: 'picture', media: `${remote.url}/nothing`, text: 'Lost' }));
    const { message, view } = await remote.wait('viber', olena, 'Your card');
    expect(message.photoUrl).toMatch(/^\/control\/files\//);
    await heard.until(4);
    expect(heard.items.slice(2).map((callback) => callback.event)).toEqual(['delivered', 'failed']);
    expect(heard.items[3]?.json.desc).toBe('Media download failed with status 404');
    expect(view.messages.some((shown) => shown.text.some((span) => span.text === 'Lost'))).toBe(false);
  });
});

describe('refusals', () => {
  it('come as status codes in a 200 when a request is wrong', async () => {
    await subscribe();
    const status = async (body: object) => (await call('send_message', body)).json.status;
    expect(await status(text({ receiver: 'nobody' }))).toBe(5);
    expect(await status(text({ text: 'x'.repeat(7_001) }))).toBe(3);
    expect(await status(text({ sender: { name: 'x'.repeat(29) } }))).toBe(3);
    expect(await status(text({ sender: undefined }))).toBe(4);
    expect(await status(text({ tracking_data: 'x'.repeat(4_001) }))).toBe(3);
    expect(await status(text({ text: 'д'.repeat(16_000) }))).toBe(3);
    expect(await status(text({ min_api_version: 11 }))).toBe(13);
    const Buttons = [{ ActionType: 'share-phone', ActionBody: 'x', Text: 'x' }];
    const old = await call('send_message', text({ keyboard: { Type: 'keyboard', Buttons } }));
    expect(old.json).toMatchObject({
      status: 3,
      status_message:
        'keyboard is not valid. [instance value ("share-phone") not found in enum (possible values: ["reply","open-url",""])]',
    });
    const rows = Array.from({ length: 13 }, () => ({ ActionType: 'reply', ActionBody: 'x', Text: 'x' }));
    expect(await status(text({ keyboard: { Type: 'keyboard', Buttons: rows } }))).toBe(3);
    const strict = await startRemote({ viberToken: 'right' });
    expect((await strict.post('/pa/get_account_info', { auth_token: 'wrong' })).body).toMatchObject({
      status: 2,
    });
    expect((await strict.post('/pa/get_account_info', { auth_token: 'right' })).body).toMatchObject({
      status: 0,
    });
    await strict.stop();
  });

  it('begin with the 101st message of an hour and end with a reply', async () => {
    await subscribe();
    for (let i = 0; i < 100; i++) expect((await call('send_message', text())).json.status).toBe(0);
    expect((await call('send_message', text())).json.status).toBe(12);
    await remote.act('viber', olena, { act: 'text', text: 'I am here' });
    expect((await call('send_message', text())).json.status).toBe(0);
  });

  it('tell by billing_status whether a message was outside the 24-hour session', async () => {
    await subscribe();
    expect((await call('send_message', text())).json.billing_status).toBe(1);
    clock.advance(25 * 3_600_000);
    expect((await call('send_message', text())).json.billing_status).toBe(2);
    expect((await remote.stats()).billed).toBe(1);
  });
});
