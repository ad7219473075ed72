import { sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { partner } from '#src/db/schema/partners.ts';
import { newId, type PartnerId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import type { Partner } from './partner-shape.ts';

/** Whom to call there; a name, a phone, an address. */
export interface PartnerFields {
  name: string;
  contact: string;
}

/** A partner without any currency yet, which may do nothing. Throws Refusal `partner_name_taken`. */
export async function createPartner(
  tx: Tx,
  { name, contact, actor, at }: PartnerFields & { actor: string; at: Date },
): Promise<Partner> {
  await requireNameFree(tx, { name, unless: null });
  const partnerId = newId('prt', at.getTime());
  const [made] = await tx
    .insert(partner)
    .values({ partnerId, name, contact, createdAt: at })
    .onConflictDoNothing()
    .returning();
  if (!made) throw new Refusal('partner_name_taken');
  await recordAudit(tx, { actor, action: 'partner.create', subject: partnerId, at });
  return made;
}

/** Names are the same whatever the size of their letters. Throws Refusal `partner_name_taken`. */
export async function requireNameFree(
  db: Reader,
  { name, unless }: { name: string; unless: PartnerId | null },
): Promise<void> {
  const [taken] = await db
    .select({ partnerId: partner.partnerId })
    .from(partner)
    .where(sql`lower(${partner.name}) = lower(${name}) and ${partner.partnerId} is distinct from ${unless}`);
  if (taken) throw new Refusal('partner_name_taken');
}
