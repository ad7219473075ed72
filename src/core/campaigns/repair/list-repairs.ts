import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { CampaignId, RepairId } from '#src/lib/id.ts';
import type { RepairKind } from './start-repair.ts';

export interface RepairTold {
  repairId: RepairId;
  kind: RepairKind;
  status: 'running' | 'stopped' | 'finished';
  people: number;
  /** Not queued yet, or on their way. */
  waiting: number;
  done: number;
  failed: number;
  unknown: number;
  skipped: number;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
}

/** The repairs of a campaign with what they came to, the newest first. */
export async function listRepairs(db: Reader, campaignId: CampaignId): Promise<RepairTold[]> {
  const rows = await db.execute<RepairTold & Record<string, unknown>>(sql`
    select p.repair_id as "repairId", p.kind, p.status, p.people, p.created_by as "createdBy",
      p.created_at as "createdAt", p.finished_at as "finishedAt",
      case when p.status = 'running' then greatest(p.people - r.ended, 0) else r.waiting end::integer as waiting,
      r.done, r.failed, r.unknown, r.skipped
    from campaign_repair p cross join lateral (
      select count(outcome)::integer as ended, count(*) filter (where outcome is null)::integer as waiting,
        count(*) filter (where outcome = 'done')::integer as done,
        count(*) filter (where outcome = 'failed')::integer as failed,
        count(*) filter (where outcome = 'unknown')::integer as unknown,
        count(*) filter (where outcome = 'skipped')::integer as skipped
      from campaign_repair_message m where m.repair_id = p.repair_id
    ) r
    where p.campaign_id = ${campaignId} order by p.created_at desc`);
  return [...rows];
}
