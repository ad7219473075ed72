// How a draft leaves: at once, at its time, or after somebody else has agreed.
import { and, eq, lte } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { readContactPolicy } from '../contacts/contact-policy.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import type { CampaignContent } from './campaign-content.ts';
import { readCampaignSettings } from './campaign-settings.ts';
import { requireOpenOffers } from './content/require-open-offers.ts';
import { countAsTold, isManyMore } from './count-as-told.ts';
import { countFitting } from './estimate-campaign.ts';
import { lockCampaign, nextChange, type Seen } from './lock-campaign.ts';

type Row = typeof campaign.$inferSelect;

export interface Launched {
  /** `waiting`: somebody else has to agree; `scheduled`: it begins at its time; `expanding`: it has begun. */
  status: 'waiting' | 'scheduled' | 'expanding';
  /** How many people it would reach now. */
  audience: number;
}

/**
 * Launches a draft: from now on its texts stand. Above the size of the settings it waits for a second person, before
 * its time it is scheduled, else a worker writes its audience down and begins to send. Throws Refusal campaign_changed,
 * campaign_state, not_found, nobody_to_write_to, audience_changed {expected, now}, campaign_over, invalid_input {field}.
 */
export async function launchCampaign(
  tx: Tx,
  {
    campaignId,
    actor,
    carriesSms = true,
    changedAt,
    expectedAudience,
    at,
  }: Seen & {
    campaignId: CampaignId;
    actor?: string;
    /** Whether there is a gateway for a step by SMS. */
    carriesSms?: boolean;
    /** How many people whoever launches was told it is for; left out: they take it as it is. */
    expectedAudience?: number | undefined;
    at: Date;
  },
): Promise<Launched> {
  const draft = await lockCampaign(tx, campaignId, ['draft'], { changedAt });
  requireReady(draft, at);
  const bySms = draft.steps.findIndex(({ channel }) => channel === 'sms');
  if (bySms >= 0 && !carriesSms) throw invalidField(`steps.${bySms}.channel`, 'plan.noSms');
  const begins = draft.sendFrom && draft.sendFrom > at ? draft.sendFrom : at;
  // Only checkContent has stored it.
  await requireOpenOffers(tx, draft.content as CampaignContent, begins);
  const { approvalPeople } = await readCampaignSettings(tx);
  const audience = await countAsTold(tx, draft, { expected: expectedAudience, approvalPeople, at });
  const asked = {
    askedBy: actor ?? draft.createdBy,
    askedAt: at,
    decidedBy: null,
    decidedAt: null,
    agreedAudience: null,
    // Asked anew, it is decided about anew, whatever was seen of it before.
    changedAt: nextChange(draft, at),
  };
  if (approvalPeople === null || audience <= approvalPeople) {
    await tx.update(campaign).set(asked).where(eq(campaign.campaignId, campaignId));
    return { status: await beginCampaign(tx, draft, at), audience };
  }
  await tx
    .update(campaign)
    .set({ ...asked, status: 'waiting', audience })
    .where(eq(campaign.campaignId, campaignId));
  return { status: 'waiting', audience };
}

/** Sends it, or has it wait for its time. The caller holds the row. */
export async function beginCampaign(
  tx: Tx,
  { campaignId, sendFrom, steps }: Row,
  at: Date,
): Promise<'scheduled' | 'expanding'> {
  const status = sendFrom && sendFrom > at ? 'scheduled' : 'expanding';
  await tx
    .update(campaign)
    .set({ status, ...(status === 'expanding' && (await begun(tx, steps, at))) })
    .where(eq(campaign.campaignId, campaignId));
  return status;
}

/** What holds from the beginning on: the programme's control group, too, whatever becomes of its settings. */
async function begun(tx: Tx, steps: Row['steps'], at: Date): Promise<Partial<Row>> {
  const { controlPercent: holdoutPercent, controlSalt: holdoutSalt } = await readContactPolicy(tx);
  return { launchedAt: at, audience: 0, awaitsSteps: steps.length > 0, holdoutPercent, holdoutSalt };
}

/**
 * Begins the scheduled campaign whose time came first, with the audience as it is now; one, because a large audience takes
 * long to count. What could no longer be sent when nobody looked for long is stopped instead. Returns whether there was one.
 */
export async function launchDue(tx: Tx, at: Date): Promise<boolean> {
  const [due] = await tx
    .select()
    .from(campaign)
    .where(and(eq(campaign.status, 'scheduled'), lte(campaign.sendFrom, at)))
    .orderBy(campaign.sendFrom, campaign.campaignId)
    .limit(1)
    .for('update', { skipLocked: true });
  if (!due) return false;
  const action = await beginDue(tx, due, at);
  await recordAudit(tx, { actor: 'system', action, subject: due.campaignId, at });
  return true;
}

/**
 * Returns what has happened. An audience may have grown since the launch: where nobody has agreed to so many people, it
 * waits for a second person after all, or for their second word.
 */
async function beginDue(tx: Tx, due: Row, at: Date): Promise<string> {
  const set = (change: Partial<Row>) =>
    tx.update(campaign).set(change).where(eq(campaign.campaignId, due.campaignId));
  if (due.sendUntil !== null && due.sendUntil <= at) {
    await set({ status: 'stopped', pauseReason: 'too_late', finishedAt: at });
    return 'campaign.late';
  }
  const { approvalPeople } = await readCampaignSettings(tx);
  if (approvalPeople !== null) {
    const audience = await countFitting(tx, due, at);
    const agreedAudience = due.decidedBy === null ? null : due.audience;
    if (audience > approvalPeople && (agreedAudience === null || isManyMore(audience, agreedAudience))) {
      await set({ status: 'waiting', audience, agreedAudience, askedAt: at });
      return 'campaign.grown';
    }
  }
  await beginCampaign(tx, due, at);
  return 'campaign.begin';
}

/**
 * Takes a campaign that waits for its time or for a second person back to its draft. Throws Refusal campaign_state,
 * not_found.
 */
export async function takeBackCampaign(tx: Tx, { campaignId }: { campaignId: CampaignId }): Promise<void> {
  await lockCampaign(tx, campaignId, ['waiting', 'scheduled']);
  await tx
    .update(campaign)
    .set({ status: 'draft', audience: null, askedBy: null, askedAt: null })
    .where(eq(campaign.campaignId, campaignId));
}

/** Throws Refusal campaign_over, invalid_input {field}. */
function requireReady({ sendMode, sendFrom, sendUntil, steps, smsContent }: Row, at: Date): void {
  const begins = sendFrom && sendFrom > at ? sendFrom : at;
  if (sendUntil && sendUntil <= begins) throw new Refusal('campaign_over');
  if (sendMode === 'nextVisit' && !sendUntil) throw invalidField('sendUntil', 'missing');
  if (steps.some(({ channel }) => channel === 'sms') && smsContent === null)
    throw invalidField('smsTexts', 'oneLanguage');
}
