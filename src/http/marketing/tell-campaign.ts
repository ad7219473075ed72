import type { Campaign as CampaignAnswer } from '#src/contract/marketing.ts';
import type { Campaign } from '#src/core/campaigns/read-campaign.ts';
import type { CampaignId } from '#src/lib/id.ts';

/** The contract's schema has checked that it is one. */
export function campaignIdOf({ campaignId }: { campaignId: string }): CampaignId {
  return campaignId as CampaignId;
}

/** A campaign as it is handed out. */
export function tellCampaign(row: Campaign): CampaignAnswer {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    launchedAt: row.launchedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    sendFrom: row.sendFrom?.toISOString() ?? null,
    sendUntil: row.sendUntil?.toISOString() ?? null,
  };
}

type SentMoments = { sendFrom?: string | null | undefined; sendUntil?: string | null | undefined };

/** The moments of a plan as they are sent in. */
export function momentsOf<T extends SentMoments>({ sendFrom, sendUntil, ...rest }: T) {
  const moment = (text: string | null | undefined) => (text ? new Date(text) : (text as null | undefined));
  return { ...rest, sendFrom: moment(sendFrom), sendUntil: moment(sendUntil) };
}
