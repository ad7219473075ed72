import { asc, eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { countAsTold } from './count-as-told.ts';
import { beginCampaign } from './launch-campaign.ts';
import { lockCampaign, type Seen } from './lock-campaign.ts';

export interface WaitingCampaign {
  campaignId: CampaignId;
  name: string;
  /** How many people it would have reached when it was asked about. */
  audience: number;
  /** How many people somebody had agreed to, once many more fitted when its time came; else null. */
  agreedAudience: number | null;
  createdBy: string;
  askedBy: string;
  askedAt: Date;
  changedAt: Date;
}

export interface Decision extends Seen {
  campaignId: CampaignId;
  approve: boolean;
  /** How many people whoever agrees was told it is for; left out: they take it as it is. */
  expectedAudience?: number | undefined;
  actor: string;
  at: Date;
}

/**
 * Agrees to a campaign that waits for a second person, or sends it back to its author. Neither who wrote it nor who
 * asked may agree, and nobody to what has been changed, or has come to reach many more people, since they saw it, nor to
 * what is over. Throws Refusal campaign_changed, campaign_state, not_found, needs_another_person, campaign_over,
 * nobody_to_write_to, audience_changed {expected, now}.
 */
export async function decideCampaign(
  tx: Tx,
  { campaignId, approve, expectedAudience, actor, changedAt, at }: Decision,
): Promise<void> {
  const waiting = await lockCampaign(tx, campaignId, ['waiting'], { changedAt });
  if (approve && (actor === waiting.askedBy || actor === waiting.createdBy))
    throw new Refusal('needs_another_person');
  if (approve && waiting.sendUntil && waiting.sendUntil <= at) throw new Refusal('campaign_over');
  // Nobody else is asked after them, so the size of the settings says nothing here.
  const audience = approve
    ? await countAsTold(tx, waiting, { expected: expectedAudience, approvalPeople: null, at })
    : null;
  await tx
    .update(campaign)
    .set({ audience, decidedBy: actor, decidedAt: at, ...(!approve && { status: 'draft' as const }) })
    .where(eq(campaign.campaignId, campaignId));
  if (approve) await beginCampaign(tx, waiting, at);
}

/** What waits for a second person, the oldest first. */
export async function listWaitingCampaigns(db: Reader): Promise<WaitingCampaign[]> {
  const rows = await db
    .select()
    .from(campaign)
    .where(eq(campaign.status, 'waiting'))
    .orderBy(asc(campaign.askedAt));
  return rows.map((row) => ({
    campaignId: row.campaignId,
    name: row.name,
    audience: row.audience ?? 0,
    agreedAudience: row.agreedAudience,
    createdBy: row.createdBy,
    askedBy: row.askedBy ?? row.createdBy,
    askedAt: row.askedAt ?? row.createdAt,
    changedAt: row.changedAt,
  }));
}
