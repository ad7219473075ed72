import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { OfferId } from '#src/lib/id.ts';
import { invalidField } from '../../refusal.ts';
import type { CampaignContent } from '../campaign-content.ts';

/**
 * Whoever is written to can take what the buttons offer; else the whole audience would be passed over when it is sent. Throws
 * Refusal invalid_input {field} for the first button whose offer is not published, or is over at `at`.
 */
export async function requireOpenOffers(db: Reader, { buttons }: CampaignContent, at: Date): Promise<void> {
  const offerIds = buttons.flatMap((button): OfferId[] => (button.kind === 'offer' ? [button.offerId] : []));
  if (offerIds.length === 0) return;
  const asked = sql.param(offerIds);
  const [row] = await db.execute<{ open: OfferId[] }>(
    sql`select open_offers(${asked}::text[], ${at}::timestamptz) as open`,
  );
  const closed = buttons.findIndex(
    (button) => button.kind === 'offer' && !row?.open.includes(button.offerId),
  );
  if (closed >= 0) throw invalidField(`content.buttons.${closed}.offerId`, 'plan.offerNotOpen');
}
