// Offers for tests: a test names only what matters to it.
import { eq } from 'drizzle-orm';
import { createOffer } from '#src/core/offers/create-offer.ts';
import { publishOffer } from '#src/core/offers/publish-offer.ts';
import type { Effect } from '#src/core/rules/rule.ts';
import { type Db, transaction } from '#src/db/client.ts';
import { offer } from '#src/db/schema/offers.ts';
import type { OfferId } from '#src/lib/id.ts';
import { NOON } from './a-shop.ts';

export const MARKETER = 'stf_00000000000000000001';

interface OfferFields {
  title?: string;
  effects?: Effect[];
  /** Of what it gives: conditions, dates, hours, group. */
  gives?: Record<string, unknown> | null;
  [content: string]: unknown;
}

/** A live offer of 10 % off everything, for everybody; returns its id. */
export async function anOffer(
  db: Db,
  fields: OfferFields = {},
  at = new Date(NOON.getTime() - 1_000),
): Promise<OfferId> {
  const { title = 'Minus 10 %', effects, gives, ...rest } = fields;
  const off: Effect[] = [{ kind: 'discountShare', shareBp: 1_000, on: 'receipt' }];
  const content = {
    words: { uk: { title }, en: { title } },
    gives: gives === null ? null : { effects: effects ?? off, ...gives },
    ...rest,
  };
  return await transaction(db, async (tx) => {
    const offerId = await createOffer(tx, { name: title, content, actor: MARKETER, at });
    await publishOffer(tx, { offerId, changedAt: at, actor: MARKETER, at });
    return offerId;
  });
}

/** What a change of an offer has to name. */
export async function changeOf(db: Db, offerId: OfferId, at = NOON) {
  const [row] = await db.select().from(offer).where(eq(offer.offerId, offerId));
  return { offerId, changedAt: row?.changedAt ?? at, actor: MARKETER, at };
}
