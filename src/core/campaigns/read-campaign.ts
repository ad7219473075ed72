import { desc, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { CampaignContent } from './campaign-content.ts';
import { type Plan, planOf } from './read-plan.ts';

export type CampaignStatus = (typeof campaign.$inferSelect)['status'];

export interface Campaign extends Plan {
  campaignId: CampaignId;
  name: string;
  content: CampaignContent;
  status: CampaignStatus;
  /** How many members it is for; null until it is launched, final once it has left `expanding`. */
  audience: number | null;
  createdBy: string;
  createdAt: Date;
  /** Goes along with a change, a launch and a decision: none of them is made about what was not seen. */
  changedAt: Date;
  launchedAt: Date | null;
  finishedAt: Date | null;
  /** Why the sending paused by itself: bot_refused, messages_rejected, no_answers. Null when the staff paused it. */
  pauseReason: string | null;
}

/** One campaign. Throws Refusal not_found {what: 'campaign'}. */
export async function readCampaign(db: Reader, campaignId: CampaignId): Promise<Campaign> {
  const [row] = await db.select().from(campaign).where(eq(campaign.campaignId, campaignId));
  if (!row) throw new Refusal('not_found', { what: 'campaign' });
  return asCampaign(row);
}

/** The newest campaigns first. */
export async function listCampaigns(
  db: Reader,
  { limit = 50 }: { limit?: number } = {},
): Promise<Campaign[]> {
  const rows = await db.select().from(campaign).orderBy(desc(campaign.createdAt)).limit(limit);
  return rows.map(asCampaign);
}

function asCampaign(row: typeof campaign.$inferSelect): Campaign {
  const { campaignId, name, content, status, audience, createdBy, createdAt, changedAt } = row;
  const { launchedAt, finishedAt, pauseReason } = row;
  // Only checkContent writes it.
  const said = content as CampaignContent;
  const about = { campaignId, name, content: said, status, audience, createdBy, createdAt, changedAt };
  return { ...about, launchedAt, finishedAt, pauseReason, ...planOf(row) };
}
