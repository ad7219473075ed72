import { desc, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { consent } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';

export type Consent = Omit<typeof consent.$inferSelect, 'memberId' | 'carriedBy'>;

/** Every word that a member has given or taken back, the newest first. */
export async function listConsents(db: Reader, memberId: MemberId): Promise<Consent[]> {
  const rows = await db
    .select()
    .from(consent)
    .where(eq(consent.memberId, memberId))
    .orderBy(desc(consent.recordedAt), desc(consent.consentId));
  return rows.map(({ memberId: _whose, carriedBy: _message, ...row }) => row);
}
