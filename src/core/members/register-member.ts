import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity, member, phone as phoneTable } from '#src/db/schema/members.ts';
import { type IdentityId, type MemberId, newId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { issueCard } from '../cards/issue-card.ts';
import { recordEvent } from '../events/record-event.ts';
import { Refusal } from '../refusal.ts';
import type { Phone } from './phone-number.ts';
import { recordConsent } from './set-consent.ts';

export interface RegisterMember {
  identityId: IdentityId;
  /** From `readName`. */
  name: string;
  phone: Phone;
  /** Whether the messenger vouched for the phone or a code was right. */
  proven: boolean;
  language: Language;
  /** Consent to offers; consent to the programme is what registering means. */
  marketing: boolean;
  channel: 'telegram' | 'viber';
  /** The update that carried the consent. */
  carriedBy: string;
  /** What the member will get for joining, in points; told in the event, posted by the caller. */
  welcomePoints: bigint;
  at: Date;
}

/**
 * Enrols a person: member, phone, link, consents and card, in one transaction. The caller opens the account and posts
 * the welcome points in the same one. Throws Refusal `already_member` when the account is linked or the number taken.
 */
export async function registerMember(
  tx: Tx,
  person: RegisterMember,
): Promise<{ memberId: MemberId; cardNumber: string }> {
  const { identityId, phone, at } = person;
  const [account] = await tx
    .select({ memberId: identity.memberId, source: identity.source })
    .from(identity)
    .where(eq(identity.identityId, identityId))
    .for('update');
  if (!account || account.memberId) throw new Refusal('already_member');

  const memberId = newId('mem', at.getTime());
  await tx.insert(member).values({
    memberId,
    name: person.name,
    phone,
    language: person.language,
    tierKey: sql`(select tier_key from tier order by position limit 1)`,
    marketingConsent: person.marketing,
    source: account.source,
    registeredAt: at,
  });
  const [mine] = await tx
    .insert(phoneTable)
    .values({ phone, memberId, provenAt: person.proven ? at : null })
    .onConflictDoNothing()
    .returning({ phone: phoneTable.phone });
  if (!mine) throw new Refusal('already_member');
  await tx
    .update(identity)
    .set({ memberId, linkedAt: at, language: person.language, erasedAt: null })
    .where(eq(identity.identityId, identityId));

  const word = { memberId, channel: person.channel, carriedBy: person.carriedBy, at };
  await recordConsent(tx, { ...word, kind: 'programme', given: true });
  if (person.marketing) await recordConsent(tx, { ...word, kind: 'marketing', given: true });
  const { cardNumber } = await issueCard(tx, { memberId, kind: 'virtual', at });
  const data = { identityId, welcomePoints: person.welcomePoints.toString() };
  await recordEvent(tx, { memberId, happened: { kind: 'member.registered', data }, at });
  return { memberId, cardNumber };
}
