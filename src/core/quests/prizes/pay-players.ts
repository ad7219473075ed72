// Points of a quest become points of the programme: what is paid follows the score, for many players at once and without
// asking why the score has changed. Whoever cannot be paid yet waits with a word why, and is woken when that has changed
// (wake-players.ts). A budget pays what is left of it in the order in which scores were reached.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId, PlayerId, QuestId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import { lockStandings } from '../../members/lock-standings.ts';
import { tellPlayer } from '../tell/tell-player.ts';
import { type Payment, postPayments, takePayment } from './post-payments.ts';
import { returnBudget, spendBudget } from './spend-budget.ts';

const AT_ONCE = 500;

export interface PayPlayers {
  at: Date;
  /**
   * Whoever goes on playing is paid once they rest this long, are through or the quest is over, so that a quest of a hundred tasks is
   * not a hundred lines in their history; 0 when left out.
   */
  restMs?: number;
}

/** One turn. Returns whether there may be more. */
export async function payPlayers(tx: Tx, { at, restMs = 0 }: PayPlayers): Promise<boolean> {
  const rested = new Date(at.getTime() - restMs);
  const seen = await tx.execute<{ player_id: PlayerId; member_id: MemberId | null }>(sql`
    select p.player_id, coalesce(m.absorbed_into, m.member_id) as member_id
    from quest_player p left join member m using (member_id)
    where p.score <> p.paid and p.unpaid_because is null
      and (p.scored_at <= ${rested} or p.finished_at is not null
        or exists (select from quest q where q.quest_id = p.quest_id and q.status <> 'live'))
    order by p.player_id limit ${AT_ONCE}`);
  if (seen.length === 0) return false;
  const members = new Set(seen.flatMap(({ member_id }) => member_id ?? []));
  await lockStandings(tx, ...members);
  const unpaid = await lockUnpaid(
    tx,
    seen.map(({ player_id }) => player_id),
  );
  // Whoever has become somebody else meanwhile has the next turn.
  const still = unpaid.filter(({ member_id }) => member_id === null || members.has(member_id));
  for (const [questId, players] of Map.groupBy(still, ({ quest_id }) => quest_id))
    await payQuest(tx, { questId, players, at });
  return seen.length === AT_ONCE;
}

interface Unpaid extends Record<string, unknown> {
  player_id: PlayerId;
  quest_id: QuestId;
  /** As they are now, after merges; null: a guest, or a member no more. */
  member_id: MemberId | null;
  lacks_receipt: boolean;
  /** What is missing; below zero: what is too much. */
  due: number;
  /** The number of the payment to come. */
  payment: number;
  had_waited: boolean;
  titles: Texts;
}

/** In the order of their quests, and within one in the order in which they reached their scores. */
async function lockUnpaid(tx: Tx, playerIds: PlayerId[]): Promise<Unpaid[]> {
  const asked = sql`(select jsonb_array_elements_text(${JSON.stringify(playerIds)}::text::jsonb))`;
  return await tx.execute<Unpaid>(sql`
    with locked as materialized (
      select * from quest_player where player_id in ${asked} and score <> paid and unpaid_because is null
      order by player_id for no key update skip locked)
    select p.player_id, p.quest_id, p.score - p.paid as due, p.payments + 1 as payment, p.woken_at is not null as had_waited, q.terms->'titles' as titles,
      coalesce(m.absorbed_into, m.member_id) as member_id,
      q.terms->>'paysAfter' = 'receipt' and coalesce(s.turnover_minor, 0) <= 0 as lacks_receipt
    from locked p join quest q using (quest_id)
      left join member m on m.member_id = p.member_id and (m.status = 'active' or m.absorbed_into is not null)
      left join standing s on s.member_id = coalesce(m.absorbed_into, m.member_id)
    order by p.quest_id, p.scored_at, p.player_id`);
}

async function payQuest(
  tx: Tx,
  { questId, players, at }: { questId: QuestId; players: Unpaid[]; at: Date },
): Promise<void> {
  const settled: Settled[] = [];
  const payable: (Payment & { titles: Texts })[] = [];
  for (const { player_id: playerId, member_id: memberId, due, payment, titles, lacks_receipt } of players) {
    if (memberId === null) settled.push({ playerId, paid: 0, because: 'guest' });
    else if (due > 0 && lacks_receipt) settled.push({ playerId, paid: 0, because: 'receipt' });
    else if (due > 0) payable.push({ playerId, memberId, amount: due, payment, titles });
    else {
      const taken = await takePayment(
        tx,
        { playerId, memberId, amount: -due, payment },
        { questId, titles, at },
      );
      await returnBudget(tx, questId, taken);
      settled.push({ playerId, paid: due, because: null });
    }
  }
  const [first] = payable;
  if (first) {
    const wanted = payable.reduce((sum, { amount }) => sum + amount, 0);
    let left = await spendBudget(tx, questId, wanted);
    const payments = payable.map((each) => {
      const amount = Math.min(each.amount, left);
      left -= amount;
      settled.push({
        playerId: each.playerId,
        paid: amount,
        because: amount < each.amount ? 'budget' : null,
      });
      return { ...each, amount };
    });
    const { titles } = first;
    await postPayments(
      tx,
      payments.filter(({ amount }) => amount > 0),
      { questId, titles, at },
    );
  }
  await settle(tx, settled);
  const waited = new Set(players.flatMap((each) => (each.had_waited ? each.player_id : [])));
  for (const { playerId, paid } of settled)
    if (paid > 0 && waited.has(playerId))
      await tellPlayer(tx, { playerId, news: { news: 'paid', points: paid }, at });
}

interface Settled {
  playerId: PlayerId;
  /** Below zero: taken back. */
  paid: number;
  because: 'guest' | 'receipt' | 'budget' | null;
}

async function settle(tx: Tx, settled: Settled[]): Promise<void> {
  await tx.execute(sql`
    update quest_player p set paid = p.paid + s.paid, unpaid_because = s.because, woken_at = null,
      payments = p.payments + case when s.paid = 0 then 0 else 1 end
    from jsonb_to_recordset(${JSON.stringify(settled)}::text::jsonb) as s("playerId" text, paid integer, because text)
    where p.player_id = s."playerId"`);
}
