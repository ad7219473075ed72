// The people who work at «Поруч», with passwords that anyone may know: they exist in the demo shop only.
import { sql } from 'drizzle-orm';
import { createStaff } from '#src/core/staff/create-staff.ts';
import type { Tx } from '#src/db/client.ts';
import { STORES } from './shop.ts';

const [KHRESHCHATYK, OBOLON] = STORES;

export const DEMO_STAFF = [
  { name: 'Оксана Мельник', login: 'kasa', role: 'cashier', password: 'kasa-poruch' },
  { name: 'Ірина Гончаренко', login: 'marketing', role: 'marketer', password: 'marketing-poruch' },
  { name: 'Андрій Бойко', login: 'admin', role: 'admin', password: 'admin-poruch' },
] as const;

/** Lets the demo's staff sign in. Harmless when they can already. */
export async function storeStaff(tx: Tx, at: Date): Promise<void> {
  for (const { name, login, role, password } of DEMO_STAFF) {
    const [known] = await tx.execute(sql`select 1 from staff where login = ${login}`);
    if (known) continue;
    const stores = role === 'cashier' ? [KHRESHCHATYK, OBOLON] : STORES;
    const storeIds = stores.flatMap((store) => (store ? [store.storeId] : []));
    await createStaff(tx, { name, login, role, password, storeIds, language: 'uk', actor: 'demo', at });
  }
}
