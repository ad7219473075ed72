import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { member, phone as phoneTable } from '#src/db/schema/members.ts';
import { type MemberId, newId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { issueCard } from '../cards/issue-card.ts';
import { Refusal } from '../refusal.ts';
import type { Phone } from './phone-number.ts';
import { type Consent, recordConsent } from './set-consent.ts';

export interface EnrolPerson {
  /** From `readName`. */
  name: string;
  phone: Phone;
  /** Whether somebody has vouched for the phone. */
  proven: boolean;
  language: Language;
  /** Consent to offers; consent to the programme is what enrolling means. */
  marketing: boolean;
  /** What brought them: a payload of a link, or a store. */
  source: string | null;
  /** Virtual with a number of its own where no plastic card is given. */
  card: { kind: 'virtual' } | { kind: 'plastic'; cardNumber: string };
  channel: Consent['channel'];
  /** What carried the consent. */
  carriedBy: string;
  at: Date;
}

/**
 * The person's own rows: member, phone, consents and card. The caller opens the account and records that they joined.
 * Throws Refusal `already_member` when the number is taken, `card_of_another`, `card_not_found`.
 */
export async function enrolPerson(
  tx: Tx,
  person: EnrolPerson,
): Promise<{ memberId: MemberId; cardNumber: string }> {
  const { phone, at } = person;
  const memberId = newId('mem', at.getTime());
  await tx.insert(member).values({
    memberId,
    name: person.name,
    phone,
    language: person.language,
    tierKey: sql`(select tier_key from tier order by position limit 1)`,
    marketingConsent: person.marketing,
    source: person.source,
    registeredAt: at,
  });
  const [mine] = await tx
    .insert(phoneTable)
    .values({ phone, memberId, provenAt: person.proven ? at : null })
    .onConflictDoNothing()
    .returning({ phone: phoneTable.phone });
  if (!mine) throw new Refusal('already_member');
  const word = { memberId, channel: person.channel, carriedBy: person.carriedBy, at };
  await recordConsent(tx, { ...word, kind: 'programme', given: true });
  if (person.marketing) await recordConsent(tx, { ...word, kind: 'marketing', given: true });
  const { cardNumber } = await issueCard(tx, { memberId, ...person.card, at });
  return { memberId, cardNumber };
}
