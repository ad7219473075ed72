// A closed store sells nothing more, but what it has sold is still told again, brought late, returned and cancelled.
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import { findAnonymous } from '#src/core/receipts/record-anonymous.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { StoreId, TillId } from '#src/lib/id.ts';
import type { IntegrationDeps } from './basket-call.ts';

interface Told {
  storeId: string;
  tillId?: string | undefined;
  externalId: string;
  occurredAt: Date;
}

/** Throws Refusal `store_closed` for a new sale of after its end, and those of KnownStores. */
export async function placeOfSale(
  { stores, database: { db } }: Pick<IntegrationDeps, 'stores' | 'database'>,
  { storeId: told, tillId: till, externalId, occurredAt }: Told,
): Promise<{ storeId: StoreId; tillId: TillId | null }> {
  const { store, storeId, tillId } = await stores.find({ storeId: told, tillId: till });
  if (!store.closedAt || occurredAt < store.closedAt) return { storeId, tillId };
  const name = { storeId, externalId };
  const known = (await findReceiptByKey(db, name)) ?? (await findAnonymous(db, name));
  if (!known) throw new Refusal('store_closed');
  return { storeId, tillId };
}
