// Who is chosen for a challenge: members of its audience, part of them for comparing only.
import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { readAudience } from '../segments/read-audience.ts';
import type { Challenge } from './read-challenge.ts';

export interface Admitted {
  /** Who takes part at once: what they have bought is to be counted. */
  takers: MemberId[];
}

/**
 * Writes those of `members` (a select of ids) down who fit and are not written down yet. Whoever is to be told is told
 * later, at the pace of invitations.
 */
export async function admitMembers(
  tx: Tx,
  { challenge, members, at }: { challenge: Challenge; members: SQL; at: Date },
): Promise<Admitted> {
  const { challengeId, terms } = challenge;
  const [fits] = await readAudience(tx, [terms.audience], at);
  const status = terms.joins === 'all' ? 'accepted' : 'invited';
  const salt = controlSalt(challenge);
  const rows = await tx.execute<{ member_id: MemberId; status: string }>(sql`
    insert into challenge_member (member_id, challenge_id, status, chosen_at, answered_at, to_tell)
    select c.member_id, ${challengeId}, case when c.control then 'control' else ${status} end, ${at}::timestamptz,
      case when not c.control and ${status} = 'accepted' then ${at}::timestamptz end, not c.control
    from (
      select m.member_id, share_of(m.member_id, ${salt}) < ${terms.controlPercent * 100}::integer as control
      from member m where m.status = 'active' and m.member_id in (${members})
        and not exists (select from challenge_member t where t.member_id = m.member_id and t.challenge_id = ${challengeId})
        and ${fits ?? sql`true`}
      order by m.member_id) c
    on conflict do nothing returning member_id, status`);
  return {
    takers: rows.filter((row) => row.status === 'accepted').map(({ member_id: memberId }) => memberId),
  };
}

/** The part of the audience that is only compared with, always the same for one challenge. */
export function controlSalt({ challengeId }: Pick<Challenge, 'challengeId'>): string {
  return `challenge:${challengeId}`;
}
