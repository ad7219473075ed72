// Something wrong was sent to many: begins to change or take back the messages in Telegram, or to send a correction after
// those in Viber, which knows neither.
import { and, eq, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { campaign, campaignRepair } from '#src/db/schema/campaigns.ts';
import { type CampaignId, newId, type RepairId } from '#src/lib/id.ts';
import { invalidField, Refusal } from '../../refusal.ts';
import type { CampaignContent } from '../campaign-content.ts';
import { type ContentSent, readContent } from '../create-campaign.ts';
import { lockCampaign } from '../lock-campaign.ts';
import { requireNamed } from '../require-named.ts';

export type RepairKind = 'edit' | 'withdraw' | 'correct';

export interface NewRepair extends ContentSent {
  campaignId: CampaignId;
  kind: RepairKind;
  /** A staff id. */
  createdBy: string;
  at: Date;
}

/** Telegram lets a bot take back what is at most 48 hours old; the last hour is for the work itself. */
export const WITHDRAW_WITHIN_HOURS = 47;

/**
 * Begins a repair of a campaign that does not send at the moment. What an edited campaign sends later says the new words
 * too. Throws Refusal campaign_state, not_found, repair_under_way, nobody_to_repair, and those of createCampaign.
 */
export async function startRepair(tx: Tx, repair: NewRepair): Promise<RepairId> {
  const { campaignId, kind, createdBy, at } = repair;
  const { content: before } = await lockCampaign(tx, campaignId, ['paused', 'stopped', 'finished']);
  const [running] = await tx
    .select({ repairId: campaignRepair.repairId })
    .from(campaignRepair)
    .where(and(eq(campaignRepair.campaignId, campaignId), eq(campaignRepair.status, 'running')));
  if (running) throw new Refusal('repair_under_way');
  const content = kind === 'withdraw' ? null : readContent(repair);
  if (content) await requireNamed(tx, content);
  // Which version somebody got is written down by its place.
  if (kind === 'edit' && content && !sameShape(content, before as CampaignContent))
    throw invalidField('content.blocks', 'campaign.sameShape');
  const people = (await countConcerned(tx, campaignId, at))[kind];
  if (people === 0) throw new Refusal('nobody_to_repair');
  const repairId = newId('rpr', at.getTime());
  await tx
    .insert(campaignRepair)
    .values({ repairId, campaignId, kind, content, people, createdBy, createdAt: at });
  if (kind === 'edit' && content)
    await tx.update(campaign).set({ content }).where(eq(campaign.campaignId, campaignId));
  return repairId;
}

/** Goes no further; what is on its way is still done. Throws Refusal not_found {what: 'repair'}. */
export async function stopRepair(
  tx: Tx,
  { campaignId, repairId, at }: { campaignId: CampaignId; repairId: RepairId; at: Date },
): Promise<void> {
  const which = and(eq(campaignRepair.repairId, repairId), eq(campaignRepair.campaignId, campaignId));
  const [found] = await tx.select().from(campaignRepair).where(which).for('update');
  if (!found) throw new Refusal('not_found', { what: 'repair' });
  if (found.status !== 'running') return;
  await tx.update(campaignRepair).set({ status: 'stopped', finishedAt: at }).where(which);
}

/** How many messages each kind of repair would concern now. */
export async function countConcerned(
  db: Reader,
  campaignId: CampaignId,
  at: Date,
): Promise<Record<RepairKind, number>> {
  const [row] = await db.execute<Record<RepairKind, number>>(sql`
    select count(*) filter (where i.messenger = 'telegram' and d.status = 'sent')::integer as edit,
      count(*) filter (where i.messenger = 'telegram' and d.status = 'sent'
        and d.settled_at > ${at}::timestamptz - ${WITHDRAW_WITHIN_HOURS}::integer * interval '1 hour')::integer as withdraw,
      count(*) filter (where i.messenger = 'viber')::integer as correct
    from campaign_delivery d join identity i on i.identity_id = d.identity_id
    where d.campaign_id = ${campaignId} and d.status in ('sent', 'unknown')`);
  return row ?? { edit: 0, withdraw: 0, correct: 0 };
}

function sameShape(one: CampaignContent, other: CampaignContent): boolean {
  const shape = ({ blocks, slots, buttons }: CampaignContent) =>
    JSON.stringify([
      blocks.map(({ versions }) => versions.map(({ when, variant }) => [when, variant])),
      // A pressed offer is found by its place after the buttons, also in messages that were not changed.
      slots && buttons.length,
    ]);
  return shape(one) === shape(other);
}
