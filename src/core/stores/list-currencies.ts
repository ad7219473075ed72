import { asc, eq, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { currency } from '#src/db/schema/stores.ts';
import { Refusal } from '../refusal.ts';

type Stored = typeof currency.$inferSelect;

/** The forms of a plural in one language: `one` and `other` at least, `few` and `many` where the language has them. */
export type PluralForms = { other: string } & Partial<Record<'one' | 'few' | 'many', string | undefined>>;

/** Names by language; empty for points, whose words are ours. */
export type CurrencyNames = Partial<Record<'uk' | 'ru' | 'en', PluralForms>>;

export type Currency = Omit<Stored, 'names'> & { names: CurrencyNames };

/** All currencies, closed ones too: the programme's own points first, then in its order. */
export async function listCurrencies(db: Reader): Promise<Currency[]> {
  const rows = await db
    .select()
    .from(currency)
    .orderBy(sql`${currency.currency} <> 'points'`, asc(currency.position), asc(currency.currency));
  return rows.map(asCurrency);
}

/** One currency. Throws Refusal `currency_not_found`. */
export async function readCurrency(db: Reader, code: string): Promise<Currency> {
  const [row] = await db.select().from(currency).where(eq(currency.currency, code));
  if (!row) throw new Refusal('currency_not_found');
  return asCurrency(row);
}

// Only changeCurrency writes names, after checking them.
export function asCurrency(row: Stored): Currency {
  return { ...row, names: row.names as CurrencyNames };
}
