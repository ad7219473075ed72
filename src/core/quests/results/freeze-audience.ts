import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { readAudience } from '../../segments/read-audience.ts';
import type { Quest } from '../read-quest.ts';

/** Members looked at in a transaction. */
const STRETCH = 50_000;

/**
 * Writes the next stretch of those down whom a launched quest is for, and whom chance keeps out of it. Returns whether that
 * was the last one. Who has become a member since the launch is in none of the groups: they may have come for the quest.
 */
export async function freezeAudience(
  tx: Tx,
  { quest, after, at, stretch = STRETCH }: { quest: Quest; after: string; at: Date; stretch?: number },
): Promise<boolean> {
  const { questId, terms, launchedAt } = quest;
  if (!launchedAt) throw new Error(`quest ${questId} is not launched`);
  const [fits] = await readAudience(tx, [terms.audience], launchedAt);
  if (!fits) throw new Error('one condition has one expression');
  const [row] = await tx.execute<{ last: MemberId | null; looked: number }>(sql`
    with next as materialized (
      select m.* from member m where m.member_id > ${after} order by m.member_id limit ${stretch}
    ), kept as (
      insert into quest_audience (quest_id, member_id, control)
      select ${questId}, m.member_id, share_of(m.member_id, ${`quest:${questId}`}) < ${terms.controlPercent * 100}::integer
      from next m where m.status = 'active' and m.registered_at <= ${launchedAt}::timestamptz and ${fits}
      on conflict do nothing
    )
    select max(member_id) as last, count(*)::integer as looked from next`);
  const isLast = (row?.looked ?? 0) < stretch;
  await tx.execute(sql`
    update quest_result set frozen_to = ${row?.last ?? after}, frozen_at = ${isLast ? at : null}::timestamptz
    where quest_id = ${questId}`);
  return isLast;
}
