import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { consent, member } from '#src/db/schema/members.ts';
import { type MemberId, newId } from '#src/lib/id.ts';
import { readProgramme } from '../stores/read-programme.ts';

export interface Consent {
  memberId: MemberId;
  kind: 'programme' | 'marketing';
  given: boolean;
  channel: 'telegram' | 'viber' | 'console' | 'import';
  /** The update, request or file that carried the word. */
  carriedBy: string;
  at: Date;
}

/** Keeps a word of the member for good, with the version of the text it was about. */
export async function recordConsent(tx: Tx, word: Consent): Promise<void> {
  const { termsVersion } = await readProgramme(tx);
  await tx.insert(consent).values({
    memberId: word.memberId,
    consentId: newId('cns', word.at.getTime()),
    kind: word.kind,
    given: word.given,
    textVersion: termsVersion,
    channel: word.channel,
    carriedBy: word.carriedBy,
    recordedAt: word.at,
  });
}

/** The current word on offers, effective from the next message on. Saying the same again records nothing. */
export async function setMarketingConsent(tx: Tx, word: Omit<Consent, 'kind'>): Promise<void> {
  const [before] = await tx
    .select({ given: member.marketingConsent })
    .from(member)
    .where(eq(member.memberId, word.memberId))
    .for('update');
  if (!before || before.given === word.given) return;
  await tx.update(member).set({ marketingConsent: word.given }).where(eq(member.memberId, word.memberId));
  await recordConsent(tx, { ...word, kind: 'marketing' });
}
