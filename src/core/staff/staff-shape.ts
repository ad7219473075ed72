// A member of staff as the program speaks of one.
import type { staff } from '#src/db/schema/staff.ts';
import type { StaffId, StoreId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';

export type StaffRole = 'admin' | 'marketer' | 'cashier';

export interface Staff {
  staffId: StaffId;
  name: string;
  login: string;
  role: StaffRole;
  /** Where a cashier may work; the others may see every store. */
  storeIds: StoreId[];
  language: Language;
  createdAt: Date;
  disabledAt: Date | null;
  /** Signing in takes a code of an app besides the password. */
  secondFactor: boolean;
}

export function toStaff(row: typeof staff.$inferSelect): Staff {
  return {
    staffId: row.id,
    name: row.name,
    login: row.username,
    role: row.role,
    storeIds: row.storeIds,
    language: row.language,
    createdAt: row.createdAt,
    disabledAt: row.disabledAt,
    secondFactor: row.twoFactorEnabled,
  };
}

/** Whether this person may act for this store. */
export function mayWorkIn(person: Staff, storeId: string): boolean {
  return person.role === 'admin' || person.storeIds.some((own) => own === storeId);
}
