// Takes up questions that are due. Each task has a lane of its own, so a partner that is slow holds up nobody else's.
import { sql } from 'drizzle-orm';
import type { Sql, Tx } from '#src/db/client.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';

export interface ClaimedCheck {
  checkKey: string;
  questId: QuestId;
  playerId: PlayerId;
  taskNo: number;
  taskKey: string;
  attemptKey: string;
  /** As the task has it now: staff may have mended it. */
  url: string | null;
  /** With this one. */
  attempts: number;
  createdAt: Date;
}

/** Of one task at once. */
export const LANE = 4;
/** Longer than a call may take: after this it counts as lost and is asked again. */
const LEASE_MS = 60_000;

/** Which lane a question is in. */
export const laneOf = ({ questId, taskNo }: Pick<ClaimedCheck, 'questId' | 'taskNo'>) =>
  `${questId} ${taskNo}`;

/** Whether claimChecks may find any. One round trip, so that a worker with nothing to do opens no transaction to learn it. */
export async function hasDueChecks(bare: Sql, at: Date): Promise<boolean> {
  const [row] = await bare<{ due: boolean }[]>`
    select exists (select from quest_check where status in ('queued', 'sending') and next_at <= ${at}) as due`;
  return row?.due ?? false;
}

/** `underWay`: how many calls of each lane this process has not ended. */
export async function claimChecks(
  tx: Tx,
  { underWay, at }: { underWay: ReadonlyMap<string, number>; at: Date },
): Promise<ClaimedCheck[]> {
  const busy = JSON.stringify([...underWay].map(([lane, calls]) => ({ lane, calls })));
  const leasedUntil = new Date(at.getTime() + LEASE_MS);
  return await tx.execute<ClaimedCheck & Record<string, unknown>>(sql`
    with lanes as (
      select distinct quest_id, task_no from quest_check
      where status in ('queued', 'sending') and next_at <= ${at}::timestamptz
    ), due as (
      select d.check_key from lanes l
        left join jsonb_to_recordset(${busy}::text::jsonb) as b(lane text, calls integer)
          on b.lane = l.quest_id || ' ' || l.task_no
        cross join lateral (
          select c.check_key from quest_check c
          where c.quest_id = l.quest_id and c.task_no = l.task_no and c.status in ('queued', 'sending')
            and c.next_at <= ${at}::timestamptz
          order by c.next_at, c.check_key
          limit greatest(${LANE}::integer - coalesce(b.calls, 0), 0)
          for update skip locked) d
    )
    update quest_check c set status = 'sending', attempts = c.attempts + 1, next_at = ${leasedUntil}::timestamptz
    from due, quest_task t
    where c.check_key = due.check_key and t.quest_id = c.quest_id and t.task_no = c.task_no
    returning c.check_key as "checkKey", c.quest_id as "questId", c.player_id as "playerId", c.task_no::integer as "taskNo",
      t.task_key as "taskKey", c.attempt_key as "attemptKey", t.content->'ask'->>'url' as url,
      c.attempts::integer as attempts, c.created_at as "createdAt"`);
}
