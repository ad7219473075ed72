// The first rows of a shop in an empty database. What is there already stays as it is: from then on an admin changes
// it in the console.
import type { Tx } from '#src/db/client.ts';
import { programme, store, tier } from '#src/db/schema/stores.ts';
import type { Language } from '#src/lib/language.ts';
import { createStore, createTill, type StoreWithTills } from './change-store.ts';
import { type Programme, readProgramme } from './read-programme.ts';

/** Until others are chosen: thresholds in minor units, earnings in basis points. */
const FIRST_TIERS = [
  { tierKey: 'base', position: 1, fromTurnoverMinor: 0n, earnBp: 300 },
  { tierKey: 'silver', position: 2, fromTurnoverMinor: 10_000_00n, earnBp: 400 },
  { tierKey: 'gold', position: 3, fromTurnoverMinor: 30_000_00n, earnBp: 500 },
];

export interface NewShop {
  shopName: string;
  /** `#rrggbb`. */
  brandColour: string;
  accentColour: string;
  defaultLanguage: Language;
  /** An IANA name, such as Europe/Kyiv. */
  timeZone: string;
  store: { name: string; city: string; address: string };
  tillName: string;
  at: Date;
}

export interface ShopSetUp {
  /** As it is now: with the name that was given before, where there was one. */
  programme: Programme;
  /** False when the programme was there. */
  made: boolean;
  /** The store that was opened, with its till; null when the shop had stores. */
  opened: StoreWithTills | null;
}

/** Makes the programme, its tiers and a store with a till, whichever of them is missing. Several at once make one. */
export async function setUpShop(tx: Tx, input: NewShop): Promise<ShopSetUp> {
  const { store: firstStore, tillName, at, ...look } = input;
  const made = await tx.insert(programme).values(look).onConflictDoNothing().returning();
  // Whoever comes second waits here, and then sees the store of the first.
  await tx.select().from(programme).for('update');
  const tiers = await tx.select().from(tier).limit(1);
  if (tiers.length === 0) await tx.insert(tier).values(FIRST_TIERS);
  const stores = await tx.select().from(store).limit(1);
  let opened: StoreWithTills | null = null;
  if (stores.length === 0) {
    const { storeId } = await createStore(tx, { ...firstStore, timeZone: look.timeZone, at });
    opened = await createTill(tx, { storeId, name: tillName, at });
  }
  return { programme: await readProgramme(tx), made: made.length > 0, opened };
}
