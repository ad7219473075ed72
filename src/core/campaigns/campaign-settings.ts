// What the programme lays down for all campaigns: from which size on a second person has to agree, and what messages cost.
import type { Reader, Tx } from '#src/db/client.ts';
import { campaignSettings } from '#src/db/schema/campaigns.ts';
import { invalidField } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';

export interface CampaignSettings {
  /** A campaign to more people than that needs a second person; null: none does. */
  approvalPeople: number | null;
  /** ISO 4217, of the two prices. */
  priceCurrency: string;
  /** Millionths of the currency for a Viber message outside of a session. */
  viberPriceMicros: number;
  /** Millionths for one part of an SMS; null: not known. */
  smsPriceMicros: number | null;
}

/** Viber's price for Ukraine, and a size from which a slip is felt. */
export const FIRST_SETTINGS: CampaignSettings = {
  approvalPeople: 10_000,
  priceCurrency: 'EUR',
  viberPriceMicros: 19_600,
  smsPriceMicros: null,
};

/** What is laid down; where nobody has laid anything down no second person is asked. */
export async function readCampaignSettings(db: Reader): Promise<CampaignSettings> {
  const [row] = await db.select().from(campaignSettings);
  return settingsOf(row);
}

function settingsOf(row: typeof campaignSettings.$inferSelect | undefined): CampaignSettings {
  if (!row) return { ...FIRST_SETTINGS, approvalPeople: null };
  const { settingsId: _id, ...settings } = row;
  return settings;
}

/** What is not named stays. Holds from the next launch on. Throws Refusal invalid_input. */
export async function changeCampaignSettings(
  tx: Tx,
  { actor, at, ...change }: Partial<CampaignSettings> & { actor: string; at: Date },
): Promise<void> {
  const [row] = await tx.select().from(campaignSettings).for('update');
  const settings = { ...settingsOf(row), ...change };
  if (!/^[A-Z]{3}$/.test(settings.priceCurrency)) throw invalidField('priceCurrency', 'notValid');
  await tx
    .insert(campaignSettings)
    .values(settings)
    .onConflictDoUpdate({ target: campaignSettings.settingsId, set: settings });
  const detail = { ...settings };
  await recordAudit(tx, { actor, action: 'campaign.settings', subject: 'campaigns', detail, at });
}

/** Gives a shop that has laid nothing down yet something to begin with. */
export async function startCampaignSettings(tx: Tx): Promise<void> {
  await tx.insert(campaignSettings).values(FIRST_SETTINGS).onConflictDoNothing();
}
