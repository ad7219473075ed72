import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import type { CampaignStatus } from './read-campaign.ts';

export interface CalendarEntry {
  campaignId: CampaignId;
  name: string;
  status: CampaignStatus;
  /** When it began or is to begin. */
  from: Date;
  /** When it ended or is to end; null: it has no end yet. */
  until: Date | null;
  /** Whom it is for; null until it is launched. */
  people: number | null;
}

const MOST = 500;

/** The campaigns that go out between two moments, drafts with a date included, the first to begin first. */
export async function listCalendar(
  db: Reader,
  { from, until }: { from: Date; until: Date },
): Promise<CalendarEntry[]> {
  return await db.execute<CalendarEntry & Record<string, unknown>>(sql`
    select campaign_id as "campaignId", name, status, begins as from, ends as until, audience as people
    from (
      select campaign_id, name, status, audience, coalesce(launched_at, send_from) as begins,
        coalesce(finished_at, send_until) as ends
      from campaign
    ) planned
    -- One that is still on its way goes out on the day that is asked about, however long ago it began.
    where begins < ${until} and (begins >= ${from} or ends >= ${from}
      or status in ('expanding', 'running', 'paused'))
    order by begins, campaign_id limit ${MOST}`);
}
