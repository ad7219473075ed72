// What the page asks of the server. Whose card it is, the server knows by a cookie, or inside Telegram by the session
// that it gave with its last answer.
import type { CardPage } from '#src/contract/card.ts';
import { call } from './call.ts';

export { Refused } from './call.ts';

export type Opening = { telegram: string } | { link: string };

let session: string | null = null;

export const openCard = (opening: Opening): Promise<CardPage> => ask('/api/card/session', opening);
export const readCard = (): Promise<CardPage> => ask('/api/card');

async function ask(path: string, body?: object): Promise<CardPage> {
  const headers: Record<string, string> = session ? { 'x-card-session': session } : {};
  const page = (await call(`${path}?shown=${document.documentElement.lang}`, { body, headers })) as CardPage;
  session = page.session ?? session;
  return page;
}
