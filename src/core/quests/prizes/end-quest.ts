// The end of a quest, by time or by hand. First no answers are taken any more; then, when nothing of what was answered waits for
// staff, its places are given and its lots drawn, in one transaction, once. Whoever is killed in between leaves it to the next.

import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { newId, type PlayerId, type QuestId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { Refusal } from '../../refusal.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import { lockQuest, type Quest, type QuestPrize, readWholeQuest } from '../read-quest.ts';
import { drawWinners } from './draw.ts';
import { freezeTickets, hashTickets, ownersOf, takesPart } from './freeze-tickets.ts';

/** Answers that came in the last moment are being written still. */
const SETTLE_MS = 30_000;
/** Where purchases count: what was at a till in the last moment is being rung up and paid for still. */
const PURCHASES_SETTLE_MS = 5 * 60_000;
/** How long the end waits for staff who have photos to look at, for photos that are being fetched and answers that are judged anew. */
const REVIEW_MS = 2 * DAY_MS;

/** Staff end it now. Again is harmless. Throws Refusal `quest_not_found`, `quest_state` {status} for a draft. */
export async function endQuest(
  tx: Tx,
  { questId, actor, at }: { questId: QuestId; actor: string; at: Date },
): Promise<void> {
  const { status, startsAt } = await lockQuest(tx, questId);
  if (status === 'ended') return;
  if (status === 'draft' || startsAt === null) throw new Refusal('quest_state', { status });
  await tx.execute(sql`
    update quest set status = 'ended', ended_at = ${at}::timestamptz, version = version + 1,
      ends_at = greatest(least(ends_at, ${at}::timestamptz), starts_at + interval '1 millisecond')
    where quest_id = ${questId}`);
  await recordAudit(tx, { actor, action: 'quest.end', subject: questId, at });
}

/** Ends those whose time is over. */
export async function endDueQuests(tx: Tx, at: Date): Promise<boolean> {
  await tx.execute(sql`
    update quest set status = 'ended', ended_at = ${at}::timestamptz, version = version + 1
    where status in ('live', 'paused') and ends_at <= ${at}::timestamptz`);
  return false;
}

/** Gives the places and draws the lots of one quest that is over. Returns whether there may be more. */
export async function closeQuests(tx: Tx, at: Date): Promise<boolean> {
  const ended = (msAgo: number) => sql`ended_at <= ${new Date(at.getTime() - msAgo)}::timestamptz`;
  const [due] = await tx.execute<{ quest_id: QuestId }>(sql`
    select quest_id from quest q
    where status = 'ended' and drawn_at is null and ${ended(SETTLE_MS)}
      and (${ended(PURCHASES_SETTLE_MS)}
        or not exists (select from quest_task t where t.quest_id = q.quest_id and t.type = 'purchase' and t.archived_at is null))
      and (${ended(REVIEW_MS)} or not (
        exists (select from quest_attempt a where a.quest_id = q.quest_id and a.verdict = 'waiting')
        or exists (select from quest_errand e where e.quest_id = q.quest_id)
        or exists (select from quest_regrade r where r.quest_id = q.quest_id and r.finished_at is null)))
    order by ended_at limit 1 for update skip locked`);
  if (!due) return false;
  const { quest, prizes } = await readWholeQuest(tx, due.quest_id);
  for (const prize of prizes)
    if (prize.goesTo === 'top') await giveWon(tx, prize, { winners: await readTop(tx, quest, prize), at });
  const ticketsHash = await drawAll(tx, { quest, prizes, at });
  await tx.execute(sql`
    update quest set drawn_at = ${at}::timestamptz, tickets_hash = ${ticketsHash} where quest_id = ${quest.questId}`);
  return true;
}

/** Those with the most points; of two with the same, whoever had them earlier. */
async function readTop(tx: Tx, quest: Quest, prize: QuestPrize): Promise<Winner[]> {
  const rows = await tx.execute<{ player_id: PlayerId }>(sql`
    select p.player_id from quest_player p where p.score > 0 and ${takesPart(quest, prize)}
    order by p.score desc, p.scored_at, p.player_id limit ${prize.stock ?? 0}`);
  return rows.map(({ player_id: playerId }) => ({ playerId, ticket: null }));
}

/** Returns the hash of the tickets; null where there is no draw. */
async function drawAll(
  tx: Tx,
  { quest, prizes, at }: { quest: Quest; prizes: QuestPrize[]; at: Date },
): Promise<string | null> {
  const drawn = prizes.filter(({ goesTo }) => goesTo === 'draw');
  const { questId, drawSeed: seed } = quest;
  if (drawn.length === 0 || seed === null) return null;
  for (const prize of drawn) await freezeTickets(tx, quest, prize);
  const { ticketsHash, tickets: all } = await hashTickets(tx, questId);
  for (const prize of drawn) {
    const { prizeNo, stock } = prize;
    const tickets = drawWinners({
      seed,
      ticketsHash,
      prizeNo,
      tickets: all.get(prizeNo) ?? [],
      winners: stock ?? 0,
    });
    await giveWon(tx, prize, { winners: await ownersOf(tx, { questId, prizeNo, tickets }), at });
  }
  return ticketsHash;
}

interface Winner {
  playerId: PlayerId;
  /** Of a draw. */
  ticket: string | null;
}

/** The first has the first place. */
async function giveWon(
  tx: Tx,
  { questId, prizeNo, delayDays }: QuestPrize,
  { winners, at }: { winners: Winner[]; at: Date },
): Promise<void> {
  if (winners.length === 0) return;
  const readyAt = new Date(at.getTime() + delayDays * DAY_MS);
  const wins = winners.map(({ playerId, ticket }, index) => ({
    win_id: newId('win', at.getTime()),
    player_id: playerId,
    place: index + 1,
    ticket,
  }));
  await tx.execute(sql`
    insert into quest_win (win_id, quest_id, prize_no, player_id, place, ticket, won_at, ready_at)
    select w.win_id, ${questId}, ${prizeNo}, w.player_id, w.place, w.ticket, ${at}::timestamptz, ${readyAt}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(wins)}::text::jsonb) as w(win_id text, player_id text, place integer, ticket text)`);
  await tx.execute(sql`
    update quest_prize set given = given + ${winners.length} where quest_id = ${questId} and prize_no = ${prizeNo}`);
}
