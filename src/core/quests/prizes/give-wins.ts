// What was won becomes what it is: given when it is ready, to members only, and where points wait for the first real receipt, so
// do prizes. Safe to be killed at any line: a win is settled in the transaction that gives it.
import { sql } from 'drizzle-orm';
import { savepoint, type Tx } from '#src/db/client.ts';
import type { MemberId, PlayerId, QuestId, StoreId, WinId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import { lockStandings } from '../../members/lock-standings.ts';
import { givePrize } from '../../prizes/give-prize.ts';
import type { Prize } from '../../prizes/prize.ts';
import { Refusal } from '../../refusal.ts';
import { ofFreePlayers } from '../players/lock-players.ts';
import { tellPlayer } from '../tell/tell-player.ts';
import { spendWhole } from './spend-budget.ts';

const AT_ONCE = 50;
/** A prize that had run out is tried again after this long: staff may have brought more. */
const STOCK_AGAIN_MS = 60 * 60_000;

/** One turn. Returns whether there may be more. */
export async function giveWins(tx: Tx, at: Date): Promise<boolean> {
  const due = await tx.execute<{ win_id: WinId; player_id: PlayerId; member_id: MemberId | null }>(sql`
    select w.win_id, p.player_id, p.member_id from quest_win w join quest_player p using (player_id)
    where w.status = 'waiting' and w.waits_for is null and w.ready_at <= ${at}
    order by w.ready_at limit ${AT_ONCE}`);
  if (due.length === 0) return false;
  // Standings come before everything else of members, in their one order.
  await lockStandings(tx, ...new Set(due.flatMap(({ member_id }) => member_id ?? [])));
  // Players come before what they have won, as wherever a task is settled: they are told below. Whoever is in the middle of
  // a conversation gets theirs with the next turn: it may be about to ask for standings that are held here.
  const mine = await ofFreePlayers(tx, due);
  if (mine.length === 0) return false;
  const wins = await tx.execute<Win>(sql`
    select w.win_id, w.player_id, w.quest_id, w.prize_no, w.ready_at > w.won_at as was_awaited, p.member_id, p.store_id, z.prize, q.terms->'titles' as titles,
      q.terms->>'paysAfter' = 'receipt' and coalesce(s.turnover_minor, 0) <= 0 as lacks_receipt
    from quest_win w
      join quest_player p using (player_id)
      join quest q on q.quest_id = w.quest_id
      join quest_prize z on z.quest_id = w.quest_id and z.prize_no = w.prize_no
      left join standing s on s.member_id = p.member_id
    where w.win_id in ${mine.map(({ win_id }) => win_id)} and w.status = 'waiting' and w.waits_for is null
    -- Of what they come off, offers, rewards and budgets, each in the order of its ids.
    order by z.prize->>'kind', coalesce(z.prize->>'offerId', z.prize->>'rewardId', w.quest_id), w.win_id for update of w skip locked`);
  for (const win of wins) await giveOne(tx, win, at);
  return due.length === AT_ONCE;
}

/** Under this key a win is given, once. */
export const winKey = (winId: WinId) => `win:${winId}`;

interface Win extends Record<string, unknown> {
  win_id: WinId;
  player_id: PlayerId;
  quest_id: QuestId;
  prize_no: number;
  /** Until it was ready, or until whoever won it had shared a phone or brought a receipt. */
  was_awaited: boolean;
  member_id: MemberId | null;
  store_id: StoreId | null;
  prize: Prize;
  titles: Texts;
  lacks_receipt: boolean;
}

async function giveOne(tx: Tx, win: Win, at: Date): Promise<void> {
  const { win_id: winId, member_id: memberId, quest_id: id, titles, prize } = win;
  if (memberId === null || win.lacks_receipt)
    return await setAside(tx, winId, memberId === null ? 'guest' : 'receipt');
  const reason = { kind: 'quest', id, titles } as const;
  const key = winKey(winId);
  try {
    const givenAs = await savepoint(tx, async (inner) => {
      if (prize.kind === 'points' && !(await spendWhole(inner, id, prize.points))) return null;
      return await givePrize(inner, { memberId, prize, key, reason, storeId: win.store_id, at });
    });
    if (givenAs === null) return await setAside(tx, winId, 'budget');
    await tx.execute(sql`
      update quest_win set status = 'given', given_at = ${at}, given_as = ${givenAs}, note = null where win_id = ${winId}`);
    await tell(tx, win, at);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'member_erased' || error.code === 'member_not_found') await withdraw(tx, winId);
    else await setAside(tx, winId, 'stock', error.code);
  }
}

/** What came with the answer was told with it, and a gift has a message of its own; what was waited for is told. */
async function tell(
  tx: Tx,
  { player_id: playerId, prize_no: prizeNo, prize, was_awaited, win_id }: Win,
  at: Date,
): Promise<void> {
  if (prize.kind === 'gift' || !was_awaited) return;
  await tellPlayer(tx, { playerId, news: { news: 'given', prizeNo }, key: `${win_id}:given`, at });
}

async function setAside(
  tx: Tx,
  winId: WinId,
  waitsFor: 'guest' | 'receipt' | 'stock' | 'budget',
  note: string | null = null,
): Promise<void> {
  await tx.execute(sql`update quest_win set waits_for = ${waitsFor}, note = ${note} where win_id = ${winId}`);
}

/** Nobody is left to have it. */
async function withdraw(tx: Tx, winId: WinId): Promise<void> {
  await tx.execute(sql`
    update quest_win set status = 'withdrawn', withdrawn_by = 'system', note = 'member_erased' where win_id = ${winId}`);
}

/** Every minute: what had run out has its turn again, an hour after it was won or tried. */
export async function retryWins(tx: Tx, at: Date): Promise<void> {
  const since = new Date(at.getTime() - STOCK_AGAIN_MS);
  await tx.execute(sql`
    update quest_win set waits_for = null, ready_at = ${at}
    where win_id in (
      select win_id from quest_win where status = 'waiting' and waits_for = 'stock' and ready_at <= ${since}
      order by won_at limit ${AT_ONCE} for update skip locked)`);
}
