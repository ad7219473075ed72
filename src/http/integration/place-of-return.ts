// Where goods come back: to the store that sold them, also once it is closed; or to another one, where the programme lets any
// store take goods back.
import { isKnownReturn } from '#src/core/receipts/is-known-return.ts';
import type { ReturnInput } from '#src/core/receipts/return-receipt.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { ApiKeyUsed } from '#src/core/staff/find-api-key.ts';
import type { IntegrationDeps } from './basket-call.ts';
import { ownStoreOfKey } from './own-store-of-key.ts';

interface Told {
  /** The store that sold the goods. */
  storeId: string;
  returnedIn?: string | undefined;
  externalId: string;
  occurredAt: Date;
}

type Deps = Pick<IntegrationDeps, 'stores' | 'known' | 'database'>;
type Place = Pick<ReturnInput, 'storeId' | 'returnedIn'>;

/** As placeOfReturn; throws also Refusal `forbidden` for a key of another store than the one that takes the goods back. */
export async function placeForKey(
  deps: Deps,
  { told, key }: { told: Told; key: ApiKeyUsed },
): Promise<Place> {
  const { storeId, returnedIn = storeId } = told;
  ownStoreOfKey(key, returnedIn);
  return await placeOfReturn(deps, told);
}

/** Whether a key is of another store than the one that sold the goods: it hears what it needs to take them back, not whose they are. */
export function isOfAnother(key: ApiKeyUsed, soldIn: string): boolean {
  return key.storeId !== null && key.storeId !== soldIn;
}

/**
 * Throws Refusal for another store than the one that sold the goods: `return_other_store`, and `store_closed` after its end; and
 * those of KnownStores. A return that was told before is told again whatever has changed since.
 */
export async function placeOfReturn(
  { stores, known, database: { db } }: Deps,
  { storeId: soldIn, returnedIn: takenIn = soldIn, externalId, occurredAt }: Told,
): Promise<Place> {
  const { storeId } = await stores.find({ storeId: soldIn });
  if (takenIn === soldIn) return { storeId };
  const { store, storeId: returnedIn } = await stores.find({ storeId: takenIn });
  const place = { storeId, returnedIn };
  if (await isKnownReturn(db, { ...place, externalId })) return place;
  if (!(await known()).programme.returnsAnywhere) throw new Refusal('return_other_store');
  if (store.closedAt && occurredAt >= store.closedAt) throw new Refusal('store_closed');
  return place;
}
