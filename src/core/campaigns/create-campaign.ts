import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import { type CampaignId, newId } from '#src/lib/id.ts';
import { invalidField } from '../refusal.ts';
import { type CampaignTexts, checkTexts } from './campaign-text.ts';

const MAX_NAME_LENGTH = 100;

export interface NewCampaign {
  /** For the staff; members never see it. */
  name: string;
  texts: CampaignTexts;
  /** Percent of the audience that is left alone, to compare with; 10 when left out. */
  controlPercent?: number;
  /** A staff id. */
  createdBy: string;
  at: Date;
}

/** Writes a draft. Throws Refusal invalid_input {field: 'name'}, text_missing, text_too_long. */
export async function createCampaign(
  tx: Tx,
  { name, texts, controlPercent, createdBy, at }: NewCampaign,
): Promise<CampaignId> {
  const campaignId = newId('cmp', at.getTime());
  await tx.insert(campaign).values({
    campaignId,
    name: checkName(name),
    texts: checkTexts(texts),
    createdBy,
    createdAt: at,
    ...(controlPercent !== undefined && { controlPercent }),
  });
  return campaignId;
}

/** The name without blanks around it. Throws Refusal invalid_input. */
export function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH)
    throw invalidField('name', trimmed === '' ? 'empty' : 'longest', { count: MAX_NAME_LENGTH });
  return trimmed;
}
