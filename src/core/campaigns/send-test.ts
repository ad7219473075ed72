import type { Tx } from '#src/db/client.ts';
import type { CampaignId, DeliveryId, MemberId, OfferId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { chooseIdentity } from '../deliveries/choose-identity.ts';
import type { Key } from '../deliveries/prompt.ts';
import { queueDelivery } from '../deliveries/queue-delivery.ts';
import { Refusal } from '../refusal.ts';
import { composeForMember } from './content/compose-for-member.ts';
import { readCampaign } from './read-campaign.ts';

export interface TestInput {
  campaignId: CampaignId;
  /** Who gets it, usually the marketer's own card; nobody's consent is asked for a test. */
  memberId: MemberId;
  /** In their slots; see offersFor. */
  offers?: OfferId[] | null;
  at: Date;
  keyboard?: (language: Language) => Key[][];
}

/** Sends the campaign to one member as they would get it. Throws Refusal not_found, not_reachable_yourself. */
export async function sendTest(
  tx: Tx,
  { campaignId, memberId, offers = null, at, keyboard }: TestInput,
): Promise<DeliveryId> {
  const { content, variants } = await readCampaign(tx, campaignId);
  const to = await chooseIdentity(tx, memberId);
  if (!to) throw new Refusal('not_reachable_yourself');
  const prompt = await composeForMember(tx, {
    content,
    memberId,
    language: to.language,
    campaignId,
    variant: null,
    variants,
    offers,
    at,
    keyboard,
  });
  const { identityId } = to;
  const deliveryId = await queueDelivery(tx, { identityId, memberId, lane: 'notice', prompt, at });
  if (!deliveryId) throw new Error('A delivery without a key of its own was taken for a repetition.');
  return deliveryId;
}
