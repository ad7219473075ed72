import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { CampaignId, DeliveryId, MemberId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { chooseIdentity } from '../deliveries/choose-identity.ts';
import type { Key } from '../deliveries/prompt.ts';
import { queueDelivery } from '../deliveries/queue-delivery.ts';
import { Refusal } from '../refusal.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { composeCampaignMessage } from './campaign-text.ts';
import { readCampaign } from './read-campaign.ts';

export interface TestInput {
  campaignId: CampaignId;
  /** Who gets it, usually the marketer's own card; nobody's consent is asked for a test. */
  memberId: MemberId;
  at: Date;
  keyboard?: (language: Language) => Key[][];
}

/** Sends the campaign to one member as they would get it. Throws Refusal not_found, not_reachable_yourself. */
export async function sendTest(
  tx: Tx,
  { campaignId, memberId, at, keyboard }: TestInput,
): Promise<DeliveryId> {
  const { texts } = await readCampaign(tx, campaignId);
  const to = await chooseIdentity(tx, memberId);
  if (!to) throw new Refusal('not_reachable_yourself');
  const [reader] = await tx.execute<{ name: string; balance: bigint }>(sql`
    select m.name, coalesce(a.balance, 0)::bigint as balance
    from member m left join account a on a.member_id = m.member_id and a.currency = 'points'
    where m.member_id = ${memberId}`);
  const { defaultLanguage: fallback } = await readProgramme(tx);
  const prompt = composeCampaignMessage(
    texts,
    { name: reader?.name ?? '', balance: reader?.balance ?? 0n, language: to.language },
    { fallback, ...(keyboard && { keyboard: keyboard(to.language) }) },
  );
  const { identityId } = to;
  const deliveryId = await queueDelivery(tx, { identityId, memberId, lane: 'notice', prompt, at });
  if (!deliveryId) throw new Error('A delivery without a key of its own was taken for a repetition.');
  return deliveryId;
}
