// What Telegram hands to a page, made the way its documentation tells, for whoever is to be the one who opens it.
import { createHmac } from 'node:crypto';

/** Signed with the bot's `token`; `change` is done to the fields after they were signed. */
export function initDataOf(
  { userId, authDate, token }: { userId: number; authDate: Date; token: string },
  change: (fields: URLSearchParams) => void = () => undefined,
): string {
  const told = {
    auth_date: String(Math.floor(authDate.getTime() / 1_000)),
    query_id: 'AAHdF6IQAAAAAN0XohDhrOrc',
    user: JSON.stringify({ id: userId, first_name: 'Олена & Ко', language_code: 'uk' }),
  };
  const text = Object.entries(told)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  const hash = createHmac('sha256', secret).update(text).digest('hex');
  const fields = new URLSearchParams({ ...told, hash });
  change(fields);
  return fields.toString();
}
