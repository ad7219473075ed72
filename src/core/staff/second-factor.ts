// The second factor of staff: a code of an app on their own phone. The library of the sessions does the counting and the
// comparing; here it is asked, and what it answers becomes a Refusal or cookies.
import { eq } from 'drizzle-orm';
import { Refusal } from '#src/core/refusal.ts';
import type { Tx } from '#src/db/client.ts';
import { staff, staffSecondFactor, staffVerification } from '#src/db/schema/staff.ts';
import type { StaffId } from '#src/lib/id.ts';
import { endSessions } from './change-staff.ts';
import { recordAudit } from './record-audit.ts';
import type { StaffAuth } from './staff-auth.ts';
import { type Staff, toStaff } from './staff-shape.ts';

/** A signed-in person, by the `cookie` header, who shows once more that they know their password. */
interface Oneself {
  cookie: string;
  password: string;
}

export interface SecondFactorBegun {
  /** An `otpauth:` address (Google's Key URI Format) that the app reads as a QR code. */
  address: string;
  /** Each opens the door once, when the phone is lost. */
  recoveryCodes: string[];
}

/**
 * Begins anew, as often as asked: nothing is on before confirmSecondFactor. Throws Refusal `sign_in_failed` (wrong
 * password), `second_factor_on`.
 */
export async function beginSecondFactor(
  auth: StaffAuth,
  { cookie, password, shop, login }: Oneself & { shop: string; login: string },
): Promise<SecondFactorBegun> {
  const answer = await auth.api
    .enableTwoFactor({ body: { password, issuer: shop }, headers: new Headers({ cookie }) })
    .catch(refuse);
  if (answer.method !== 'totp') throw new Error('the second factor is not an app');
  return { address: named(answer.totpURI, { shop, login }), recoveryCodes: answer.backupCodes };
}

/** The app's first right code puts it on. Returns `set-cookie` values. Throws Refusal `second_factor_wrong`. */
export async function confirmSecondFactor(
  auth: StaffAuth,
  { cookie, code }: { cookie: string; code: string },
): Promise<string[]> {
  const { headers } = await auth.api
    .verifyTOTP({ body: { code }, headers: new Headers({ cookie }), returnHeaders: true })
    .catch(refuse);
  return headers.getSetCookie();
}

/** Takes it off. Returns `set-cookie` values. Throws Refusal `sign_in_failed`. */
export async function endSecondFactor(auth: StaffAuth, { cookie, password }: Oneself): Promise<string[]> {
  const { headers } = await auth.api
    .disableTwoFactor({ body: { password }, headers: new Headers({ cookie }), returnHeaders: true })
    .catch(refuse);
  return headers.getSetCookie();
}

/** New recovery codes; the old ones open nothing any more. Throws Refusal `sign_in_failed`, `second_factor_off`. */
export async function renewRecoveryCodes(auth: StaffAuth, { cookie, password }: Oneself): Promise<string[]> {
  const { backupCodes } = await auth.api
    .generateBackupCodes({ body: { password }, headers: new Headers({ cookie }) })
    .catch(refuse);
  return backupCodes;
}

/**
 * Goes on with a sign-in that wants a second factor, by a code of the app or a recovery code. `cookie` carries what signIn
 * has answered. Returns `set-cookie` values. Throws Refusal `second_factor_wrong`, `second_factor_restart` (the password
 * again: five wrong codes, or ten minutes have passed), `too_many_attempts` {minutes}.
 */
export async function passSecondFactor(
  auth: StaffAuth,
  { cookie, code, trustDevice }: { cookie: string; code: string; trustDevice: boolean },
): Promise<string[]> {
  const asked = {
    body: { code, trustDevice },
    headers: new Headers({ cookie }),
    returnHeaders: true,
  } as const;
  const isRecovery = !/^\d{6}$/.test(code);
  const { headers } = await (isRecovery
    ? auth.api.verifyBackupCode(asked)
    : auth.api.verifyTOTP(asked)
  ).catch(refuse);
  return headers.getSetCookie();
}

/** For who has lost phone and recovery codes: an admin takes it off; they are signed out everywhere. */
export async function removeSecondFactor(
  tx: Tx,
  { staffId, actor, at }: { staffId: StaffId; actor: string; at: Date },
): Promise<Staff> {
  const [row] = await tx
    .update(staff)
    .set({ twoFactorEnabled: false, updatedAt: at })
    .where(eq(staff.id, staffId))
    .returning();
  if (!row) throw new Refusal('not_found');
  await tx.delete(staffSecondFactor).where(eq(staffSecondFactor.userId, staffId));
  // Devices that were trusted, and sign-ins that are half done.
  await tx.delete(staffVerification).where(eq(staffVerification.value, staffId));
  await endSessions(tx, staffId);
  await recordAudit(tx, { actor, action: 'staff.second_factor_remove', subject: staffId, at });
  return toStaff(row);
}

/** The app shows the shop and the login. */
function named(address: string, { shop, login }: { shop: string; login: string }): string {
  const { searchParams } = new URL(address);
  return `otpauth://totp/${encodeURIComponent(shop)}:${encodeURIComponent(login)}?${searchParams}`;
}

const LOCKED_MINUTES = 15;

/** What the library says, as the business says no. Anything else is a fault of ours and goes on its way. */
function refuse(error: unknown): never {
  const code = (error as { body?: { code?: string } }).body?.code ?? '';
  if (code === 'INVALID_PASSWORD') throw new Refusal('sign_in_failed');
  if (code === 'INVALID_CODE' || code === 'INVALID_BACKUP_CODE') throw new Refusal('second_factor_wrong');
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED')
    throw new Refusal('too_many_attempts', { minutes: LOCKED_MINUTES });
  if (code === 'TOTP_ALREADY_ENABLED') throw new Refusal('second_factor_on');
  if (['TOTP_NOT_ENABLED', 'BACKUP_CODES_NOT_ENABLED', 'TWO_FACTOR_NOT_ENABLED'].includes(code))
    throw new Refusal('second_factor_off');
  if (code === 'INVALID_TWO_FACTOR_COOKIE' || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE')
    throw new Refusal('second_factor_restart');
  throw error;
}
