import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { Player } from '../player.ts';

/**
 * What either of two players has won is the one's that stays. A prize that both have won is theirs once: of two, the one that was
 * given already; what both were given they keep, and the place that it took stays taken.
 */
export async function mergeWins(
  tx: Tx,
  { from, into }: { from: Pick<Player, 'playerId'>; into: Pick<Player, 'playerId'> },
): Promise<void> {
  const [one, other] = [from.playerId, into.playerId];
  await tx.execute(sql`
    with pair as (
      select f.win_id as theirs, i.win_id as own, f.quest_id, f.prize_no,
        f.status = 'given' and i.status <> 'given' as is_better
      from quest_win f join quest_win i on i.quest_id = f.quest_id and i.prize_no = f.prize_no and i.player_id = ${other}
      where f.player_id = ${one}
    ), gone as (
      delete from quest_win w using pair where w.win_id = case when pair.is_better then pair.own else pair.theirs end
      returning w.quest_id, w.prize_no, w.status
    )
    update quest_prize z set given = z.given - 1 from gone
    where z.quest_id = gone.quest_id and z.prize_no = gone.prize_no and gone.status = 'waiting' and z.given > 0`);
  await tx.execute(sql`update quest_win set player_id = ${other} where player_id = ${one}`);
}
