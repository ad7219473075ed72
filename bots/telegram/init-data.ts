// What Telegram hands to a page that it opens inside a chat: who opened it and when, signed with the bot's token.
// core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The page asks at once when it opens; an hour forgives a phone whose network came late. */
const OLDEST_MS = 3_600_000;
const CLOCK_SKEW_MS = 60_000;
const LONGEST = 4_096;

/**
 * Telegram's id of the person who opened the page, or null when the data is forged, altered, of another bot, too old
 * or of nobody.
 */
export function readInitData(
  initData: string,
  { token, at }: { token: string; at: Date },
): { externalId: string } | null {
  if (initData.length > LONGEST) return null;
  const fields = new URLSearchParams(initData);
  const hash = fields.get('hash') ?? '';
  fields.delete('hash');
  if (!/^[0-9a-f]{64}$/.test(hash)) return null;
  const told = [...fields].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`);
  // A name that comes twice would be signed as a whole and read by halves.
  if (new Set(fields.keys()).size !== told.length) return null;
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  const wanted = createHmac('sha256', secret).update(told.join('\n')).digest();
  if (!timingSafeEqual(wanted, Buffer.from(hash, 'hex'))) return null;
  const ageMs = at.getTime() - Number(fields.get('auth_date')) * 1_000;
  if (!(ageMs <= OLDEST_MS && ageMs >= -CLOCK_SKEW_MS)) return null;
  const userId = readUserId(fields.get('user') ?? '');
  return userId === null ? null : { externalId: String(userId) };
}

function readUserId(user: string): number | null {
  try {
    const { id } = JSON.parse(user) as { id?: unknown };
    return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : null;
  } catch {
    return null;
  }
}
