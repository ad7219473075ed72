import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { currency } from '#src/db/schema/stores.ts';
import { Refusal } from '../refusal.ts';
import { asCurrency, type Currency } from './list-currencies.ts';

/** One currency, its terms kept from others until the transaction ends. Throws Refusal `currency_not_found`. */
export async function holdCurrency(tx: Tx, code: string): Promise<Currency> {
  // No key update: who only moves its points need not wait.
  const [row] = await tx.select().from(currency).where(eq(currency.currency, code)).for('no key update');
  if (!row) throw new Refusal('currency_not_found');
  return asCurrency(row);
}
