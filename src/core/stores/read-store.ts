import { asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { store, type till } from '#src/db/schema/stores.ts';
import type { StoreId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

export type Store = typeof store.$inferSelect;
export type Till = typeof till.$inferSelect;

/** A store that must be open for business. Throws Refusal `not_found` {what: 'store', storeId} or `store_closed`. */
export async function readStore(db: Reader, storeId: StoreId): Promise<Store> {
  const [row] = await db.select().from(store).where(eq(store.storeId, storeId));
  if (!row) throw new Refusal('not_found', { what: 'store', storeId });
  if (row.closedAt) throw new Refusal('store_closed');
  return row;
}

/** The names of stores, also of closed ones. */
export async function readStoreNames(db: Reader, storeIds: StoreId[]): Promise<Map<StoreId, string>> {
  if (storeIds.length === 0) return new Map();
  const rows = await db
    .select({ storeId: store.storeId, name: store.name })
    .from(store)
    .where(inArray(store.storeId, storeIds));
  return new Map(rows.map((row) => [row.storeId, row.name]));
}

/** The open stores by city and name. */
export async function listStores(db: Reader): Promise<Store[]> {
  return await db
    .select()
    .from(store)
    .where(isNull(store.closedAt))
    .orderBy(asc(store.city), asc(store.name));
}

/** The time zone of every store, closed ones too. */
export async function readTimeZones(db: Reader): Promise<Map<string, string>> {
  const rows = await db.select({ storeId: store.storeId, timeZone: store.timeZone }).from(store);
  return new Map(rows.map((row) => [row.storeId, row.timeZone]));
}

export interface StorePlace {
  storeId: StoreId;
  /** Degrees. */
  lat: number;
  lon: number;
}

/** Where the open stores stand that have a place on the map. */
export async function listStorePlaces(db: Reader): Promise<StorePlace[]> {
  const { storeId, lat, lon } = store;
  const rows = await db.select({ storeId, lat, lon }).from(store).where(isNull(store.closedAt));
  return rows.flatMap((row) =>
    row.lat === null || row.lon === null ? [] : [{ storeId: row.storeId, lat: row.lat, lon: row.lon }],
  );
}
