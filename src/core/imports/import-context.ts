import type { Reader } from '#src/db/client.ts';
import { listStoresWithTills } from '../stores/change-store.ts';
import { foldCategories } from '../stores/fold-category.ts';
import { listCategories } from '../stores/list-categories.ts';
import { listCurrencies } from '../stores/list-currencies.ts';
import { listTiers, readProgramme } from '../stores/read-programme.ts';
import type { ReadContext } from './import-kind.ts';

/** The settings that the rows of an import are read by. */
export async function importContext(
  db: Reader,
  { importId, at }: { importId: string; at: Date },
): Promise<ReadContext> {
  const [programme, tiers, currencies, stores, categories] = await Promise.all([
    readProgramme(db),
    listTiers(db),
    listCurrencies(db),
    listStoresWithTills(db),
    listCategories(db),
  ]);
  // An identifier goes before another store's name.
  const named = stores.flatMap((store) => [[store.name.toLowerCase(), store] as const]);
  const byId = stores.map((store) => [store.storeId as string, store] as const);
  const open = currencies.filter(({ closedAt }) => closedAt === null);
  return {
    importId,
    at,
    timeZone: programme.timeZone,
    stores: new Map([...named, ...byId]),
    tiers: new Set(tiers.map(({ tierKey }) => tierKey)),
    lowestTier: tiers[0]?.tierKey ?? '',
    language: programme.defaultLanguage,
    currencies: new Map(open.map((currency) => [currency.currency, currency])),
    excluded: foldCategories(categories.filter(({ excluded }) => excluded).map(({ category }) => category)),
  };
}
