// What was won and has not been given yet goes with what it was won by: goods that came back, an answer that was no right one. A prize that
// waits for the end of the return window waits for this. It can be won anew; what was given stays.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { isQualified } from './qualify.ts';
import { hasReached, type WinPrizes } from './win-prizes.ts';

/** The caller has locked the player, who stands as told. Prizes of the end of the quest are not meant. */
export async function loseWins(
  tx: Tx,
  { whole, player, states }: Pick<WinPrizes, 'whole' | 'player' | 'states'>,
): Promise<void> {
  const teamReached = whole.prizes.some(({ qualifies }) => qualifies.team) && (await hasReached(tx, player));
  const gone = whole.prizes.flatMap(({ prizeNo, goesTo, qualifies }) =>
    (goesTo === 'everyone' || goesTo === 'first') &&
    !isQualified(qualifies, { player, states, tasks: whole.tasks, teamReached })
      ? [prizeNo]
      : [],
  );
  if (gone.length === 0) return;
  await tx.execute(sql`
    with lost as (
      delete from quest_win where player_id = ${player.playerId} and status = 'waiting'
        and prize_no = any (${sql.param(gone)}::smallint[]) returning prize_no)
    update quest_prize z set given = z.given - 1 from lost
    where z.quest_id = ${whole.quest.questId} and z.prize_no = lost.prize_no and z.stock is not null and z.given > 0`);
}
