// Two programs that others wrote, against the simulator's Viber: a REST client and a bot.
import { createServer, type Server } from 'node:http';
import { ViberClient, ViberTypes } from 'messaging-api-viber';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '#src/simulator/control.ts';
import { lazyViberId } from '#src/simulator/lazy-people.ts';
import { collect, type Remote, startRemote } from './remote.ts';
import { makeViberBot, type ViberBot } from './viber-bot-peer.ts';

const TOKEN = '445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9';
let remote: Remote;
let olena: Person;
let server: Server | undefined;

beforeEach(async () => {
  remote = await startRemote();
  olena = await remote.add({ name: 'Ольга' });
});

afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  await remote.stop();
});

async function listen(bot: ViberBot): Promise<string> {
  const listening = createServer(bot.middleware());
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
}

describe('viber-bot', () => {
  it('accepts the signed callbacks, greets in its answer and replies to what a person writes', async () => {
    const bot = makeViberBot(TOKEN, `${remote.url}/pa`);
    bot.onConversationStarted((person, subscribed, context, answer) =>
      answer(bot.text(`Welcome ${person.name}, ${subscribed}, ${context}`)),
    );
    bot.onText((text, reply) => void reply(bot.text(`heard ${text}`)));
    await bot.setWebhook(await listen(bot));
    await remote.act('viber', olena, { act: 'open', payload: 'store7' });
    const greeting = await remote.wait('viber', olena, 'Welcome');
    expect(greeting.message.text).toEqual([{ text: 'Welcome Subscriber, false, store7' }]);
    await remote.act('viber', olena, { act: 'text', text: 'hello' });
    await remote.wait('viber', olena, 'heard hello');
    const view = await remote.see('viber', olena);
    expect(view.messages.find((message) => message.from === 'person')?.state).toBe('delivered');
  });

  it('hears a contact, own and foreign ones looking the same', async () => {
    const bot = makeViberBot(TOKEN, `${remote.url}/pa`);
    const phones = collect<string>();
    bot.onContact((phone) => phones.push(phone));
    await bot.setWebhook(await listen(bot));
    await remote.act('viber', olena, { act: 'open' });
    await remote.act('viber', olena, { act: 'shareOwnContact' });
    await remote.act('viber', olena, { act: 'attachContact', name: 'X', phone: '+380931234567' });
    expect(await phones.until(2)).toEqual([olena.phone.slice(1), '380931234567']);
  });
});

describe('messaging-api-viber', () => {
  const sender = { name: 'Kartka' };

  it('sets the webhook, sends with a keyboard, and gets account and person', async () => {
    const bot = makeViberBot(TOKEN, `${remote.url}/pa`);
    const url = await listen(bot);
    const other = new ViberClient({ accessToken: TOKEN, sender, origin: remote.url });
    await expect(other.setWebhook('http://127.0.0.1:1/')).rejects.toThrow('invalidUrl');
    const set = await other.setWebhook(url, { eventTypes: [ViberTypes.EventType.Delivered], sendName: true });
    expect(set.eventTypes).toEqual(['delivered']);
    await remote.act('viber', olena, { act: 'open' });
    await expect(other.sendText(olena.viber.userId, 'too early')).rejects.toThrow('Not subscribed');
    await remote.act('viber', olena, { act: 'text', text: 'hi' });
    await other.sendText(olena.viber.userId, '*Hello*', {
      keyboard: {
        type: 'keyboard',
        defaultHeight: false,
        buttons: [
          { actionType: 'reply', actionBody: 'card', text: '<b>Card</b>', columns: 3, rows: 1 },
          { actionType: 'reply', actionBody: 'balance', text: 'Balance', columns: 3, rows: 1 },
        ],
      },
    });
    const view = await remote.see('viber', olena);
    expect(view.messages.at(-1)?.text).toEqual([{ text: 'Hello', style: 'bold' }]);
    expect(view.keyboard).toEqual([
      [
        { label: 'Card', kind: 'text', columns: 3, rows: 1 },
        { label: 'Balance', kind: 'text', columns: 3, rows: 1 },
      ],
    ]);
    expect(await other.getAccountInfo()).toMatchObject({ uri: 'kartka', subscribersCount: 1, webhook: url });
    expect((await other.getUserDetails(olena.viber.userId)).name).toBe('Ольга');
    await other.getUserDetails(olena.viber.userId);
    await expect(other.getUserDetails(olena.viber.userId)).rejects.toThrow('Too many requests');
  });

  it('broadcasts to many and is told of each one that was not reached', async () => {
    const other = new ViberClient({ accessToken: TOKEN, sender, origin: remote.url });
    const to = [lazyViberId(1), lazyViberId(2), olena.viber.userId, 'nobody'];
    const answer = await other.broadcastText(to, 'News');
    expect(answer).toHaveProperty('failedList', [
      { receiver: olena.viber.userId, status: 6, statusMessage: 'Not subscribed' },
      { receiver: 'nobody', status: 5, statusMessage: 'Not found' },
    ]);
    expect(await remote.received('viber')).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect((await remote.stats()).billed).toBe(2);
  });
});
