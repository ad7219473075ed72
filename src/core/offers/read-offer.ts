// Offers as staff see them, with how they are doing.
import { desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { offerVersion } from '#src/db/schema/offers.ts';
import type { OfferId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { OfferStatus } from './lock-offer.ts';
import type { OfferContent } from './offer-content.ts';

/** How many coupons stand how, and what the used ones brought. */
export interface OfferNumbers {
  issued: number;
  /** Works at the till now. */
  taken: number;
  used: number;
  expired: number;
  /** Given back to the shop unused. */
  withdrawn: number;
  savedMinor: number;
  earned: number;
  /** Codes that nobody has yet; null: codes are made. */
  codesLeft: number | null;
  codes: number;
}

export interface OfferListed {
  offerId: OfferId;
  name: string;
  status: OfferStatus;
  draft: OfferContent | null;
  version: number;
  /** As it was last published; null before. */
  content: OfferContent | null;
  stock: number | null;
  /** Handed out in all. */
  handedOut: number;
  lowAt: Date | null;
  spentAt: Date | null;
  createdBy: string;
  createdAt: Date;
  changedAt: Date;
  numbers: OfferNumbers;
}

/** Every offer: live ones first, then the latest changed. */
export async function listOffers(db: Reader): Promise<OfferListed[]> {
  return await findOffers(db, sql`true`);
}

/** Throws Refusal `not_found` {what: 'offer'}. */
export async function readOffer(db: Reader, offerId: OfferId): Promise<OfferListed> {
  const [found] = await findOffers(db, sql`o.offer_id = ${offerId}`);
  if (!found) throw new Refusal('not_found', { what: 'offer' });
  return found;
}

/** What was last published of an offer, or null. */
export async function lastContent(
  db: Reader,
  offerId: OfferId,
): Promise<{ name: string; content: OfferContent } | null> {
  const [row] = await db
    .select({ name: offerVersion.name, content: offerVersion.content })
    .from(offerVersion)
    .where(eq(offerVersion.offerId, offerId))
    .orderBy(desc(offerVersion.version))
    .limit(1);
  // Only this room writes versions, and only checked ones.
  return row ? { name: row.name, content: row.content as OfferContent } : null;
}

type Row = Omit<OfferListed, 'numbers'> &
  Omit<OfferNumbers, 'codesLeft'> & { free: number } & Record<string, unknown>;

async function findOffers(db: Reader, where: SQL): Promise<OfferListed[]> {
  const rows = await db.execute<Row>(sql`
    select o.offer_id as "offerId", o.name, o.status, o.draft, o.version, v.content, o.stock::float8 as stock,
      o.taken::float8 as "handedOut", o.low_at as "lowAt", o.spent_at as "spentAt", o.created_by as "createdBy",
      o.created_at as "createdAt", o.changed_at as "changedAt", n.*, p.*
    from offer o
      left join offer_version v on v.offer_id = o.offer_id and v.version = o.version
      left join lateral (
        select count(*) filter (where c.status = 'issued')::float8 as issued,
          count(*) filter (where c.status = 'taken')::float8 as taken,
          count(*) filter (where c.status = 'used')::float8 as used,
          count(*) filter (where c.status = 'expired')::float8 as expired,
          count(*) filter (where c.status = 'withdrawn')::float8 as withdrawn,
          coalesce(sum(c.saved_minor) filter (where c.status = 'used'), 0)::float8 as "savedMinor",
          coalesce(sum(c.earned) filter (where c.status = 'used'), 0)::float8 as earned
        from coupon c where c.offer_id = o.offer_id) n on true
      left join lateral (
        select count(*)::float8 as codes, count(*) filter (where k.member_id is null)::float8 as free
        from coupon_code k where k.offer_id = o.offer_id) p on true
    where ${where}
    order by array_position(array['live', 'draft', 'paused', 'ended'], o.status), o.changed_at desc, o.offer_id`);
  return rows.map(
    ({ issued, taken, used, expired, withdrawn, savedMinor, earned, codes, free, ...offer }) => {
      const { codes: source = 'made', reach = 'public' } = offer.content ?? offer.draft ?? {};
      const codesLeft = source === 'pool' || reach === 'code' ? free : null;
      const counted = { issued, taken, used, expired, withdrawn, savedMinor, earned };
      return { ...offer, numbers: { ...counted, codesLeft, codes } };
    },
  );
}
