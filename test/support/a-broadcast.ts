// Campaigns whose audience is fixed, and a worker that takes and settles their messages without sending any.

import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import {
  advanceChunk,
  type CampaignMessage,
  type CampaignResult,
} from '#src/core/campaigns/sending/advance-chunk.ts';
import { leaseChunk, releaseChunk } from '#src/core/campaigns/sending/lease-chunk.ts';
import { type Database, transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';

export interface CampaignTerms {
  priority?: number;
  topics?: string[];
  sendUntil?: Date | null;
  at: Date;
}

/** A campaign to everybody without a control group, launched and written down. */
export async function aRunningCampaign(
  { db, sql }: Pick<Database, 'db' | 'sql'>,
  { priority = 2, topics = [], sendUntil = null, at }: CampaignTerms,
): Promise<CampaignId> {
  const campaignId = await transaction(db, (tx) =>
    createCampaign(tx, { name: 'a', texts: { uk: 'a' }, controlPercent: 0, createdBy: 'stf_1', at }),
  );
  await sql`update campaign set priority = ${priority}, topics = ${topics}::text[] where campaign_id = ${campaignId}`;
  await transaction(db, (tx) => launchCampaign(tx, { campaignId, at }));
  await sql`update campaign set send_until = ${sendUntil} where campaign_id = ${campaignId}`;
  while ((await transaction(db, (tx) => expandAudience(tx, { at }))) !== null);
  return campaignId;
}

export const sent = ({ seq, identityId }: CampaignMessage): CampaignResult => ({
  seq,
  identityId,
  status: 'sent',
  reason: null,
  externalMessageId: `m${seq}`,
  delayMs: null,
  attempted: true,
  unreachable: false,
});

/** Takes and settles until no run is free. Returns the members in the order in which they were written to. */
export async function work(
  { sql }: Pick<Database, 'sql'>,
  {
    workerNo = 1,
    at,
    limit = 5,
    settle = sent,
  }: {
    workerNo?: number;
    at: Date;
    limit?: number;
    settle?: (message: CampaignMessage) => CampaignResult;
  },
): Promise<string[]> {
  const members: string[] = [];
  for (;;) {
    const lease = await leaseChunk(sql, { messenger: 'telegram', workerNo, at });
    if (!lease) return members;
    let results: CampaignResult[] = [];
    for (;;) {
      const { leased, taken, messages } = await advanceChunk(sql, { lease, results, limit, at });
      members.push(...messages.map(({ memberId }) => memberId));
      results = messages.map(settle);
      if (!leased || taken === 0) break;
    }
    await releaseChunk(sql, { ...lease, at });
  }
}
