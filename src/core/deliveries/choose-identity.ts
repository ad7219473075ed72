// Where a member is written to: the messenger they prefer, else where they wrote last; only where the bot may write.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { MessengerName } from './messenger.ts';

export interface Addressee {
  memberId: MemberId;
  identityId: IdentityId;
  messenger: MessengerName;
  /** The member's language. */
  language: Language;
}

/** Whether one identity goes before another; shared with the statement that expands an audience. */
export const IDENTITY_ORDER = sql.raw(
  'order by (i.messenger = m.preferred_messenger) desc nulls last, i.last_seen_at desc, i.identity_id',
);

/** The identity to write to, or null when the member has none that can be reached or is erased. */
export async function chooseIdentity(db: Reader, memberId: MemberId): Promise<Addressee | null> {
  const found = await listAddressees(db, [memberId]);
  return found.get(memberId)?.[0] ?? null;
}

/** Every identity that can be reached of each of the members, the one to write to first. Members without one are absent. */
export async function listAddressees(db: Reader, memberIds: MemberId[]): Promise<Map<MemberId, Addressee[]>> {
  const found = new Map<MemberId, Addressee[]>();
  if (memberIds.length === 0) return found;
  const ids = JSON.stringify(memberIds);
  // Each is looked up by its keys, whatever the planner believes of the tables: hence the `offset 0`.
  const rows = await db.execute<Addressee & Record<string, unknown>>(sql`
    select m.member_id as "memberId", i.identity_id as "identityId", i.messenger, m.language
    from jsonb_array_elements_text(${ids}::jsonb) as wanted(member_id)
      cross join lateral (select * from member where member_id = wanted.member_id and status = 'active' offset 0) m
      cross join lateral (select * from identity where member_id = m.member_id and reachable offset 0) i
    ${IDENTITY_ORDER}`);
  for (const { memberId, identityId, messenger, language } of rows) {
    const all = found.get(memberId) ?? [];
    all.push({ memberId, identityId, messenger, language });
    found.set(memberId, all);
  }
  return found;
}
