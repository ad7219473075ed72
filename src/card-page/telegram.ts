// The Telegram app around the page: what it hands over in the address, and the few things the page asks of it. Telegram's
// own script does the same for everything there is, and weighs more than this whole page.
// core.telegram.org/api/bots/webapps has the events.

type Theme = Record<string, string>;

interface TelegramWindow {
  TelegramWebviewProxy?: { postEvent(type: string, data: string): void };
  Telegram?: { WebView: { receiveEvent: Receive } };
  TelegramGameProxy?: { receiveEvent: Receive };
}

type Receive = (type: string, data: unknown) => void;

/** Which colour of Telegram's stands for which of ours. */
const COLOURS: Record<string, string> = {
  secondary_bg_color: '--ground',
  bg_color: '--sheet',
  text_color: '--ink',
  hint_color: '--soft',
};

/** What Telegram says of whoever opened the page, signed; null where the page is not inside Telegram. */
export function telegramData(): string | null {
  return fromAddress('tgWebAppData');
}

/** Takes Telegram's colours, now and whenever they change, and as much of the screen as there is. */
export function settleInTelegram(): void {
  const theme = fromAddress('tgWebAppThemeParams');
  if (theme) takeTheme(readJson(theme));
  const receive: Receive = (type, data) => {
    if (type === 'theme_changed') takeTheme((data as { theme_params?: unknown } | null)?.theme_params);
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
  for (const [theirs, ours] of Object.entries(COLOURS)) {
    const colour = theme[theirs] ?? (theirs === 'secondary_bg_color' ? theme.bg_color : undefined);
    if (colour && /^#[0-9a-f]{6}$/i.test(colour)) style.setProperty(ours, colour);
  }
  const ground = theme.bg_color;
  if (ground) style.setProperty('color-scheme', isDark(ground) ? 'dark' : 'light');
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
