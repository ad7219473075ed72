import { desc, inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { consent } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { listSelves } from './list-selves.ts';

export type Consent = Omit<typeof consent.$inferSelect, 'memberId' | 'carriedBy'>;

/** Every word that a member, and whoever is part of them, has given or taken back, the newest first. */
export async function listConsents(db: Reader, memberId: MemberId): Promise<Consent[]> {
  const rows = await db
    .select()
    .from(consent)
    .where(inArray(consent.memberId, await listSelves(db, memberId)))
    .orderBy(desc(consent.recordedAt), desc(consent.consentId));
  return rows.map(({ memberId: _whose, carriedBy: _message, ...row }) => row);
}
