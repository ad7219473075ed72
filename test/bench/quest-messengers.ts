// Telegram and Viber of the quest bench: they take messages, answer as the real ones do, and tell who was written to.

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

export interface PretendMessengers {
  url: string;
  /** Messages that have arrived, edits too. */
  readonly messages: number;
  /** Resolves to the next message that shows this person the quest, as it was sent; to null when none does in time. */
  heard(externalId: string, withinMs: number): Promise<string | null>;
  stop(): Promise<void>;
}

const CHAT = /"chat_id":"?(-?\d+)|name="chat_id"\r\n\r\n(-?\d+)/;
const RECEIVER = /"receiver":"([^"]+)"/;
const BOT = { id: 700_000_001, is_bot: true, first_name: 'Poruch', username: 'poruch_bot' };

/** `mark`: what is in every message that shows the quest; what else is written to somebody answers nothing that they did. */
export async function pretendMessengers(mark: string): Promise<PretendMessengers> {
  const waiting = new Map<string, (heard: string | null) => void>();
  let messages = 0;
  const reach = (externalId: string | undefined, body: string) => {
    messages++;
    if (externalId !== undefined && body.includes(mark)) waiting.get(externalId)?.(body);
  };
  const answer = (url: string, body: string): object => {
    if (url.includes('/pa/send_message')) {
      reach(RECEIVER.exec(body)?.[1], body);
      return { status: 0, status_message: 'ok', message_token: String(5_741_311_803_571_721_087n) };
    }
    if (url.includes('/pa/')) return { status: 0, status_message: 'ok', name: 'Poruch', uri: 'poruch' };
    const method = url.slice(url.lastIndexOf('/') + 1);
    if (method === 'getMe') return { ok: true, result: BOT };
    if (method === 'getChatMember')
      return { ok: true, result: { status: 'member', user: { ...BOT, is_bot: false } } };
    if (!/^(send|edit)/.test(method)) return { ok: true, result: true };
    const [, json, form] = CHAT.exec(body) ?? [];
    const chat = { id: Number(json ?? form), type: 'private' };
    reach(json ?? form, body);
    return { ok: true, result: { message_id: messages, from: BOT, chat, date: 1_795_900_000, text: 'ok' } };
  };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const text = JSON.stringify(answer(request.url ?? '', body));
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    get messages() {
      return messages;
    },
    heard: (externalId, withinMs) =>
      new Promise((resolve) => {
        const settle = (heard: string | null) => {
          clearTimeout(timer);
          waiting.delete(externalId);
          resolve(heard);
        };
        const timer = setTimeout(() => settle(null), withinMs);
        waiting.set(externalId, settle);
      }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}
