// An offer that is about to be changed: locked, in a state that allows it, and as the one who changes it has seen it.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { OfferId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { OfferContent } from './offer-content.ts';

export type OfferStatus = 'draft' | 'live' | 'paused' | 'ended';

/** What a change names: the offer, the state in which it was seen, who changes it and when. */
export interface OfferChange {
  offerId: OfferId;
  /** As it was read. */
  changedAt: Date;
  /** A staff id. */
  actor: string;
  at: Date;
}

export interface LockedOffer {
  name: string;
  status: OfferStatus;
  draft: OfferContent | null;
  version: number;
  taken: number;
  /** Later than any other change of it, though clocks may stand still. */
  nextChangedAt: Date;
}

/**
 * Locks an offer. Throws Refusal `not_found` {what: 'offer'}, `offer_changed` when somebody else has changed it since,
 * and `offer_state` {status} when it is in none of `states`.
 */
export async function lockOffer(
  tx: Tx,
  { offerId, changedAt, at }: OfferChange,
  states: OfferStatus[],
): Promise<LockedOffer> {
  const [row] = await tx.execute<Omit<LockedOffer, 'nextChangedAt'> & { seen: Date }>(sql`
    select name, status, draft, version, taken::float8 as taken, changed_at as seen
    from offer where offer_id = ${offerId} for update`);
  if (!row) throw new Refusal('not_found', { what: 'offer' });
  const { seen, ...rest } = row;
  if (seen.getTime() !== changedAt.getTime()) throw new Refusal('offer_changed');
  if (!states.includes(row.status)) throw new Refusal('offer_state', { status: row.status });
  return { ...rest, nextChangedAt: new Date(Math.max(at.getTime(), seen.getTime() + 1)) };
}
