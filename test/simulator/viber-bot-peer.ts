// The npm package viber-bot behind a typed face, for tests only: it has no types of its own.

import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';

interface RawMessage {
  text?: string;
  contactPhoneNumber?: string;
}
interface RawReply {
  send(message: object): Promise<unknown>;
}
interface RawPerson {
  id: string;
  name: string;
}
interface RawBot {
  _client: { _url: string };
  middleware(): RequestListener;
  setWebhook(url: string): Promise<unknown>;
  sendMessage(person: { id: string }, message: object): Promise<unknown[]>;
  on(event: string, handler: (message: RawMessage, reply: RawReply) => void): void;
  onConversationStarted(
    handler: (
      person: RawPerson,
      subscribed: boolean,
      context: string,
      answer: (message: object) => void,
    ) => void,
  ): void;
}
interface RawPackage {
  Bot: new (options: { authToken: string; name: string; avatar: string }) => RawBot;
  Message: { Text: new (text: string) => object };
}

export interface ViberBot {
  middleware(): RequestListener;
  setWebhook(url: string): Promise<unknown>;
  send(userId: string, text: string): Promise<unknown[]>;
  text(text: string): object;
  onConversationStarted: RawBot['onConversationStarted'];
  onText(handler: (text: string, reply: (message: object) => Promise<unknown>) => void): void;
  onContact(handler: (phone: string) => void): void;
}

export function makeViberBot(token: string, apiUrl: string): ViberBot {
  const load = createRequire(import.meta.url);
  const { Bot, Message }: RawPackage = load('viber-bot');
  const bot = new Bot({ authToken: token, name: 'Kartka', avatar: '' });
  bot._client._url = apiUrl;
  return {
    middleware: () => bot.middleware(),
    setWebhook: (url) => bot.setWebhook(url),
    send: (userId, text) => bot.sendMessage({ id: userId }, new Message.Text(text)),
    text: (text) => new Message.Text(text),
    onConversationStarted: (handler) => bot.onConversationStarted(handler),
    onText: (handler) =>
      bot.on('message', (message, reply) => {
        if (message.text !== undefined) handler(message.text, (answer) => reply.send(answer));
      }),
    onContact: (handler) =>
      bot.on('message', (message) => {
        if (message.contactPhoneNumber !== undefined) handler(message.contactPhoneNumber);
      }),
  };
}
