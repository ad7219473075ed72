import type { Tx } from '#src/db/client.ts';
import { campaign } from '#src/db/schema/campaigns.ts';
import { type CampaignId, newId } from '#src/lib/id.ts';
import { invalidField } from '../refusal.ts';
import { type CampaignContent, type CampaignTexts, contentOf } from './campaign-content.ts';
import { checkContent, checkTexts } from './content/check-content.ts';
import { type PlanSent, readPlan } from './read-plan.ts';
import { requireNamed } from './require-named.ts';

const MAX_NAME_LENGTH = 100;

/** One text for everybody, or all that a campaign can say. */
export interface ContentSent {
  texts?: CampaignTexts | undefined;
  /** As checkContent reads it; goes before `texts`. */
  content?: unknown;
}

export interface NewCampaign extends ContentSent, PlanSent {
  /** For the staff; members never see it. */
  name: string;
  /** A staff id. */
  createdBy: string;
  at: Date;
}

/** Writes a draft. Throws Refusal invalid_input {field: 'name'}, text_missing, text_too_long, and those of checkContent and readPlan. */
export async function createCampaign(
  tx: Tx,
  { name, texts, content: sent, createdBy, at, ...plan }: NewCampaign,
): Promise<CampaignId> {
  const campaignId = newId('cmp', at.getTime());
  const content = readContent({ texts, content: sent });
  await requireNamed(tx, content);
  await tx.insert(campaign).values({
    campaignId,
    name: checkName(name),
    content,
    createdBy,
    createdAt: at,
    changedAt: at,
    ...readPlan(plan),
  });
  return campaignId;
}

/** Throws Refusal text_missing, text_too_long, and those of checkContent. */
export function readContent({ texts, content }: ContentSent): CampaignContent {
  return content === undefined ? contentOf(checkTexts(texts ?? {})) : checkContent(content);
}

/** The name without blanks around it. Throws Refusal invalid_input. */
export function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH)
    throw invalidField('name', trimmed === '' ? 'empty' : 'longest', { count: MAX_NAME_LENGTH });
  return trimmed;
}
