// Tells Telegram where the bot's updates go and what its menu says. Done at every start: the same again changes nothing.
import { setTimeout as pause } from 'node:timers/promises';
import { type Api, GrammyError } from 'grammy';
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import { readFailure } from './read-failure.ts';
import { telegramApi } from './telegram-api.ts';
import { TELEGRAM_WORDS } from './words.ts';

/** The kinds of update that readTelegramUpdate reads. */
export const ALLOWED_UPDATES = ['message', 'callback_query', 'my_chat_member'] as const;

export interface SetUpTelegramOptions {
  token: string;
  apiRoot: string;
  /** Polling takes away a webhook that was set before; what waits in it is kept. */
  updates: { mode: 'polling' } | { mode: 'webhook'; publicUrl: string; secret: string };
  /** What the button beside the field opens; null: it opens the list of commands. */
  cardPage?: string | null;
  log: { info(words: string): void; warn(words: string): void; error(words: string): void };
  /** Ends the trying. */
  signal: AbortSignal;
  /** The language of those whose own is not among ours; uk when left out. */
  language?: Language;
  /** The first wait after a failure; it doubles up to sixtyfold. 1 s when left out. */
  backOffMs?: number;
}

/**
 * Tries until Telegram has taken it. Returns the bot's username, such as `poruch_bot`, or null when the token is
 * refused or `signal` came first; a menu that is refused is only warned about.
 */
export async function setUpTelegram(options: SetUpTelegramOptions): Promise<string | null> {
  const { token, apiRoot, log } = options;
  const connection = telegramApi({ token, apiRoot, connections: 1, timeoutMs: 15_000 });
  const stop = () => void connection.close();
  options.signal.addEventListener('abort', stop);
  try {
    const me = await insist(options, 'the bot', () => connection.api.getMe());
    if (!me) return null;
    const routed = await insist(options, 'the way of updates', () => route(connection.api, options));
    if (!routed) return null;
    const named = await insist(options, 'the menu', () => setWords(connection.api, options));
    log.info(`Telegram: @${me.username} by ${options.updates.mode}${named ? '' : ', without its menu'}`);
    return me.username;
  } finally {
    options.signal.removeEventListener('abort', stop);
    await connection.close();
  }
}

async function route(api: Api, { updates }: SetUpTelegramOptions): Promise<true> {
  if (updates.mode === 'polling') return api.deleteWebhook({ drop_pending_updates: false });
  return api.setWebhook(`${updates.publicUrl}/webhooks/telegram`, {
    secret_token: updates.secret,
    allowed_updates: ALLOWED_UPDATES,
    max_connections: 100,
  });
}

async function setWords(
  api: Api,
  { language: fallback = 'uk', cardPage = null }: SetUpTelegramOptions,
): Promise<true> {
  const all = [
    { words: TELEGRAM_WORDS[fallback] },
    ...LANGUAGES.map((language) => ({ words: TELEGRAM_WORDS[language], language_code: language })),
  ];
  for (const { words, ...where } of all) {
    await api.setMyCommands(words.commands, where);
    await api.setMyCommands(words.groupCommands, { ...where, scope: { type: 'all_group_chats' } });
    await api.setMyDescription(words.description, where);
    await api.setMyShortDescription(words.shortDescription, where);
  }
  const text = TELEGRAM_WORDS[fallback].cardButton;
  await api.setChatMenuButton({
    menu_button: cardPage ? { type: 'web_app', text, web_app: { url: cardPage } } : { type: 'commands' },
  });
  return true;
}

/** The result, or null when it is refused for good or time is up. Everything asked here may be asked twice. */
async function insist<T>(
  options: SetUpTelegramOptions,
  what: string,
  ask: () => Promise<T>,
): Promise<T | null> {
  const { log, signal, backOffMs = 1_000 } = options;
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted) return null;
      const failure = readFailure(error);
      const reason = 'reason' in failure ? failure.reason : '';
      if (error instanceof GrammyError && failure.outcome !== 'retry' && failure.outcome !== 'unknown') {
        log.error(`Telegram refuses ${what}: ${reason}`);
        return null;
      }
      if (attempt === 0) log.warn(`Telegram does not take ${what} yet: ${reason}. Trying again.`);
      const asked = failure.outcome === 'retry' && failure.wholeBot ? failure.delayMs : 0;
      const waitMs = Math.max(asked, Math.min(backOffMs * 2 ** attempt, backOffMs * 60));
      await pause(waitMs, undefined, { signal }).catch(() => {});
    }
  }
  return null;
}
