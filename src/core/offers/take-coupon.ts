// Handing out coupons: never more than there are, never one code twice, whatever the race. The order of locks is the same
// for everybody: the member's standing, the offer, a code.
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { coupon, couponCode } from '#src/db/schema/offers.ts';
import { type CouponId, type MemberId, newId, type OfferId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { Refusal } from '../refusal.ts';
import { newCouponCode } from './coupon-code.ts';
import { type OfferContent, timesOf } from './offer-content.ts';

const DAY_MS = 86_400_000;

export interface Coupon {
  couponId: CouponId;
  memberId: MemberId;
  offerId: OfferId;
  version: number;
  code: string;
  status: 'issued' | 'taken' | 'used' | 'expired' | 'withdrawn';
  takenAt: Date | null;
  expiresAt: Date | null;
}

export interface NewCoupon {
  memberId: MemberId;
  offerId: OfferId;
  /** Who hands it out: the member's own id, a staff id, an API key id or a rule's. */
  issuedBy: string;
  /** The word of whoever issues it: again with the same word it is the same coupon. */
  key?: string | undefined;
  /** A code that was brought, and is nobody's yet. */
  code?: string | undefined;
  /** Not a word about it in the chat: whoever gives it tells them. */
  silent?: boolean | undefined;
  at: Date;
}

export interface HandedOut {
  coupon: Coupon;
  /** It was theirs before. */
  again: boolean;
}

/**
 * Gives a member a coupon of a live offer; one that they hold and have not used is given again. Throws Refusal
 * `offer_not_live`, `offer_ended`, `offer_gone` (nothing is left), `offer_limit` (they have had their share).
 */
export async function handOut(tx: Tx, wanted: NewCoupon): Promise<HandedOut> {
  const { memberId, offerId, key, at } = wanted;
  await lockStandings(tx, memberId);
  const had = await tx
    .select()
    .from(coupon)
    .where(and(eq(coupon.memberId, memberId), eq(coupon.offerId, offerId)));
  const same =
    key === undefined ? had.find((each) => isOpen(each, at)) : had.find((each) => each.issueKey === key);
  if (same && wanted.code === undefined) return await again(tx, same, wanted);
  const { version, content } = await takeFromStock(tx, { offerId, at });
  if (key === undefined && had.filter((each) => each.status !== 'withdrawn').length >= content.perMember)
    throw new Refusal('offer_limit', { count: content.perMember });
  const couponId = newId('cpn', at.getTime());
  const code = await codeFor(tx, { ...wanted, couponId, content });
  const waits = content.reach === 'personal' && content.mustTake;
  const made = {
    memberId,
    couponId,
    offerId,
    version,
    code,
    status: waits ? ('issued' as const) : ('taken' as const),
    issuedAt: at,
    takenAt: waits ? null : at,
    expiresAt: endOf(content, at),
    issueKey: key ?? null,
    issuedBy: wanted.issuedBy,
    toTell: content.reach === 'personal' && !wanted.silent,
  };
  await tx.insert(coupon).values(made);
  const kind = content.reach === 'personal' ? 'coupon.issued' : 'coupon.taken';
  await recordEvent(tx, { memberId, happened: { kind, data: { couponId, offerId } }, at });
  return { coupon: made, again: false };
}

/** Held and good: one that ran out is noted as expired some days later (expire-coupons). */
export function isOpen({ status, expiresAt }: Pick<Coupon, 'status' | 'expiresAt'>, at: Date): boolean {
  return (status === 'issued' || status === 'taken') && (expiresAt === null || expiresAt > at);
}

/** What a member takes that was issued to them works from now on. */
async function again(tx: Tx, held: typeof coupon.$inferSelect, { key, at }: NewCoupon): Promise<HandedOut> {
  if (held.status !== 'issued' || key !== undefined) return { coupon: held, again: true };
  const { memberId, couponId, offerId } = held;
  const taken = { status: 'taken' as const, takenAt: at };
  await tx
    .update(coupon)
    .set(taken)
    .where(and(eq(coupon.memberId, memberId), eq(coupon.couponId, couponId), eq(coupon.status, 'issued')));
  await recordEvent(tx, { memberId, happened: { kind: 'coupon.taken', data: { couponId, offerId } }, at });
  return { coupon: { ...held, ...taken }, again: false };
}

/** One off the stock, in a statement that cannot go below zero. */
async function takeFromStock(
  tx: Tx,
  { offerId, at }: { offerId: OfferId; at: Date },
): Promise<{ version: number; content: OfferContent }> {
  const [taken] = await tx.execute<{ version: number; content: OfferContent }>(sql`
    update offer o set taken = o.taken + 1 from offer_version v
    where o.offer_id = ${offerId} and o.status = 'live' and (o.stock is null or o.taken < o.stock) and o.spent_at is null
      and v.offer_id = o.offer_id and v.version = o.version
    returning v.version, v.content`);
  if (taken) {
    const { from, until } = timesOf(taken.content);
    if (at.getTime() >= until) throw new Refusal('offer_ended');
    if (at.getTime() < from) throw new Refusal('offer_not_live');
    return taken;
  }
  throw await whyNotLive(tx, offerId);
}

/** Why nothing of an offer is handed out. */
export async function whyNotLive(tx: Tx, offerId: OfferId): Promise<Refusal> {
  const [row] = await tx.execute<{ status: string; gone: boolean }>(sql`
    select status, spent_at is not null or coalesce(taken >= stock, false) as gone from offer where offer_id = ${offerId}`);
  if (!row) return new Refusal('not_found', { what: 'offer' });
  if (row.status === 'ended') return new Refusal('offer_ended');
  return new Refusal(row.status === 'live' && row.gone ? 'offer_gone' : 'offer_not_live');
}

async function codeFor(
  tx: Tx,
  { code, offerId, memberId, couponId, content }: NewCoupon & { couponId: CouponId; content: OfferContent },
): Promise<string> {
  const owner = { memberId, couponId };
  if (code !== undefined) {
    const claimed = await tx
      .update(couponCode)
      .set(owner)
      .where(
        and(eq(couponCode.code, code), eq(couponCode.offerId, offerId), sql`${couponCode.memberId} is null`),
      )
      .returning({ code: couponCode.code });
    if (claimed.length === 0) throw new Refusal('coupon_used');
    return code;
  }
  if (content.codes === 'pool' || content.reach === 'code')
    return await codeOfPool(tx, { offerId, ...owner });
  for (;;) {
    const made = newCouponCode();
    const rows = await tx
      .insert(couponCode)
      .values({ code: made, offerId, ...owner })
      .onConflictDoNothing()
      .returning({ code: couponCode.code });
    if (rows.length > 0) return made;
  }
}

/** The next free one; whoever takes another at the same moment is passed over. */
async function codeOfPool(
  tx: Tx,
  { offerId, memberId, couponId }: { offerId: OfferId; memberId: MemberId; couponId: CouponId },
): Promise<string> {
  const [taken] = await tx.execute<{ code: string }>(sql`
    update coupon_code set member_id = ${memberId}, coupon_id = ${couponId}
    where code = (
      select code from coupon_code where offer_id = ${offerId} and member_id is null
      order by place limit 1 for update skip locked)
    returning code`);
  if (!taken) throw new Refusal('offer_gone');
  return taken.code;
}

function endOf(content: OfferContent, at: Date): Date | null {
  const { until } = timesOf(content);
  const life =
    content.lifeDays === null ? Number.POSITIVE_INFINITY : at.getTime() + content.lifeDays * DAY_MS;
  const end = Math.min(until, life);
  return Number.isFinite(end) ? new Date(end) : null;
}

/** Coupons by their ids, whatever has become of them. */
export async function listCouponsById(tx: Tx, memberId: MemberId, couponIds: CouponId[]): Promise<Coupon[]> {
  if (couponIds.length === 0) return [];
  return await tx
    .select()
    .from(coupon)
    .where(and(eq(coupon.memberId, memberId), inArray(coupon.couponId, couponIds)));
}
