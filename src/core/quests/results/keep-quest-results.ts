// Keeps the results of quests with a control group: first who is in which group is written down, then purchases are counted.
import { eq, sql } from 'drizzle-orm';
import { type Database, type Tx, transaction } from '#src/db/client.ts';
import { questResult } from '#src/db/schema/quests-results.ts';
import type { QuestId } from '#src/lib/id.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { COUNT_LEASE_MS, nextCountAt } from '../../analytics/count-pace.ts';
import { readQuest } from '../read-quest.ts';
import { countResult } from './count-result.ts';
import { freezeAudience } from './freeze-audience.ts';

interface Due extends Record<string, unknown> {
  quest_id: QuestId;
  days_after: number;
  frozen_to: string;
  frozen_at: Date | null;
}

/** Does the next part of what there is to do. Returns whether there may be more. `now` also tells how long counting takes. */
export async function keepQuestResults({ db }: Pick<Database, 'db'>, now: () => Date): Promise<boolean> {
  const lease = new Date(now().getTime() + COUNT_LEASE_MS);
  const due = await transaction(db, (tx) => claimDue(tx, { at: now(), lease }));
  if (!due) return false;
  const questId = due.quest_id;
  let after = due.frozen_to;
  for (let isFrozen = due.frozen_at !== null; !isFrozen; ) {
    isFrozen = await transaction(db, async (tx) =>
      freezeAudience(tx, { quest: await readQuest(tx, questId), after, at: now() }),
    );
    const [row] = await db
      .select({ frozenTo: questResult.frozenTo })
      .from(questResult)
      .where(eq(questResult.questId, questId));
    after = row?.frozenTo ?? after;
  }
  const { startsAt, endsAt, endedAt } = await readQuest(db, questId);
  if (!startsAt || !endsAt) throw new Error(`quest ${questId} has no days`);
  const at = now();
  // A quest that staff have ended is over then.
  const over = endedAt ?? endsAt;
  const until = new Date(over.getTime() + due.days_after * DAY_MS);
  const groups = await countResult(db, { questId, startsAt, endsAt: over, until });
  const nextAt = nextCountAt({ at, tookMs: now().getTime() - at.getTime(), until });
  await transaction(db, (tx) =>
    tx
      .update(questResult)
      // Whoever has asked for another count meanwhile gets it.
      .set({
        groups,
        countedAt: at,
        nextAt: sql`case when ${questResult.nextAt} = ${lease}::timestamptz then ${nextAt}::timestamptz
          else ${questResult.nextAt} end`,
      })
      .where(eq(questResult.questId, questId)),
  );
  return true;
}

/** A quest that keeps some people out and whose count is due; nobody else takes it meanwhile. */
async function claimDue(tx: Tx, { at, lease }: { at: Date; lease: Date }): Promise<Due | null> {
  await tx.execute(sql`
    insert into quest_result (quest_id, next_at)
    select quest_id, ${at}::timestamptz from quest q
    where q.launched_at is not null and (q.terms ->> 'controlPercent')::integer > 0
      and not exists (select from quest_result r where r.quest_id = q.quest_id)
    on conflict do nothing`);
  const [due] = await tx.execute<Due>(sql`
    update quest_result r set next_at = ${lease}::timestamptz
    where r.quest_id = (
      select quest_id from quest_result where next_at <= ${at}::timestamptz order by next_at limit 1 for update skip locked)
    returning r.quest_id, r.days_after, r.frozen_to, r.frozen_at`);
  return due ?? null;
}
