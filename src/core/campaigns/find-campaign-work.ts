// What there is to do for campaigns beside sending, in one round trip: most looks of most workers find nothing.
import type { Sql } from '#src/db/client.ts';

export interface CampaignWork {
  /** launchDue finds a campaign. */
  due: boolean;
  /** expandAudience finds a campaign. */
  expanding: boolean;
  /** closeStoppedChunk finds a run, unless somebody holds it. */
  stopped: boolean;
  /** finishCampaigns may find a campaign. */
  running: boolean;
}

export async function findCampaignWork(sql: Sql, at: Date): Promise<CampaignWork> {
  const [work] = await sql<CampaignWork[]>`
    select coalesce(bool_or(status = 'scheduled' and send_from <= ${at}), false) as due,
      coalesce(bool_or(status = 'expanding'), false) as expanding,
      coalesce(bool_or(status = 'stopped' and exists (
        select from campaign_chunk c where c.campaign_id = p.campaign_id and not c.done)), false) as stopped,
      coalesce(bool_or(status = 'running'), false) as running
    from campaign p where status in ('scheduled', 'expanding', 'stopped', 'running')`;
  if (!work) throw new Error('a sum of no rows is a row');
  return work;
}
