// Gives a member of staff another password. Every session of theirs ends, but the one they changed it in.
import { and, eq } from 'drizzle-orm';
import { Refusal } from '#src/core/refusal.ts';
import type { Tx } from '#src/db/client.ts';
import { staffAccount } from '#src/db/schema/staff.ts';
import type { StaffId } from '#src/lib/id.ts';
import { endSessions } from './change-staff.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';
import { recordAudit } from './record-audit.ts';

export interface PasswordChange {
  staffId: string;
  newPassword: string;
  actor: string;
  at: Date;
  /** Given when somebody changes their own: must be right, and this session goes on. */
  own?: { currentPassword: string; token: string } | undefined;
}

/** Throws not_found, or sign_in_failed when the current password is wrong. */
export async function setPassword(tx: Tx, change: PasswordChange): Promise<void> {
  const { newPassword, actor, at, own } = change;
  const mine = and(
    eq(staffAccount.userId, change.staffId as StaffId),
    eq(staffAccount.providerId, 'credential'),
  );
  const [account] = await tx
    .select({ staffId: staffAccount.userId, password: staffAccount.password })
    .from(staffAccount)
    .where(mine)
    .for('update');
  if (!account) throw new Refusal('not_found');
  if (own && !(await verifyPassword(own.currentPassword, account.password ?? ''))) {
    throw new Refusal('sign_in_failed');
  }
  const password = await hashPassword(newPassword);
  await tx.update(staffAccount).set({ password, updatedAt: at }).where(mine);
  await endSessions(tx, account.staffId, own?.token);
  await recordAudit(tx, { actor, action: 'staff.password', subject: account.staffId, at });
}
