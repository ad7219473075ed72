// What notices need to know beyond the events: names, gifts and receipts as they are now, each asked once for a whole
// batch of events, and only when one of them is about it.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { ChallengeId, MemberId, OrderId, ReceiptId } from '#src/lib/id.ts';
import { listToldChallenges, type ToldChallenge } from '../challenges/list-told-challenges.ts';
import { listToldProgress, type ToldProgress } from '../challenges/told-progress.ts';
import type { RecordedEvent } from '../events/follow-events.ts';
import { readFriendNames } from '../friends/list-friends.ts';
import { listToldCoupons, type ToldOffer } from '../offers/list-told-coupons.ts';
import { listReceiptStories, type ReceiptStory } from '../receipts/read-receipt-stories.ts';
import { listOrders, type OrderWithReward } from '../rewards/find-order.ts';
import { readStampCards, type StampCards } from '../rules/read-stamp-cards.ts';
import { type Currency, listCurrencies } from '../stores/list-currencies.ts';
import { listTiers, type Programme, readProgramme, type Tier } from '../stores/read-programme.ts';
import { isOfOrder } from './announce-order.ts';

export interface GiftTold {
  giver: string;
  note: string;
  expiresAt: Date;
}

/** The same for every reader of a batch. */
export interface SharedFacts {
  programme: Programme;
  currencies: Currency[];
  tiers: Tier[];
  stampCards: StampCards;
  stories: ReadonlyMap<string, ReceiptStory>;
  /** Stores, partners, and the messengers of identities, by id. */
  names: ReadonlyMap<string, string>;
  gifts: ReadonlyMap<string, GiftTold>;
  orders: ReadonlyMap<string, OrderWithReward>;
  /** First names of friends who agreed to be named, by id. */
  friendNames: ReadonlyMap<string, string>;
  /** Coupons that can be used, or taken, by id. */
  coupons: ReadonlyMap<string, ToldOffer>;
  challenges: ReadonlyMap<string, ToldChallenge>;
  /** What receipts have brought challenges, by the receipt's id. */
  progress: ReadonlyMap<string, ToldProgress[]>;
}

const MESSENGER_NAMES: Record<string, string> = { telegram: 'Telegram', viber: 'Viber' };

/** What does not depend on each other is asked together: in a transaction each wait for an answer holds up the next pass. */
export async function readNoticeFacts(db: Reader, events: RecordedEvent[], at: Date): Promise<SharedFacts> {
  const receipts = events.flatMap(receiptsOf);
  const orderIds = events.flatMap((event) => (isOfOrder(event) ? [event.data.orderId as OrderId] : []));
  const friendIds = events.flatMap((event) =>
    'friendId' in event.data ? [event.data.friendId as MemberId] : [],
  );
  const [stories, orders, progress, friendNames, programme, currencies, tiers, gifts, coupons] =
    await Promise.all([
      listReceiptStories(db, receipts),
      listOrders(db, orderIds),
      listToldProgress(db, receipts),
      readFriendNames(db, friendIds),
      readProgramme(db),
      listCurrencies(db),
      events.some((event) => event.kind.startsWith('tier.')) ? listTiers(db) : [],
      readGifts(db, events),
      listToldCoupons(db, events.flatMap(couponsTold)),
    ]);
  const hasStamps = [...stories.values()].some(({ others }) => others.length > 0);
  const challengeIds = [...[...progress.values()].flat(), ...events.flatMap(challengeTold)].map(
    ({ challengeId }) => challengeId,
  );
  const [stampCards, challenges, names] = await Promise.all([
    hasStamps ? readStampCards(db, at) : (new Map() satisfies StampCards),
    listToldChallenges(db, challengeIds),
    readNames(db, events, [...orders.values()]),
  ]);
  return {
    orders,
    progress,
    challenges,
    friendNames,
    programme,
    currencies,
    tiers,
    stampCards,
    stories,
    names,
    gifts,
    coupons,
  };
}

/** The receipts that an event is about. */
export function receiptsOf({
  kind,
  data,
  memberId,
}: RecordedEvent): { memberId: MemberId; receiptId: ReceiptId }[] {
  switch (kind) {
    case 'receipt.accepted':
    case 'receipt.returned':
    case 'receipt.rated':
    case 'challenge.progressed':
      return [{ memberId, receiptId: data.receiptId as ReceiptId }];
    case 'points.activated':
      return data.receiptIds.map((receiptId) => ({ memberId, receiptId: receiptId as ReceiptId }));
    default:
      return [];
  }
}

function challengeTold({ data }: RecordedEvent): { challengeId: ChallengeId }[] {
  return 'challengeId' in data ? [{ challengeId: data.challengeId as ChallengeId }] : [];
}

function couponsTold({ memberId, kind, data }: RecordedEvent): { memberId: MemberId; couponId: string }[] {
  if (kind !== 'coupon.announced' && kind !== 'coupon.expiring') return [];
  return [{ memberId, couponId: data.couponId }];
}

/** The names of the stores, partners and new identities' messengers that the events mention; closed stores too. */
async function readNames(
  db: Reader,
  events: RecordedEvent[],
  orders: OrderWithReward[],
): Promise<Map<string, string>> {
  const stores = new Set<string>(orders.flatMap(storesOf));
  const identities = new Set<string>();
  const partners = new Set<string>();
  for (const event of events) {
    if (event.kind === 'burn.requested') stores.add(event.data.storeId);
    if (event.kind === 'identity.linked') identities.add(event.data.identityId);
    if (event.kind === 'partner.points') partners.add(event.data.by);
  }
  const names = new Map<string, string>();
  if (stores.size + identities.size + partners.size === 0) return names;
  const rows = await db.execute<{ id: string; name: string }>(sql`
    select store_id as id, name from store
    where store_id in (select jsonb_array_elements_text(${JSON.stringify([...stores])}::jsonb))
    union all
    select identity_id, messenger from identity
    where identity_id in (select jsonb_array_elements_text(${JSON.stringify([...identities])}::jsonb))
    union all
    select partner_id, name from partner
    where partner_id in (select jsonb_array_elements_text(${JSON.stringify([...partners])}::jsonb))`);
  for (const { id, name } of rows) names.set(id, MESSENGER_NAMES[name] ?? name);
  return names;
}

/** Where an order is to be fetched, or was. */
function storesOf({ order, reward }: OrderWithReward): string[] {
  return [...reward.storeIds, order.storeId, order.settledStoreId].filter((each) => each !== null);
}

/** What the receivers of gifts are told. */
async function readGifts(db: Reader, events: RecordedEvent[]): Promise<Map<string, GiftTold>> {
  const asked = events.flatMap((event) =>
    event.kind === 'gift.given' ? [{ memberId: event.memberId, giftId: event.data.giftId }] : [],
  );
  if (asked.length === 0) return new Map();
  const rows = await db.execute<{ gift_id: string; giver: string; note: string; expires_at: Date }>(sql`
    select g.gift_id, m.name as giver, g.note, g.expires_at
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a("memberId" text, "giftId" text)
      join gift g on g.to_member_id = a."memberId" and g.gift_id = a."giftId" and g.status = 'waiting'
      join member m on m.member_id = g.member_id`);
  return new Map(
    rows.map(({ gift_id, giver, note, expires_at: expiresAt }) => [gift_id, { giver, note, expiresAt }]),
  );
}
