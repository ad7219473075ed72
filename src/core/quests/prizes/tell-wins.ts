// The end of a quest is told: to those who have won, at once, and then to everybody who played, by day, some at a time. What
// somebody has won on the way and heard of by no answer is told like that, too.
import { sql } from 'drizzle-orm';
import { savepoint, type Tx } from '#src/db/client.ts';
import type { PlayerId, QuestId, WinId } from '#src/lib/id.ts';
import { isTellingTime } from '../../members/take-daily-pass.ts';
import { Refusal } from '../../refusal.ts';
import { readProgramme } from '../../stores/read-programme.ts';
import { readBoard } from '../board/read-board.ts';
import { ofFreePlayers } from '../players/lock-players.ts';
import { type PlayerNews, tellPlayer } from '../tell/tell-player.ts';

const AT_ONCE = 40;

/** The next of those who have won and do not know yet. Returns whether there may be more. */
export async function tellWins(tx: Tx, at: Date): Promise<boolean> {
  const due = await tx.execute<{ win_id: WinId; player_id: PlayerId }>(sql`
    select win_id, player_id from quest_win where told_at is null order by won_at limit ${AT_ONCE}`);
  // Players come before what they have won, as in give-wins.ts.
  const mine = await ofFreePlayers(tx, due);
  if (mine.length === 0) return false;
  const wins = await tx.execute<{
    win_id: WinId;
    player_id: PlayerId;
    prize_no: number;
    place: number | null;
  }>(sql`
    update quest_win set told_at = ${at}::timestamptz
    where win_id in ${mine.map(({ win_id }) => win_id)} and told_at is null
    returning win_id, player_id, prize_no, place`);
  for (const { win_id: winId, player_id: playerId, prize_no: prizeNo, place } of wins)
    await tell(tx, { playerId, news: { news: 'won', prizeNo, place }, key: winId, at });
  return due.length === AT_ONCE;
}

/** The next of those who played in a quest whose winners are drawn. Returns whether there may be more. */
export async function tellOver(tx: Tx, at: Date): Promise<boolean> {
  const [over] = await tx.execute<{ quest_id: QuestId; after: string }>(sql`
    select quest_id, coalesce(over_told_to, '') as after from quest
    where status = 'ended' and drawn_at is not null and over_told_at is null limit 1 for update skip locked`);
  if (!over) return false;
  const { timeZone } = await readProgramme(tx);
  if (!isTellingTime(at, timeZone)) return false;
  const { quest_id: questId, after } = over;
  const players = await tx.execute<{ player_id: PlayerId }>(sql`
    select player_id from quest_player p where quest_id = ${questId} and score > 0 and player_id > ${after}
      -- Winners know.
      and not exists (select from quest_win w where w.player_id = p.player_id and w.place is not null)
    order by player_id limit ${AT_ONCE}`);
  for (const { player_id: playerId } of players) {
    const { place, isAbout } = await readBoard(tx, { playerId, ofStore: false });
    await tell(tx, { playerId, news: { news: 'over', place: isAbout ? null : place }, key: 'over', at });
  }
  const last = players.at(-1)?.player_id ?? after;
  const isLast = players.length < AT_ONCE;
  await tx.execute(sql`
    update quest set over_told_to = ${last}, over_told_at = ${isLast ? at : null}::timestamptz where quest_id = ${questId}`);
  return !isLast;
}

async function tell(
  tx: Tx,
  told: { playerId: PlayerId; news: PlayerNews; key: string; at: Date },
): Promise<void> {
  try {
    await savepoint(tx, (inner) => tellPlayer(inner, told));
  } catch (error) {
    // Of two players who were one person, one is no more.
    if (!(error instanceof Refusal)) throw error;
  }
}
