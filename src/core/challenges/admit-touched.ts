import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { admitMembers } from './admit-members.ts';
import type { Challenge } from './read-challenge.ts';

/**
 * Whoever has just joined the programme is chosen at once, and whoever has just bought, where everybody takes part: a receipt
 * must not be lost because its member was to be looked at tonight.
 */
export async function admitTouched(
  tx: Tx,
  touched: { challenge: Challenge; registered: MemberId[]; buyers: MemberId[]; at: Date },
): Promise<void> {
  const { challenge, registered, buyers, at } = touched;
  const { status, startsAt, terms } = challenge;
  if (status !== 'live' || startsAt > at || terms.chooses === 'once') return;
  const memberIds = [...new Set([...registered, ...(terms.joins === 'all' ? buyers : [])])];
  if (memberIds.length === 0) return;
  const members = sql`select unnest(${sql.param(memberIds)}::text[])`;
  await admitMembers(tx, { challenge, members, at });
}
