// Who pressed or opened what in a campaign's message: once in the row of the message, for the results, and for each button.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { CampaignId, MemberId, OfferId } from '#src/lib/id.ts';
import type { CampaignButton, CampaignContent } from '../campaign-content.ts';
import type { CampaignPlace } from './campaign-link.ts';

interface Row extends Record<string, unknown> {
  seq: number;
  member_id: MemberId;
  offers: OfferId[] | null;
  content: CampaignContent;
}

/**
 * Records a pressed button of a message to this member, and returns the action that it stands for. Null: they have no such
 * message, or it has no such button. Locks the row of the message: nothing else of a member is locked after it but their
 * points, which nobody waits for with such a row in hand.
 */
export async function recordPress(
  tx: Tx,
  {
    campaignId,
    memberId,
    place,
    at,
  }: { campaignId: CampaignId; memberId: MemberId; place: number; at: Date },
): Promise<string | null> {
  const [row] = await tx.execute<Row>(sql`
    select d.delivery_seq as seq, d.member_id, d.offers, c.content
    from campaign_delivery d join campaign c on c.campaign_id = d.campaign_id
    where d.campaign_id = ${campaignId} and d.identity_id is not null and d.member_id in (
      select m.member_id from member m where m.member_id = ${memberId} or m.absorbed_into = ${memberId})
    order by d.settled_at desc nulls last, d.step desc limit 1`);
  const action = row ? actionAt(row, place) : null;
  if (!row || action === null) return null;
  await record(tx, { campaignId, row, place, at });
  return action === 'rate' ? await ratingOf(tx, memberId) : action;
}

/** Records an opened address and returns where it leads. Null: there is no such message or button. */
export async function recordOpening(
  tx: Tx,
  { campaignId, seq, place, at }: CampaignPlace & { at: Date },
): Promise<string | null> {
  const [row] = await tx.execute<Row>(sql`
    select d.delivery_seq as seq, d.member_id, d.offers, c.content
    from campaign_delivery d join campaign c on c.campaign_id = d.campaign_id
    where d.campaign_id = ${campaignId} and d.delivery_seq = ${seq}`);
  const button = row?.content.buttons[place];
  if (!row || button?.kind !== 'open') return null;
  await record(tx, { campaignId, row, place, at });
  return button.url;
}

function actionAt({ content, offers }: Row, place: number): string | null {
  const button: CampaignButton | undefined = content.buttons[place];
  if (button?.kind === 'section') return button.section;
  if (button?.kind === 'offer') return `offer.take:${button.offerId}`;
  const offerId = offers?.[place - content.buttons.length];
  return offerId ? `offer.take:${offerId}` : null;
}

/** Of the last purchase; whoever has none sees their history, which says so. */
async function ratingOf(tx: Tx, memberId: MemberId): Promise<string> {
  const [last] = await tx.execute<{ receipt_id: string }>(sql`
    select receipt_id from receipt where member_id = ${memberId} order by occurred_at desc limit 1`);
  return last ? `rate:${last.receipt_id}` : 'history';
}

async function record(
  tx: Tx,
  { campaignId, row, place, at }: { campaignId: CampaignId; row: Row; place: number; at: Date },
): Promise<void> {
  const { seq, member_id: memberId, offers, content } = row;
  const offerId = offers?.[place - content.buttons.length] ?? null;
  await tx.execute(sql`
    update campaign_delivery set clicked_at = ${at}
    where campaign_id = ${campaignId} and delivery_seq = ${seq} and clicked_at is null`);
  // Whoever was erased meanwhile is counted in the row alone.
  if (memberId.startsWith('erased:')) return;
  await tx.execute(sql`
    insert into campaign_click (member_id, campaign_id, place, offer_id, times, first_at, last_at)
    values (${memberId}, ${campaignId}, ${place}, ${offerId}, 1, ${at}, ${at})
    on conflict (member_id, campaign_id, place) do update
      set times = campaign_click.times + 1, last_at = excluded.last_at`);
}
