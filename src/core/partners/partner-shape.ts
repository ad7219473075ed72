// A partner of the programme and the terms on which it gives and takes points.
import type { partner, partnerCurrency } from '#src/db/schema/partners.ts';
import type { ApiKeyId, PartnerId } from '#src/lib/id.ts';

export type Partner = typeof partner.$inferSelect;

/** Prices are minor units for one point, those in force at the moment that was asked for. */
export type PartnerTerms = typeof partnerCurrency.$inferSelect & { issueMinor: bigint; redeemMinor: bigint };

/** The system that asks for points: a partner's, or one of the programme itself. */
export interface Caller {
  keyId: ApiKeyId;
  partnerId: PartnerId | null;
  /** The key's own cap on a day, of each currency; null: none. */
  dayCap: bigint | null;
}

/** Whose keys of calls and whose cap it is. */
export function holderOf({ partnerId, keyId }: Pick<Caller, 'partnerId' | 'keyId'>): PartnerId | ApiKeyId {
  return partnerId ?? keyId;
}
