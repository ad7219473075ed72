import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { lockStandings } from './lock-standings.ts';
import { memberNow } from './member-now.ts';

/** Locks the standing of the member that somebody is now, also where they became part of another while this waited. */
export async function holdMemberNow(tx: Tx, memberId: MemberId): Promise<MemberId> {
  let held = await memberNow(tx, memberId);
  await lockStandings(tx, held);
  // Parting from another moves it as well as becoming part of one: it is asked until it stands still.
  for (let now = await memberNow(tx, memberId); now !== held; now = await memberNow(tx, memberId)) {
    await lockStandings(tx, now);
    held = now;
  }
  return held;
}
