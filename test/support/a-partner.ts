// A partner of the shop, with terms for the programme's own points unless told otherwise.
import { createPartner } from '#src/core/partners/create-partner.ts';
import { type NewTerms, setTerms } from '#src/core/partners/set-terms.ts';
import { type Db, transaction } from '#src/db/client.ts';
import type { PartnerId } from '#src/lib/id.ts';
import { NOON } from './a-shop.ts';

let partners = 0;

export async function aPartner(
  db: Db,
  { name = `Кава ${++partners}`, ...terms }: { name?: string } & Partial<NewTerms> = {},
): Promise<PartnerId> {
  const { at = NOON } = terms;
  return await transaction(db, async (tx) => {
    const { partnerId } = await createPartner(tx, { name, contact: '', actor: 'system', at });
    await setTerms(tx, { ...someTerms(partnerId), ...terms, at });
    return partnerId;
  });
}

/** 500 points a day; 90 kopiykas for a point that it gives, 80 for one that it takes. */
export function someTerms(partnerId: PartnerId): NewTerms {
  return {
    partnerId,
    currency: 'points',
    isOwner: false,
    mayIssue: true,
    mayRedeem: true,
    dayCap: 500n,
    issueMinor: 90n,
    redeemMinor: 80n,
    actor: 'system',
    at: NOON,
  };
}
