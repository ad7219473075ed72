// The kinds of points that the programme has. The programme's own, `points`, is always there: its terms may change, but
// it is neither closed nor renamed. Changes count for points that are earned from then on.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { currency } from '#src/db/schema/stores.ts';
import { LANGUAGES } from '#src/lib/language.ts';
import { Refusal } from '../refusal.ts';
import { asCurrency, type Currency, type CurrencyNames, readCurrency } from './list-currencies.ts';
import { noteTerms } from './note-terms.ts';

/** What a currency can be made of; everything but the names and the kind may be left out. */
export type NewCurrency = Pick<Currency, 'currency' | 'kind' | 'names'> & Some<CurrencyTermsChange>;

export type CurrencyChange = Some<CurrencyTermsChange & Pick<Currency, 'names'>>;

type Some<T> = { [K in keyof T]?: T[K] | undefined };

type CurrencyTermsChange = Pick<
  Currency,
  | 'pending'
  | 'pendingAmount'
  | 'pendingAction'
  | 'expiry'
  | 'expiryMonths'
  | 'expiryMonthDay'
  | 'capReceipt'
  | 'capDay'
  | 'capBalance'
  | 'position'
>;

/** Two years in hours, and in days: what waits longer is a mistake. */
const MOST_PENDING = { none: 0, hours: 17_520, days: 730, action: 0 };
const MOST_MONTHS = 120;
/** What the table has where nothing is said. */
const FIRST_TERMS = {
  pending: 'none',
  pendingAmount: 0,
  pendingAction: null,
  expiry: 'rolling',
  expiryMonths: 12,
} as const;
const MOST_CURRENCIES = 20;
const MOST_NAME = 30;

/** Makes a currency. Throws Refusal `currency_not_valid` {field}, `currency_taken`. */
export async function createCurrency(tx: Tx, input: NewCurrency): Promise<Currency> {
  if (!/^[a-z][a-z0-9_]{1,30}$/.test(input.currency)) refuse('currency');
  if (!['points', 'stickers', 'partner'].includes(input.kind)) refuse('kind');
  const all = await tx.select({ currency: currency.currency }).from(currency);
  if (all.some((each) => each.currency === input.currency)) throw new Refusal('currency_taken');
  if (all.length >= MOST_CURRENCIES) refuse('currency');
  if (Object.keys(input.names).length === 0) refuse('names');
  check(input);
  checkTogether({ ...FIRST_TERMS, ...defined(input) });
  const [made] = await tx.insert(currency).values(input).onConflictDoNothing().returning();
  if (!made) throw new Refusal('currency_taken');
  return asCurrency(made);
}

/** Changes a currency's terms or names. Throws Refusal `currency_not_found`, `currency_not_valid` {field}. */
export async function changeCurrency(
  tx: Tx,
  code: string,
  { at, ...change }: CurrencyChange & { at: Date },
): Promise<Currency> {
  const now = await readCurrency(tx, code);
  check(change);
  if (change.names && code !== 'points' && Object.keys(change.names).length === 0) refuse('names');
  checkTogether({ ...now, ...defined(change) });
  if (Object.keys(defined(change)).length === 0) return now;
  await noteTerms(tx, at);
  const [row] = await tx.update(currency).set(change).where(eq(currency.currency, code)).returning();
  if (!row) throw new Refusal('currency_not_found');
  return asCurrency(row);
}

/**
 * Closes a currency: nothing more is earned in it, what there is can be spent and expires. `closed: false` opens it
 * again. Throws Refusal `currency_not_found`, `currency_not_valid` {field: 'closed'} for the programme's own points.
 */
export async function closeCurrency(
  tx: Tx,
  code: string,
  { closed, at }: { closed: boolean; at: Date },
): Promise<Currency> {
  if (code === 'points') refuse('closed');
  const now = await readCurrency(tx, code);
  if ((now.closedAt !== null) === closed) return now;
  const closedAt = closed ? at : null;
  await noteTerms(tx, at);
  await tx.update(currency).set({ closedAt }).where(eq(currency.currency, code));
  return { ...now, closedAt };
}

function refuse(field: string): never {
  throw new Refusal('currency_not_valid', { field });
}

/** Each field by itself. */
function check(input: CurrencyChange): void {
  if (input.names) checkNames(input.names);
  if (input.pending && !(input.pending in MOST_PENDING)) refuse('pending');
  if (input.expiry && !['never', 'rolling', 'calendar', 'inactivity'].includes(input.expiry))
    refuse('expiry');
  if (input.pendingAction != null && !/^[a-z][a-z0-9_.-]{0,49}$/.test(input.pendingAction))
    refuse('pendingAction');
  if (!isWhole(input.pendingAmount, 0, MOST_PENDING.hours)) refuse('pendingAmount');
  if (!isWhole(input.expiryMonths, 0, MOST_MONTHS)) refuse('expiryMonths');
  if (input.expiryMonthDay !== undefined && !isMonthDay(input.expiryMonthDay)) refuse('expiryMonthDay');
  for (const cap of ['capReceipt', 'capDay', 'capBalance'] as const) {
    const value = input[cap];
    if (value != null && (value <= 0n || value > BigInt(Number.MAX_SAFE_INTEGER))) refuse(cap);
  }
  if (!isWhole(input.position, 0, 1_000)) refuse('position');
}

/** What the fields mean only together. */
function checkTogether(
  row: Pick<Currency, 'pending' | 'pendingAmount' | 'pendingAction' | 'expiry' | 'expiryMonths'>,
): void {
  const { pending, pendingAmount, pendingAction, expiry, expiryMonths } = row;
  if (pending === 'action' && !pendingAction) refuse('pendingAction');
  if (
    (pending === 'hours' || pending === 'days') &&
    (pendingAmount < 1 || pendingAmount > MOST_PENDING[pending])
  )
    refuse('pendingAmount');
  if ((expiry === 'rolling' || expiry === 'inactivity') && expiryMonths < 1) refuse('expiryMonths');
}

function checkNames(names: CurrencyNames): void {
  for (const [language, forms] of Object.entries(names)) {
    if (!LANGUAGES.some((each) => each === language)) refuse('names');
    if (!forms?.other) refuse('names');
    for (const [form, text] of Object.entries(forms)) {
      if (!['one', 'few', 'many', 'other'].includes(form)) refuse('names');
      if (text.trim() === '' || text.length > MOST_NAME) refuse('names');
    }
  }
}

function isWhole(value: number | undefined, least: number, most: number): boolean {
  return value === undefined || (Number.isInteger(value) && value >= least && value <= most);
}

/** A day that some year has. */
function isMonthDay(text: string): boolean {
  const [, month, day] = /^(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (!month || !day) return false;
  const inLeapYear = new Date(`2024-${text}T00:00:00Z`);
  return !Number.isNaN(inLeapYear.getTime()) && inLeapYear.toISOString().slice(5, 10) === text;
}

function defined(change: CurrencyChange): CurrencyChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
