// Viber as a Messenger. It cannot change a message and knows no toasts; bulk messages have connections of their own,
// so that a campaign into a slow Viber leaves room for replies.
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Messenger, SendOutcome, SendRequest } from '#src/core/deliveries/messenger.ts';
import type { MessagePrompt, Prompt } from '#src/core/deliveries/prompt.ts';
import { webhookAgent } from '#src/core/webhooks/webhook-agent.ts';
import { type Clock, systemClock } from '#src/lib/clock.ts';
import { broadcastMessage, RECEIVERS } from './broadcast.ts';
import { fetchPhoto } from './fetch-photo.ts';
import type { ViberBody } from './message-types.ts';
import { readFailure, TOO_MANY } from './read-failure.ts';
import { type RenderOptions, renderMessage } from './render.ts';
import { type ViberReply, type ViberTransport, viberTransport } from './transport.ts';

export interface ViberMessengerOptions extends RenderOptions {
  token: string;
  apiRoot: string;
  clock?: Clock;
  /** For one call; 20 s when left out. */
  timeoutMs?: number;
}

/** Half of the 500 calls in ten seconds that Viber takes: the other half is for replies. */
const BULK_PER_SECOND = 25;
/** Of its 500 broadcasts in ten seconds, with some air. */
const BROADCASTS_PER_SECOND = 47;
const REPLY_CONNECTIONS = 32;
const BULK_CONNECTIONS = 32;
/** How long the words after a picture may wait for a busy Viber. */
const PATIENCE_MS = 3_000;
/** Two people refused within this time: it is the bot that is too fast. */
const TOGETHER_MS = 10_000;

/** Connects when the first message goes out. `close` breaks off what is under way. */
export function viberMessenger(options: ViberMessengerOptions): Messenger & { close(): Promise<void> } {
  const { token, apiRoot, clock = systemClock, timeoutMs = 20_000 } = options;
  const replies = viberTransport({ token, apiRoot, timeoutMs, connections: REPLY_CONNECTIONS });
  const bulk = viberTransport({ token, apiRoot, timeoutMs, connections: BULK_CONNECTIONS });
  // Where Viber itself is a pretended one on this machine, so are its pictures.
  const loopback = ['localhost', '127.0.0.1'].includes(new URL(apiRoot).hostname);
  const files = webhookAgent({ loopback });
  const botWide = noticeTooMany(clock);
  return {
    name: 'viber',
    // The token names the bot and must not be shown.
    bot: `viber:${createHash('sha256').update(token).digest('hex').slice(0, 12)}`,
    bulkPerSecond: BULK_PER_SECOND,
    broadcast: {
      most: RECEIVERS,
      perSecond: BROADCASTS_PER_SECOND,
      async send({ externalIds, prompt }) {
        const bodies = tryRender(prompt, options);
        if ('outcome' in bodies) return externalIds.map(() => bodies);
        return await broadcastMessage(bulk, externalIds, bodies.bodies);
      },
    },
    async send(request) {
      const prompt = asMessage(request.prompt);
      if (!prompt) return { outcome: 'sent', externalMessageId: '' };
      const bodies = tryRender(prompt, options);
      if ('outcome' in bodies) return bodies;
      return sendAll(request.bulk ? bulk : replies, request, bodies.bodies, botWide);
    },
    fetchPhoto: async (file, mostBytes) =>
      'url' in file ? await fetchPhoto(files, { url: file.url, mostBytes }) : { bytes: null, why: 'gone' },
    close: async () => {
      await Promise.all([replies.close(), bulk.close(), files.destroy()]);
    },
  };
}

/** What there is to send: an edit becomes a message where it asks for that, a toast becomes nothing. */
function asMessage(prompt: Prompt): MessagePrompt | null {
  if (prompt.say === 'message') return prompt;
  if (prompt.say !== 'edit' || !prompt.orSend) return null;
  const { text, buttons, keyboard } = prompt;
  return { say: 'message', text, buttons, keyboard };
}

function tryRender(prompt: MessagePrompt, options: RenderOptions): { bodies: ViberBody[] } | SendOutcome {
  try {
    return { bodies: renderMessage(prompt, options) };
  } catch (error) {
    return { outcome: 'rejected', reason: error instanceof Error ? error.message : 'cannot be rendered' };
  }
}

async function sendAll(
  transport: ViberTransport,
  request: SendRequest,
  bodies: ViberBody[],
  botWide: (receiver: string) => boolean,
): Promise<SendOutcome> {
  let last: SendOutcome = { outcome: 'sent', externalMessageId: '' };
  for (const [index, body] of bodies.entries()) {
    last = await sendOne(transport, request.externalId, body, botWide);
    if (index > 0 && last.outcome === 'retry' && last.delayMs <= PATIENCE_MS) {
      await pause(last.delayMs);
      last = await sendOne(transport, request.externalId, body, botWide);
    }
    if (last.outcome === 'sent') continue;
    // To do all of it again would send the picture twice.
    if (index > 0 && last.outcome === 'retry') {
      return { outcome: 'unknown', reason: `only the picture was sent: ${last.reason}` };
    }
    return last;
  }
  return last;
}

async function sendOne(
  transport: ViberTransport,
  receiver: string,
  body: ViberBody,
  botWide: (receiver: string) => boolean,
): Promise<SendOutcome> {
  const reply = await transport.call('send_message', { receiver, ...body });
  if (reply.reply !== 'ok') return readFailure(reply, isTooMany(reply) && botWide(receiver));
  const { message_token: token } = reply.body;
  return { outcome: 'sent', externalMessageId: typeof token === 'string' ? token : '' };
}

function isTooMany(reply: ViberReply): boolean {
  return reply.reply === 'refused' && reply.status === TOO_MANY;
}

/** Viber says "too many requests" of one silent person and of the whole bot alike; only the company tells them apart. */
function noticeTooMany(clock: Clock): (receiver: string) => boolean {
  let last = { receiver: '', at: Number.NEGATIVE_INFINITY };
  return (receiver) => {
    const at = clock.now().getTime();
    const before = last;
    last = { receiver, at };
    return before.receiver !== '' && before.receiver !== receiver && at - before.at <= TOGETHER_MS;
  };
}
