// Opens, changes and closes stores, and adds tills to them. A store is never deleted: its receipts name it.
import { asc, eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { store, till } from '#src/db/schema/stores.ts';
import { newId, type StoreId, type TillId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Store, Till } from './read-store.ts';

export type StoreWithTills = Store & { tills: Till[] };

/** Every store, closed ones too, by city and name, each with its tills by name. */
export async function listStoresWithTills(db: Reader): Promise<StoreWithTills[]> {
  const stores = await db.select().from(store).orderBy(asc(store.city), asc(store.name));
  const tills = await db.select().from(till).orderBy(asc(till.name));
  return stores.map((each) => ({ ...each, tills: tills.filter((one) => one.storeId === each.storeId) }));
}

/** Opens a store without tills. */
export async function createStore(
  tx: Tx,
  fields: {
    name: string;
    city: string;
    address: string;
    timeZone: string;
    place?: Place | null | undefined;
    at: Date;
  },
): Promise<StoreWithTills> {
  const { at, place = null, ...named } = fields;
  const values = { ...named, ...degreesOf(place) };
  const [row] = await tx
    .insert(store)
    .values({ storeId: newId('str', at.getTime()), ...values })
    .returning();
  if (!row) throw new Error('a store was not stored');
  return { ...row, tills: [] };
}

/** Degrees. */
export interface Place {
  lat: number;
  lon: number;
}

const degreesOf = (place: Place | null) => place ?? { lat: null, lon: null };

export interface StoreChange {
  storeId: StoreId;
  name?: string | undefined;
  city?: string | undefined;
  address?: string | undefined;
  timeZone?: string | undefined;
  /** Null: not on the map any more. */
  place?: Place | null | undefined;
  /** True closes the store, false opens it again. */
  closed?: boolean | undefined;
  at: Date;
}

/** Throws Refusal not_found {what: 'store', storeId}. */
export async function changeStore(
  tx: Tx,
  { storeId, closed, place, at, ...fields }: StoreChange,
): Promise<StoreWithTills> {
  await lockStore(tx, storeId);
  const change = {
    ...fields,
    ...(place === undefined ? {} : degreesOf(place)),
    ...(closed === undefined ? {} : { closedAt: closed ? at : null }),
  };
  if (Object.values(change).some((value) => value !== undefined)) {
    await tx.update(store).set(change).where(eq(store.storeId, storeId));
  }
  return await readStoreWithTills(tx, storeId);
}

/** Adds a till; one that is there already is left as it is. Throws Refusal not_found {what: 'store', storeId}. */
export async function createTill(
  tx: Tx,
  { storeId, tillId, name, at }: { storeId: StoreId; tillId?: TillId | undefined; name: string; at: Date },
): Promise<StoreWithTills> {
  await lockStore(tx, storeId);
  await tx
    .insert(till)
    .values({ storeId, tillId: tillId ?? newId('til', at.getTime()), name })
    .onConflictDoNothing();
  return await readStoreWithTills(tx, storeId);
}

async function lockStore(tx: Tx, storeId: StoreId): Promise<void> {
  const rows = await tx.select().from(store).where(eq(store.storeId, storeId)).for('update');
  if (rows.length === 0) throw new Refusal('not_found', { what: 'store', storeId });
}

async function readStoreWithTills(tx: Tx, storeId: StoreId): Promise<StoreWithTills> {
  const [row] = await tx.select().from(store).where(eq(store.storeId, storeId));
  if (!row) throw new Refusal('not_found', { what: 'store', storeId });
  return {
    ...row,
    tills: await tx.select().from(till).where(eq(till.storeId, storeId)).orderBy(asc(till.name)),
  };
}
