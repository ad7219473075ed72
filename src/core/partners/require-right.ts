import type { Reader } from '#src/db/client.ts';
import { Refusal } from '../refusal.ts';
import type { Caller, PartnerTerms } from './partner-shape.ts';
import { readTerms, requireActivePartner } from './read-terms.ts';

/** A partner sees only points that it has to do with. Throws Refusal `partner_currency`. */
export async function requireOwnCurrency(
  db: Reader,
  { partnerId }: Pick<Caller, 'partnerId'>,
  currency: string,
): Promise<void> {
  if (partnerId === null) return;
  const terms = await readTerms(db, { partnerId, currency, at: new Date(0) });
  if (!terms) throw new Refusal('partner_currency', { currency });
}

/**
 * The terms on which a partner may do this; null for a system of the programme, which may. Throws Refusal
 * `partner_currency`, `partner_suspended`.
 */
export async function requireRight(
  db: Reader,
  { by, currency, to, at }: { by: Caller; currency: string; to: 'issue' | 'redeem'; at: Date },
): Promise<PartnerTerms | null> {
  const { partnerId } = by;
  if (partnerId === null) return null;
  await requireActivePartner(db, partnerId);
  const terms = await readTerms(db, { partnerId, currency, at });
  const may = to === 'issue' ? terms?.mayIssue : terms?.mayRedeem;
  if (!terms || !may) throw new Refusal('partner_currency', { currency });
  return terms;
}
