// The Telegram app around the page: what it hands over in the address, and the few things the page asks of it. Telegram's
// own script does the same for everything there is, and weighs more than this whole page.
// core.telegram.org/api/bots/webapps has the events.

import { readable } from './contrast.ts';

type Theme = Record<string, string>;

interface TelegramWindow {
  TelegramWebviewProxy?: { postEvent(type: string, data: string): void };
  Telegram?: { WebView: { receiveEvent: Receive } };
  TelegramGameProxy?: { receiveEvent: Receive };
}

type Receive = (type: string, data: unknown) => void;

/** What Telegram says of whoever opened the page, signed; null where the page is not inside Telegram. */
export function telegramData(): string | null {
  return fromAddress('tgWebAppData');
}

/**
 * Takes Telegram's colours, now and whenever they change, and as much of the screen as there is. `onReturn` hears when
 * the page was put away inside Telegram and is in sight again.
 */
export function settleInTelegram(onReturn: () => void = () => undefined): void {
  const theme = fromAddress('tgWebAppThemeParams');
  if (theme) takeTheme(readJson(theme));
  const receive: Receive = (type, data) => {
    if (type === 'theme_changed') takeTheme((data as { theme_params?: unknown } | null)?.theme_params);
    if (type === 'visibility_changed' && (data as { is_visible?: unknown } | null)?.is_visible) onReturn();
  };
  const app = window as TelegramWindow;
  app.Telegram = { WebView: { receiveEvent: receive } };
  app.TelegramGameProxy = { receiveEvent: receive };
  window.addEventListener('message', ({ data, source }) => {
    if (source !== window.parent || typeof data !== 'string') return;
    const told = readJson(data) as { eventType?: string; eventData?: unknown } | null;
    if (told?.eventType) receive(told.eventType, told.eventData);
  });
  if (window.parent !== window) post('iframe_ready', { reload_supported: true });
  post('web_app_ready');
  post('web_app_expand');
  // A swipe down scrolls the page and does not throw the card away.
  post('web_app_setup_swipe_behavior', { allow_vertical_swipe: false });
}

/** Back to the chat. */
export function closeInTelegram(): void {
  post('web_app_close');
}

function post(type: string, data: object = {}): void {
  const { TelegramWebviewProxy: proxy } = window as TelegramWindow;
  if (proxy) proxy.postEvent(type, JSON.stringify(data));
  // Nothing of the member is in it, so whoever is around may hear it.
  else if (window.parent !== window)
    window.parent.postMessage(JSON.stringify({ eventType: type, eventData: data }), '*');
}

function takeTheme(params: unknown): void {
  if (typeof params !== 'object' || params === null) return;
  const theme = params as Theme;
  const { style } = document.documentElement;
  const colour = (name: string) => {
    const found = theme[name];
    return found && /^#[0-9a-f]{6}$/i.test(found) ? found : undefined;
  };
  const sheet = colour('bg_color');
  const ground = colour('secondary_bg_color') ?? sheet;
  const ink = colour('text_color');
  // Half a theme would be ours on theirs.
  if (!sheet || !ground || !ink) return;
  style.setProperty('--sheet', sheet);
  style.setProperty('--ground', ground);
  style.setProperty('--ink', ink);
  // Telegram's hints are paler than people with weak eyes can read.
  style.setProperty('--soft', readable(colour('hint_color') ?? ink, [sheet, ground], ink));
  style.setProperty('color-scheme', isDark(sheet) ? 'dark' : 'light');
}

/** ITU-R BT.601 brightness. */
function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[0-9a-f]{2}/gi) ?? []).map((part) =>
    Number.parseInt(part, 16),
  );
  return red * 0.299 + green * 0.587 + blue * 0.114 < 128;
}

function fromAddress(name: string): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(name);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
