// A page opened inside Telegram: its address with what Telegram tells the page, signed as the real one signs it.
// core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
import { createHmac, randomBytes } from 'node:crypto';
import { NotOnScreen } from '../acts.ts';
import type { Outside } from '../outside.ts';
import { type PrivateChat, type TelegramBot, unixSeconds, wirePerson } from './bot.ts';
import { menuButtonFor } from './setup.ts';

const LIGHT = {
  bg_color: '#ffffff',
  secondary_bg_color: '#efeff3',
  text_color: '#000000',
  hint_color: '#6d6d72',
  link_color: '#2481cc',
  button_color: '#2481cc',
  button_text_color: '#ffffff',
};
const DARK = {
  bg_color: '#17212b',
  secondary_bg_color: '#0e1621',
  text_color: '#f5f5f5',
  hint_color: '#8d9ba7',
  link_color: '#6ab3f3',
  button_color: '#5288c1',
  button_text_color: '#ffffff',
};

/** Throws NotOnScreen for an address that neither a button on the screen nor the menu button has. */
export function openWebApp(
  outside: Outside,
  bot: TelegramBot,
  chat: PrivateChat,
  { url, dark = false }: { url: string; dark?: boolean },
): string {
  const offered = chat.entries.some(({ buttons }) =>
    buttons.flat().some(({ shown }) => shown.kind === 'web_app' && shown.url === url),
  );
  if (!offered && menuButtonFor(bot, chat.owner.telegramId)?.url !== url)
    throw new NotOnScreen(`nothing on the screen opens ${url}`);
  const told = new URLSearchParams({
    tgWebAppData: initData(outside, bot, chat),
    tgWebAppVersion: '8.0',
    tgWebAppPlatform: 'android',
    tgWebAppThemeParams: JSON.stringify(dark ? DARK : LIGHT),
  });
  const [page = url] = url.split('#');
  return `${page}#${told}`;
}

function initData(outside: Outside, bot: TelegramBot, chat: PrivateChat): string {
  const { is_bot: _, ...person } = wirePerson(chat.owner);
  const fields = new URLSearchParams({
    query_id: `AAH${randomBytes(12).toString('base64url')}`,
    user: JSON.stringify({ ...person, last_name: '', allows_write_to_pm: true }),
    auth_date: String(unixSeconds(outside)),
    // Ed25519 of Telegram's, for third parties; nobody can make one here.
    signature: randomBytes(64).toString('base64url'),
  });
  fields.sort();
  const told = [...fields].map(([name, value]) => `${name}=${value}`).join('\n');
  const secret = createHmac('sha256', 'WebAppData')
    .update(bot.token ?? '')
    .digest();
  fields.set('hash', createHmac('sha256', secret).update(told).digest('hex'));
  return fields.toString();
}
