import type { Tx } from '#src/db/client.ts';
import { offer } from '#src/db/schema/offers.ts';
import { newId, type OfferId } from '#src/lib/id.ts';
import { invalidField } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { checkOffer } from './check-offer.ts';

const MAX_NAME_LENGTH = 100;

export interface NewOffer {
  /** For staff. */
  name: string;
  content: unknown;
  /** A staff id. */
  actor: string;
  at: Date;
}

/** Writes a draft that nobody sees yet. Throws Refusal invalid_input {field: 'name'}, rule_not_valid. */
export async function createOffer(tx: Tx, { name, content, actor, at }: NewOffer): Promise<OfferId> {
  const offerId = newId('off', at.getTime());
  await tx.insert(offer).values({
    offerId,
    name: checkOfferName(name),
    draft: checkOffer(content),
    createdBy: actor,
    createdAt: at,
    changedAt: at,
  });
  await recordAudit(tx, { actor, action: 'offer.create', subject: offerId, at });
  return offerId;
}

export function checkOfferName(name: string): string {
  const clean = name.trim();
  if (clean === '' || clean.length > MAX_NAME_LENGTH)
    throw invalidField('name', clean === '' ? 'empty' : 'longest', { count: MAX_NAME_LENGTH });
  return clean;
}
