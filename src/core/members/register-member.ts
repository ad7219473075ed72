import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { identity } from '#src/db/schema/members.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { recordEvent } from '../events/record-event.ts';
import { Refusal } from '../refusal.ts';
import { enrolPerson } from './enrol-person.ts';
import type { Phone } from './phone-number.ts';

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
  const { identityId, at } = person;
  const [account] = await tx
    .select({ memberId: identity.memberId, source: identity.source })
    .from(identity)
    .where(eq(identity.identityId, identityId))
    .for('update');
  if (!account || account.memberId) throw new Refusal('already_member');

  const { memberId, cardNumber } = await enrolPerson(tx, {
    ...person,
    source: account.source,
    card: { kind: 'virtual' },
  });
  await tx
    .update(identity)
    .set({ memberId, linkedAt: at, language: person.language, erasedAt: null })
    .where(eq(identity.identityId, identityId));
  const data = { identityId, welcomePoints: person.welcomePoints.toString() };
  await recordEvent(tx, { memberId, happened: { kind: 'member.registered', data }, at });
  return { memberId, cardNumber };
}
