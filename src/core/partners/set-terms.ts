// On which terms a partner gives and takes points of a currency. Prices hold from the moment they are set: what was given
// before keeps the price of its time.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { partner, partnerCurrency, partnerPrice } from '#src/db/schema/partners.ts';
import type { PartnerId } from '#src/lib/id.ts';
import { wasMoved } from '../ledger/was-moved.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { holdCurrency } from '../stores/hold-currency.ts';
import { readTerms } from './read-terms.ts';

export interface NewTerms {
  partnerId: PartnerId;
  currency: string;
  /** Points of the partner's own; only of the kind `partner`. */
  isOwner: boolean;
  mayIssue: boolean;
  mayRedeem: boolean;
  /** Points on one day, above zero. */
  dayCap: bigint;
  /** Minor units for one point. */
  issueMinor: bigint;
  redeemMinor: bigint;
  actor: string;
  at: Date;
}

/**
 * Sets the terms, the first time or anew. Throws Refusal `partner_not_found`, `currency_not_found`, `partner_owner` where
 * points are of another, or get or lose their owner after any of them have moved.
 */
export async function setTerms(tx: Tx, input: NewTerms): Promise<void> {
  const { partnerId, currency, isOwner, mayIssue, mayRedeem, dayCap, issueMinor, redeemMinor, actor, at } =
    input;
  const [found] = await tx
    .select({ partnerId: partner.partnerId })
    .from(partner)
    .where(eq(partner.partnerId, partnerId))
    .for('update');
  if (!found) throw new Refusal('partner_not_found');
  // Two partners at once would not see each other.
  const { kind } = await holdCurrency(tx, currency);
  if (isOwner && kind !== 'partner') throw new Refusal('partner_owner', { why: 'kind' });
  await requireOwnerFits(tx, input);
  const before = await readTerms(tx, { partnerId, currency, at });
  const rights = { isOwner, mayIssue, mayRedeem, dayCap };
  await tx
    .insert(partnerCurrency)
    .values({ partnerId, currency, ...rights })
    .onConflictDoUpdate({ target: [partnerCurrency.partnerId, partnerCurrency.currency], set: rights });
  if (before?.issueMinor !== issueMinor || before.redeemMinor !== redeemMinor)
    await tx
      .insert(partnerPrice)
      .values({ partnerId, currency, fromAt: at, issueMinor, redeemMinor })
      .onConflictDoUpdate({
        target: [partnerPrice.partnerId, partnerPrice.currency, partnerPrice.fromAt],
        set: { issueMinor, redeemMinor },
      });
  const detail = {
    currency,
    ...rights,
    dayCap: dayCap.toString(),
    issueMinor: issueMinor.toString(),
    redeemMinor: redeemMinor.toString(),
  };
  await recordAudit(tx, { actor, action: 'partner.terms', subject: partnerId, detail, at });
}

async function requireOwnerFits(tx: Tx, { partnerId, currency, isOwner }: NewTerms): Promise<void> {
  const all = await tx.select().from(partnerCurrency).where(eq(partnerCurrency.currency, currency));
  const others = all.filter((each) => each.partnerId !== partnerId);
  // Three sides to one point could not be settled between two.
  if (others.some((each) => each.isOwner || isOwner)) throw new Refusal('partner_owner', { why: 'taken' });
  const own = all.find((each) => each.partnerId === partnerId);
  if ((own?.isOwner ?? false) === isOwner) return;
  // Who owns points says what each of them has cost: a month that was settled would change.
  if (await wasMoved(tx, currency)) throw new Refusal('partner_owner', { why: 'moved' });
}
