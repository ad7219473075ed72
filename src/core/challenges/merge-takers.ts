// Members who have become one take part as one; what both were promised and given stays. The caller counts them anew.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { ChallengeId, MemberId } from '#src/lib/id.ts';

/** Who said yes goes before who was only asked, and whoever sees it before whoever is only compared with. */
const RANK = sql.raw(`array['control', 'declined', 'invited', 'accepted']`);

export interface Promised extends Record<string, unknown> {
  challengeId: ChallengeId;
  stageNo: number;
}

/** Returns what was promised to both and is given once: the caller gives it back to the challenge. */
export async function mergeTakers(
  tx: Tx,
  { from, into }: { from: MemberId; into: MemberId },
): Promise<Promised[]> {
  await tx.execute(sql`
    select from challenge_member where member_id in (${from}, ${into}) order by member_id, challenge_id for update`);
  await tx.execute(sql`
    insert into challenge_member as kept (member_id, challenge_id, status, chosen_at, answered_at, to_tell, told_at)
    select ${into}, challenge_id, status, chosen_at, answered_at, to_tell, told_at
    from challenge_member where member_id = ${from}
    on conflict (member_id, challenge_id) do update set
      status = case when array_position(${RANK}, excluded.status) > array_position(${RANK}, kept.status)
        then excluded.status else kept.status end,
      answered_at = least(kept.answered_at, excluded.answered_at), to_tell = kept.to_tell and excluded.to_tell,
      told_at = least(kept.told_at, excluded.told_at)`);
  await tx.execute(sql`
    insert into challenge_progress as kept (member_id, challenge_id, period_no, counted, corrected, detail, stage, changed_at)
    select ${into}, challenge_id, period_no, counted, corrected, detail, stage, changed_at
    from challenge_progress where member_id = ${from}
    on conflict (member_id, challenge_id, period_no) do update set corrected = kept.corrected + excluded.corrected`);
  const twice = await tx.execute<Promised>(sql`
    select f.challenge_id as "challengeId", f.stage_no as "stageNo" from challenge_gain f
    where f.member_id = ${from} and exists (
      select from challenge_gain i where i.member_id = ${into}
        and (i.challenge_id, i.period_no, i.stage_no) = (f.challenge_id, f.period_no, f.stage_no)
        and (f.status = 'waiting' or (i.status = 'waiting' and f.status in ('given', 'returning', 'kept'))))`);
  // What one of them was given is theirs, and not promised to the other again. Keys of turns before are spent.
  await tx.execute(sql`
    insert into challenge_gain as kept (member_id, challenge_id, period_no, stage_no, status, turn, reached_at, ready_at, given_at,
      given_as, taken_at, note)
    select ${into}, challenge_id, period_no, stage_no, status, turn, reached_at, ready_at, given_at, given_as, taken_at, note
    from challenge_gain where member_id = ${from}
    on conflict (member_id, challenge_id, period_no, stage_no) do update set
      status = excluded.status, turn = kept.turn + excluded.turn, reached_at = excluded.reached_at,
      ready_at = excluded.ready_at, given_at = excluded.given_at, given_as = excluded.given_as,
      taken_at = excluded.taken_at, note = excluded.note
    where kept.status in ('waiting', 'lost', 'missed', 'taken_back')
      and excluded.status in ('given', 'returning', 'kept')`);
  await tx.execute(sql`update challenge_move set member_id = ${into} where member_id = ${from}`);
  await tx.execute(sql`
    insert into challenge_told (member_id, receipt_id, told, told_at)
    select ${into}, receipt_id, told, told_at from challenge_told where member_id = ${from} on conflict do nothing`);
  for (const table of ['challenge_gain', 'challenge_progress', 'challenge_member'])
    await tx.execute(sql`delete from ${sql.identifier(table)} where member_id = ${from}`);
  return twice;
}

/** Whoever is a member of their own again takes part in what the other does, with what they bought themselves. */
export async function partTakers(tx: Tx, { from, into }: { from: MemberId; into: MemberId }): Promise<void> {
  await tx.execute(sql`
    insert into challenge_member (member_id, challenge_id, status, chosen_at, answered_at)
    select ${from}, challenge_id, status, chosen_at, answered_at from challenge_member where member_id = ${into}
    on conflict do nothing`);
}
