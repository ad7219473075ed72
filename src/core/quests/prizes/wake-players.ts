// What held up points and prizes is gone: their workers look at them again.
import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId, QuestId } from '#src/lib/id.ts';

/** These, as they are now, have become members, or have brought a receipt. */
export async function wakePlayers(tx: Tx, memberIds: readonly MemberId[], at: Date): Promise<void> {
  if (memberIds.length === 0) return;
  const theirs = sql`member_id in (
    select coalesce(m.absorbed_into, m.member_id) from member m
    where m.member_id in (select jsonb_array_elements_text(${JSON.stringify(memberIds)}::text::jsonb)))`;
  await wake(tx, { who: theirs, held: ['guest', 'receipt'], at });
}

/** Every minute: those of quests whose budget has room again, by staff or by what was taken back. */
export async function wakeBudgets(tx: Tx, at: Date): Promise<void> {
  const roomy = await tx.execute<{ quest_id: QuestId }>(sql`
    select quest_id from quest q
    where status <> 'draft' and (budget is null or spent < budget) and (
      exists (select from quest_player p where p.quest_id = q.quest_id and p.unpaid_because = 'budget')
      or exists (select from quest_win w
        where w.quest_id = q.quest_id and w.status = 'waiting' and w.waits_for = 'budget'))
    order by quest_id`);
  for (const { quest_id: questId } of roomy)
    await wake(tx, { who: sql`quest_id = ${questId}`, held: ['budget'], at });
}

/** Every minute: those whose first receipt nobody has told of, such as one that an import brought. */
export async function wakeBuyers(tx: Tx, at: Date): Promise<void> {
  const rows = await tx.execute<{ member_id: MemberId }>(sql`
    select p.member_id from quest q join quest_player p using (quest_id) join standing s using (member_id)
    where q.status <> 'draft' and p.unpaid_because = 'receipt' and s.turnover_minor > 0 limit 1000`);
  await wakePlayers(
    tx,
    rows.map(({ member_id }) => member_id),
    at,
  );
}

async function wake(tx: Tx, { who, held, at }: { who: SQL; held: string[]; at: Date }): Promise<void> {
  const because = sql`(select jsonb_array_elements_text(${JSON.stringify(held)}::text::jsonb))`;
  // Locked in the order of their ids, as by the worker that pays.
  await tx.execute(sql`
    with theirs as materialized (
        select player_id from quest_player p where ${who} and (unpaid_because in ${because} or exists (
          select from quest_win w where w.player_id = p.player_id and w.status = 'waiting' and w.waits_for in ${because}))
        order by player_id for no key update),
      wins as (update quest_win set waits_for = null, ready_at = greatest(ready_at, ${at}::timestamptz)
        where player_id in (select player_id from theirs) and status = 'waiting' and waits_for in ${because})
    update quest_player set unpaid_because = null, woken_at = ${at}::timestamptz
    where player_id in (select player_id from theirs) and unpaid_because in ${because}`);
}
