import type { Tx } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { listSegmentNames } from '../../segments/list-segments.ts';
import { listTiers } from '../../stores/read-programme.ts';
import type { CampaignContent } from '../campaign-content.ts';
import { lockCampaign, type Seen } from '../lock-campaign.ts';
import { updateCampaign } from '../update-campaign.ts';
import { type MatrixKnown, type ReadMatrix, readMatrix } from './read-matrix.ts';

/**
 * Takes the versions of a spreadsheet instead of a draft's own, all of them or, where a row is wrong, none. Throws Refusal
 * campaign_changed, campaign_state, not_found, and those of readMatrix.
 */
export async function takeMatrix(
  tx: Tx,
  { campaignId, csv, changedAt, at }: Seen & { campaignId: CampaignId; csv: string; at: Date },
): Promise<ReadMatrix> {
  const row = await lockCampaign(tx, campaignId, ['draft'], { changedAt });
  // Only checkContent writes it.
  const before = row.content as CampaignContent;
  const read = readMatrix(csv, await readMatrixKnown(tx, { content: before, variants: row.variants }));
  if (read.problems.length === 0)
    await updateCampaign(tx, { campaignId, content: { ...before, blocks: read.blocks }, at });
  return read;
}

/** What the cells of a campaign's spreadsheet may name. */
export async function readMatrixKnown(
  db: Parameters<typeof listTiers>[0],
  { content, variants }: { content: CampaignContent; variants: readonly { key: string }[] },
): Promise<MatrixKnown> {
  const tiers = await listTiers(db);
  return {
    segments: await listSegmentNames(db),
    tierKeys: tiers.map(({ tierKey }) => tierKey),
    variants: variants.map(({ key }) => key),
    slots: content.slots !== null,
  };
}
