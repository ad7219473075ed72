// Tells Viber where callbacks go. Viber calls that address before it answers, so our server must listen by then;
// until it does, and whenever Viber cannot be reached, this tries again.
import { setTimeout as pause } from 'node:timers/promises';
import { readFailure } from './read-failure.ts';
import { type ViberReply, viberTransport } from './transport.ts';

export interface SetUpViberOptions {
  token: string;
  apiRoot: string;
  /** Where Viber reaches us; https, with a certificate that it trusts. */
  publicUrl: string;
  log: { info(words: string): void; warn(words: string): void; error(words: string): void };
  /** Ends the trying. */
  signal: AbortSignal;
  /** The first wait after a failure; it doubles up to sixtyfold. 1 s when left out. */
  backOffMs?: number;
}

export interface ViberAccount {
  name: string;
  /** The bot's address for deep links: viber://pa?chatURI=<uri>. */
  uri: string;
}

/** `message`, `subscribed` and `unsubscribed` come in any case; without `failed` a bad keyboard would go unnoticed. */
const EVENTS = ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started'];
/** Viber could not reach our address: it may not listen yet. */
const INVALID_URL = 1;

/** Tries until Viber has taken it. Returns the account, or null when the token is refused or `signal` came first. */
export async function setUpViber(options: SetUpViberOptions): Promise<ViberAccount | null> {
  const { token, apiRoot, publicUrl, log, signal, backOffMs = 1_000 } = options;
  const transport = viberTransport({ token, apiRoot, connections: 1, timeoutMs: 15_000 });
  const stop = () => void transport.close();
  signal.addEventListener('abort', stop);
  try {
    for (let attempt = 0; !signal.aborted; attempt++) {
      const reply = await transport.call('set_webhook', {
        url: `${publicUrl}/webhooks/viber`,
        event_types: EVENTS,
        send_name: true,
        send_photo: false,
      });
      if (reply.reply === 'ok') {
        const account = readAccount(await transport.call('get_account_info', {}));
        log.info(`Viber: ${account.name} by webhook`);
        return account;
      }
      if (signal.aborted) return null;
      const refused = reply.reply === 'refused' && reply.status !== INVALID_URL;
      if (refused && readFailure(reply).outcome !== 'retry') {
        log.error(`Viber refuses the webhook: ${reply.reason}`);
        return null;
      }
      if (attempt === 0) log.warn(`Viber does not take the webhook yet: ${reply.reason}. Trying again.`);
      const waitMs = Math.min(backOffMs * 2 ** attempt, backOffMs * 60);
      await pause(waitMs, undefined, { signal }).catch(() => {});
    }
    return null;
  } finally {
    signal.removeEventListener('abort', stop);
    await transport.close();
  }
}

function readAccount(reply: ViberReply): ViberAccount {
  const { name, uri } = reply.reply === 'ok' ? reply.body : {};
  return { name: typeof name === 'string' ? name : 'bot', uri: typeof uri === 'string' ? uri : '' };
}
