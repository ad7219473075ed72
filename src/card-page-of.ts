// Where the pages that are opened from a chat are, and who may show them inside of theirs.
import type { Config } from './config.ts';

export interface CardPageAddress {
  /** Null: buttons that open it would be refused, since Telegram opens https addresses only. */
  url: string | null;
  /** The page of the games of quests, the same. */
  gameUrl: string | null;
  /** Origins whose frames may hold the pages. */
  framedBy: string[];
}

/** Telegram's apps for the browser open pages inside a frame of theirs. */
const TELEGRAM_WEB = ['https://web.telegram.org', 'https://webk.telegram.org', 'https://webz.telegram.org'];

/** A Telegram on this machine is a pretend one: it opens any address, and its phones show the page in a frame. */
export function cardPageOf({
  production,
  publicUrl,
  telegram,
}: Pick<Config, 'production' | 'publicUrl' | 'telegram'>): CardPageAddress {
  const root = telegram && new URL(telegram.apiRoot);
  const pretend = !production && root && ['127.0.0.1', 'localhost', '[::1]'].includes(root.hostname);
  const opens = pretend || /^https:/i.test(publicUrl);
  return {
    url: opens ? `${publicUrl}/card` : null,
    gameUrl: opens ? `${publicUrl}/game` : null,
    framedBy: [...TELEGRAM_WEB, ...(pretend ? [root.origin] : [])],
  };
}
