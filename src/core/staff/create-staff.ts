// Lets somebody sign in.
import { Refusal } from '#src/core/refusal.ts';
import type { Tx } from '#src/db/client.ts';
import { staff, staffAccount } from '#src/db/schema/staff.ts';
import { newId, type StoreId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { newPassword } from './new-password.ts';
import { hashPassword } from './password-hash.ts';
import { recordAudit } from './record-audit.ts';
import { type Staff, type StaffRole, toStaff } from './staff-shape.ts';

export interface NewStaff {
  name: string;
  /** Small letters, digits, dots, _ and -; unique. */
  login: string;
  role: StaffRole;
  storeIds: readonly StoreId[];
  language: Language;
  /** One is made when left out. */
  password?: string | undefined;
  actor: string;
  at: Date;
}

/** Returns the new member of staff with the password to tell them. Refuses a login that is taken. */
export async function createStaff(tx: Tx, input: NewStaff): Promise<{ staff: Staff; password: string }> {
  const { name, login, role, storeIds, language, actor, at } = input;
  const password = input.password ?? newPassword();
  const id = newId('stf', at.getTime());
  const [row] = await tx
    .insert(staff)
    .values({
      id,
      name,
      username: login,
      email: `${login}@staff.invalid`,
      role,
      storeIds: [...storeIds],
      language,
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing()
    .returning();
  if (!row) throw new Refusal('login_taken', { login });
  await tx.insert(staffAccount).values({
    id: newId('acc', at.getTime()),
    userId: id,
    providerId: 'credential',
    accountId: id,
    password: await hashPassword(password),
    createdAt: at,
    updatedAt: at,
  });
  await recordAudit(tx, { actor, action: 'staff.create', subject: id, detail: { role, storeIds }, at });
  return { staff: toStaff(row), password };
}
