// A person without a messenger joins at the counter: staff write down name and phone, and the consent is on paper. The
// phone is a claim; the first messenger account that proves it finds the card.
import type { Tx } from '#src/db/client.ts';
import type { MemberId, StaffId, StoreId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { recordEvent } from '../events/record-event.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { enrolPerson } from './enrol-person.ts';
import type { Phone } from './phone-number.ts';

export interface RegisterByHand {
  name: string;
  phone: Phone;
  language: Language;
  marketing: boolean;
  /** The number on the plastic card that is handed out; without one the phone finds the member. */
  cardNumber: string | undefined;
  /** Of the text that was signed. */
  termsVersion: string;
  storeId: StoreId;
  staffId: StaffId;
  at: Date;
}

/**
 * Enrols them and says so in the audit log. The caller opens the account. Throws Refusal `terms_changed` {version} when
 * another text is in force than was signed, and those of enrolPerson.
 */
export async function registerByHand(
  tx: Tx,
  person: RegisterByHand,
): Promise<{ memberId: MemberId; cardNumber: string }> {
  const { staffId, storeId, cardNumber, termsVersion, at, ...rest } = person;
  const { termsVersion: inForce } = await readProgramme(tx);
  if (termsVersion !== inForce) throw new Refusal('terms_changed', { version: inForce });
  const enrolled = await enrolPerson(tx, {
    ...rest,
    proven: false,
    source: storeId,
    card: cardNumber === undefined ? { kind: 'virtual' } : { kind: 'plastic', cardNumber },
    channel: 'console',
    carriedBy: `paper ${staffId}`,
    at,
  });
  const { memberId } = enrolled;
  const data = { identityId: '', welcomePoints: '0' };
  await recordEvent(tx, { memberId, happened: { kind: 'member.registered', data }, at });
  const detail = { storeId, termsVersion, plastic: cardNumber !== undefined };
  await recordAudit(tx, { actor: staffId, action: 'till.register', subject: memberId, detail, at });
  return enrolled;
}
