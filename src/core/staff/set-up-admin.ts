// Lets the first admin of a shop sign in, and an admin whose password is lost sign in again. For whoever has the
// database in hand: no session is asked for.
import type { Tx } from '#src/db/client.ts';
import type { Language } from '#src/lib/language.ts';
import { changeStaff } from './change-staff.ts';
import { createStaff } from './create-staff.ts';
import { newPassword } from './new-password.ts';
import { listStaff } from './read-staff.ts';
import { removeSecondFactor } from './second-factor.ts';
import { setPassword } from './set-password.ts';

export interface AdminSetUp {
  /** Of the admin to make or to give a new password; `admin`, or the only one there is, when left out. */
  login?: string | undefined;
  language: Language;
  /** A new password for an admin that is there. */
  reset: boolean;
  at: Date;
}

export type AdminReady =
  | { outcome: 'created' | 'reset'; login: string; password: string }
  /** Nothing was changed; `logins` are the admins who may sign in. */
  | { outcome: 'exists'; logins: string[] }
  | { outcome: 'unknown'; logins: string[] };

const ACTOR = 'setup';

/**
 * `exists`: there is an admin and no reset was asked for. `unknown`: the reset names nobody, or not which of several.
 * Throws Refusal login_taken when the first admin's login belongs to other staff.
 */
export async function setUpAdmin(tx: Tx, { login, language, reset, at }: AdminSetUp): Promise<AdminReady> {
  const admins = (await listStaff(tx)).filter(({ role }) => role === 'admin');
  const logins = admins.filter(({ disabledAt }) => !disabledAt).map((admin) => admin.login);
  if (!reset && logins.length > 0) return { outcome: 'exists', logins };
  if (!reset || admins.length === 0) {
    const chosen = login ?? 'admin';
    const input = {
      name: chosen,
      login: chosen,
      role: 'admin',
      storeIds: [],
      language,
      actor: ACTOR,
      at,
    } as const;
    const { password } = await createStaff(tx, input);
    return { outcome: 'created', login: chosen, password };
  }
  const [only] = admins.length === 1 ? admins : [];
  const admin = login === undefined ? only : admins.find((each) => each.login === login);
  if (!admin) return { outcome: 'unknown', logins };
  const password = newPassword();
  const { staffId } = admin;
  await setPassword(tx, { staffId, newPassword: password, actor: ACTOR, at });
  if (admin.secondFactor) await removeSecondFactor(tx, { staffId, actor: ACTOR, at });
  if (admin.disabledAt) await changeStaff(tx, { staffId, disabled: false, actor: ACTOR, at });
  return { outcome: 'reset', login: admin.login, password };
}
