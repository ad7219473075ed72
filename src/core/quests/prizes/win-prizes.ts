// Prizes that are won on the way: by everybody who qualifies, or by the first of them. The stock of a prize is taken in the
// transaction of the answer that won it, by an update that cannot go beyond it.

import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { questPlayer } from '#src/db/schema/quests.ts';
import { newId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import type { WholeQuest } from '../read-quest.ts';
import { isQualified } from './qualify.ts';

export interface WinPrizes {
  /** As it is kept in memory: how much of a prize is left is asked of the database. */
  whole: Pick<WholeQuest, 'quest' | 'prizes' | 'tasks'>;
  /** As they stand since this answer; the caller has locked them. */
  player: Pick<typeof questPlayer.$inferSelect, 'playerId' | 'memberId' | 'score' | 'done' | 'finishedAt'>;
  /** By the task's number. */
  states: ReadonlyMap<number, string>;
  /** Numbers of prizes that need not be asked for, where they are known: won already, and used up. */
  won?: ReadonlySet<number>;
  gone?: ReadonlySet<number>;
  /** The caller tells nobody what came of it: a worker tells what was won (tell-wins.ts). */
  untold?: boolean | undefined;
  at: Date;
}

/** Returns the numbers of the prizes that the player has won since; what they had won before is not among them. */
export async function winPrizes(
  tx: Tx,
  { whole, player, states, won: before, gone, untold = false, at }: WinPrizes,
): Promise<number[]> {
  const teamReached = whole.prizes.some(({ qualifies }) => qualifies.team) && (await hasReached(tx, player));
  const due = whole.prizes.filter(
    ({ prizeNo, goesTo, qualifies }) =>
      (goesTo === 'everyone' || goesTo === 'first') &&
      !before?.has(prizeNo) &&
      !gone?.has(prizeNo) &&
      isQualified(qualifies, { player, states, tasks: whole.tasks, teamReached }),
  );
  if (due.length === 0) return [];
  const asked = due.map(({ prizeNo, delayDays }) => ({
    prize_no: prizeNo,
    win_id: newId('win', at.getTime()),
    ready_at: new Date(at.getTime() + delayDays * DAY_MS).toISOString(),
  }));
  const { questId } = whole.quest;
  const won = await tx.execute<{ prize_no: number }>(sql`
    with asked as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb)
        as a(prize_no smallint, win_id text, ready_at timestamptz)
      where not exists (select from quest_win w
        where w.quest_id = ${questId} and w.prize_no = a.prize_no and w.player_id = ${player.playerId})
    ), taken as (
      update quest_prize z set given = z.given + 1 from asked a
      where z.quest_id = ${questId} and z.prize_no = a.prize_no and z.given < z.stock returning z.prize_no
    )
    insert into quest_win (win_id, quest_id, prize_no, player_id, won_at, ready_at, told_at, waits_for)
    select a.win_id, ${questId}, a.prize_no, ${player.playerId}, ${at}::timestamptz, a.ready_at,
      ${untold ? null : at}::timestamptz, ${player.memberId === null ? 'guest' : null}::text
    from asked a join quest_prize z on z.quest_id = ${questId} and z.prize_no = a.prize_no
    -- One without a stock is counted every minute instead: nobody waits in a queue for its row.
    where z.stock is null or a.prize_no in (select prize_no from taken)
    returning prize_no`);
  return won.map(({ prize_no }) => prize_no).sort((one, other) => one - other);
}

/** Whether their team has reached its goal. */
export async function hasReached(tx: Tx, { playerId }: WinPrizes['player']): Promise<boolean> {
  const rows = await tx.execute(sql`
    select from quest_player p join quest_team t using (team_id)
    where p.player_id = ${playerId} and t.reached_at is not null`);
  return rows.length > 0;
}

/** Every minute: how many have won what there is enough of for everybody. */
export async function countWins(tx: Tx): Promise<void> {
  await tx.execute(sql`
    update quest_prize z set given = w.wins
    from (
      select quest_id, prize_no, (select count(*) from quest_win w where w.quest_id = p.quest_id and w.prize_no = p.prize_no
          and w.status <> 'withdrawn')::integer as wins
      from quest_prize p join quest q using (quest_id)
      where p.stock is null and q.status <> 'draft' and q.drawn_at is null) w
    where z.quest_id = w.quest_id and z.prize_no = w.prize_no and z.given <> w.wins`);
}
