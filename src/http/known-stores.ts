// Which stores and tills there are, asked with every receipt and changed once a year: kept in memory for a moment.
import { Refusal } from '#src/core/refusal.ts';
import { listStoresWithTills, type StoreWithTills } from '#src/core/stores/change-store.ts';
import type { Db } from '#src/db/client.ts';
import type { StoreId, TillId } from '#src/lib/id.ts';

const KEPT_MS = 2_000;

export interface KnownStores {
  /** Every store, closed ones too. */
  list(): Promise<StoreWithTills[]>;
  /** The same, asked of the database now: after a change of one's own, and where nobody waits in a queue. */
  refresh(): Promise<StoreWithTills[]>;
  /** As `open`, also of a closed store: for what belongs to a sale of when it was open. */
  find(place: Place): Promise<FoundPlace>;
  /**
   * The store, which must be open, and its till where one is named. Throws Refusal not_found {what: 'store', storeId},
   * store_closed, till_not_found.
   */
  open(place: Place): Promise<FoundPlace>;
}

interface Place {
  storeId: string;
  tillId?: string | undefined;
}

interface FoundPlace {
  store: StoreWithTills;
  storeId: StoreId;
  tillId: TillId | null;
}

export function knownStores(db: Db, now: () => number = () => performance.now()): KnownStores {
  let known: Promise<StoreWithTills[]> | null = null;
  let readAt = 0;
  const refresh = () => {
    readAt = now();
    const reading = listStoresWithTills(db);
    reading.catch(() => {
      if (known === reading) known = null;
    });
    known = reading;
    return reading;
  };
  const list = () => (!known || now() - readAt > KEPT_MS ? refresh() : known);
  const find = async ({ storeId, tillId }: Place) => {
    const store = (await list()).find((each) => each.storeId === storeId);
    if (!store) throw new Refusal('not_found', { what: 'store', storeId });
    if (tillId === undefined) return { store, storeId: store.storeId, tillId: null };
    const till = store.tills.find((each) => each.tillId === tillId);
    if (!till) throw new Refusal('till_not_found');
    return { store, storeId: store.storeId, tillId: till.tillId };
  };
  return {
    list,
    refresh,
    find,
    open: async (place) => {
      const found = await find(place);
      if (found.store.closedAt) throw new Refusal('store_closed');
      return found;
    },
  };
}
