// Signing in and out, and who a cookie belongs to. Whoever calls `signIn` throttles it.
import { eq } from 'drizzle-orm';
import { Refusal } from '#src/core/refusal.ts';
import type { Db } from '#src/db/client.ts';
import { staff } from '#src/db/schema/staff.ts';
import type { StaffId } from '#src/lib/id.ts';
import type { StaffAuth } from './staff-auth.ts';
import { type Staff, toStaff } from './staff-shape.ts';

export interface SignedIn {
  /** Null: the password was right, and a code of the app is wanted besides (passSecondFactor). */
  staff: Staff | null;
  /** The `set-cookie` values to send. */
  cookies: string[];
}

/**
 * `cookie`: what the browser sends; a device that is trusted needs no second factor. Refuses a wrong login and a wrong
 * password alike: sign_in_failed.
 */
export async function signIn(
  auth: StaffAuth,
  db: Db,
  { login, password, cookie = '' }: { login: string; password: string; cookie?: string | undefined },
): Promise<SignedIn> {
  const answer = await auth.api.signInUsername({
    body: { username: login, password },
    headers: new Headers({ cookie }),
    asResponse: true,
  });
  if (answer.status >= 500) throw new Error(`signing in answered ${answer.status}`);
  if (!answer.ok) throw new Refusal('sign_in_failed');
  const cookies = answer.headers.getSetCookie();
  const body: unknown = await answer.json();
  if (typeof body === 'object' && body !== null && 'twoFactorRedirect' in body)
    return { staff: null, cookies };
  return { staff: await whoseCookies(auth, db, cookies), cookies };
}

/** Whose session fresh `set-cookie` values begin. Refuses sign_in_failed. */
export async function whoseCookies(auth: StaffAuth, db: Db, cookies: string[]): Promise<Staff> {
  const session = await readSession(auth, db, cookies.map((cookie) => cookie.split(';')[0]).join('; '));
  // Somebody disabled has the right password all the same.
  if (!session) throw new Refusal('sign_in_failed');
  return session.staff;
}

export interface StaffSession {
  staff: Staff;
  /** The session's own secret, to keep it when the others end. */
  token: string;
  /** `set-cookie` values to send: a session in use lasts longer. */
  cookies: string[];
}

/** Whose session the `cookie` header carries. Null: nobody's, or somebody's who may sign in no more. */
export async function readSession(auth: StaffAuth, db: Db, cookie: string): Promise<StaffSession | null> {
  const { response, headers } = await auth.api.getSession({
    headers: new Headers({ cookie }),
    returnHeaders: true,
  });
  if (!response) return null;
  const [row] = await db
    .select()
    .from(staff)
    .where(eq(staff.id, response.user.id as StaffId));
  if (!row || row.disabledAt) return null;
  return { staff: toStaff(row), token: response.session.token, cookies: headers.getSetCookie() };
}

/** Ends the session that the `cookie` header carries; returns the `set-cookie` values that clear it. */
export async function signOut(auth: StaffAuth, cookie: string): Promise<string[]> {
  const { headers } = await auth.api.signOut({ headers: new Headers({ cookie }), returnHeaders: true });
  return headers.getSetCookie();
}
