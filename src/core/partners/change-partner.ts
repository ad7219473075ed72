import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { partner } from '#src/db/schema/partners.ts';
import type { PartnerId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { type PartnerFields, requireNameFree } from './create-partner.ts';

export interface PartnerChange extends Some<PartnerFields> {
  partnerId: PartnerId;
  /** Suspended: within seconds its keys open nothing, and what they were about to give is refused at once. */
  status?: 'active' | 'suspended' | undefined;
  actor: string;
  at: Date;
}

type Some<T> = { [K in keyof T]?: T[K] | undefined };

/** What is left out stays. Throws Refusal `partner_not_found`, `partner_name_taken`. */
export async function changePartner(tx: Tx, change: PartnerChange): Promise<void> {
  const { partnerId, name, contact, status, actor, at } = change;
  const [before] = await tx.select().from(partner).where(eq(partner.partnerId, partnerId)).for('update');
  if (!before) throw new Refusal('partner_not_found');
  if (name !== undefined) await requireNameFree(tx, { name, unless: partnerId });
  const turned = status !== undefined && status !== before.status;
  await tx
    .update(partner)
    .set({
      name: name ?? before.name,
      contact: contact ?? before.contact,
      ...(turned && { status, suspendedAt: status === 'suspended' ? at : null }),
    })
    .where(eq(partner.partnerId, partnerId));
  const verb = turned ? (status === 'suspended' ? 'suspend' : 'resume') : 'change';
  await recordAudit(tx, { actor, action: `partner.${verb}`, subject: partnerId, at });
}
