import { asc, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { partner } from '#src/db/schema/partners.ts';
import type { PartnerId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Partner } from './partner-shape.ts';

/** All partners by their names. */
export async function listPartners(db: Reader): Promise<Partner[]> {
  return await db.select().from(partner).orderBy(asc(partner.name));
}

/** Throws Refusal `partner_not_found`. */
export async function readPartner(db: Reader, partnerId: PartnerId): Promise<Partner> {
  const [row] = await db.select().from(partner).where(eq(partner.partnerId, partnerId));
  if (!row) throw new Refusal('partner_not_found');
  return row;
}
