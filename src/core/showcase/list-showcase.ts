// "What can I use now": the member's own coupons and the offers that they can take, what works here today first, best
// first. One query for the member; offers and rules are in memory.
import type { Reader, Sql } from '#src/db/client.ts';
import { runText, runTextIn } from '#src/db/run-text.ts';
import type { CouponId, MemberId, OfferId, StoreId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { type KnownOffer, offersOf } from '../offers/known-offers.ts';
import { wordsOf } from '../offers/offer-content.ts';
import type { ReceiptInput } from '../receipts/receipt-input.ts';
import { type ReceiptMember, readReceiptMemberIn, readReceiptMembers } from '../receipts/receipt-member.ts';
import { Refusal } from '../refusal.ts';
import { couponRuleKey } from '../rules/coupon-rules.ts';
import { type Facts, triggerFacts } from '../rules/facts.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { judge } from './judge-offer.ts';
import type { OfferShown } from './offer-shown.ts';
import { typicalReceipt } from './worth.ts';

export interface AskShowcase {
  memberId: MemberId;
  /** Null: anywhere. */
  storeId: StoreId | null;
  /** What lies on the counter; null: nothing yet. */
  basket: ReceiptInput | null;
  language: Language;
  at: Date;
  known: KnownProgramme;
  rules: KnownRules;
}

interface Held {
  offerId: OfferId;
  key: string;
  couponId: CouponId;
  code: string;
  status: 'issued' | 'taken';
  expiresAt: number;
}

interface HeldRow {
  /** [offer, version, coupon, code, status, expiresAt] of the open ones. */
  open: [OfferId, number, CouponId, string, 'issued' | 'taken', number | null][] | null;
  /** How many of each offer they have had. */
  had: Record<OfferId, number> | null;
  /** Offers of which nothing is left. */
  gone: OfferId[] | null;
}

const HELD = `
  select
    (select jsonb_agg(jsonb_build_array(c.offer_id, c.version, c.coupon_id, c.code, c.status,
        (extract(epoch from c.expires_at) * 1000)::bigint) order by c.expires_at nulls last, c.coupon_id)
      from coupon c where c.member_id = $1 and c.status in ('issued', 'taken')) as open,
    (select jsonb_object_agg(h.offer_id, h.times) from (
      select c.offer_id, count(*) as times from coupon c where c.member_id = $1 and c.status <> 'withdrawn'
      group by c.offer_id) h) as had,
    (select jsonb_agg(o.offer_id) from offer o
      where o.status = 'live' and (o.spent_at is not null or o.taken >= o.stock)) as gone`;

/** Throws the Refusals of readReceiptMembers. */
export async function listShowcase(sql: Sql, asked: AskShowcase): Promise<OfferShown[]> {
  const { memberId, known, rules, at } = asked;
  const { timeZone } = known.programme;
  const [[member], [row]] = await Promise.all([
    readReceiptMembers(sql, [{ memberId }], { moments: [at], timeZone, rules, at }),
    runText<HeldRow>(sql, HELD, [memberId]),
  ]);
  if (!member || member instanceof Refusal) throw member ?? new Refusal('member_not_found');
  return showcaseOf(member, row, asked);
}

/** The same as a transaction sees it. */
export async function readShowcase(db: Reader, asked: AskShowcase): Promise<OfferShown[]> {
  const { memberId, known, rules, at } = asked;
  const { timeZone } = known.programme;
  const member = await readReceiptMemberIn(db, memberId, { moments: [at], timeZone, rules, at });
  const [row] = await runTextIn<HeldRow>(db, HELD, [memberId]);
  return showcaseOf(member, row, asked);
}

function showcaseOf(member: ReceiptMember, row: HeldRow | undefined, asked: AskShowcase): OfferShown[] {
  const { at, known, storeId, rules, language } = asked;
  const { byKey, live } = offersOf(rules);
  const timeZone = (storeId && known.zones.get(storeId)) || known.programme.timeZone;
  const facts = triggerFacts({ member: member.facts, at: at.getTime(), timeZone, eventName: null });
  const { programme, tiers } = known;
  const typical = {
    receiptMinor: typicalReceipt(member.facts.turnoverMinor, member.facts.receipts),
    pointValueMinor: Number(programme.pointValueMinor),
    earnBp: tiers.find(({ tierKey }) => tierKey === member.facts.tierKey)?.earnBp ?? 0,
  };
  const context = { ...asked, member, facts, typical };
  const now = at.getTime();
  const held = (row?.open ?? []).map(heldOf).filter(({ expiresAt }) => expiresAt > now);
  const holds = new Set(held.map(({ offerId }) => offerId));
  const shown: OfferShown[] = [];
  const add = (offer: KnownOffer, of: Held | null) => {
    const end = of ? of.expiresAt : offer.until;
    shown.push({
      offerId: offer.offerId,
      couponId: of?.couponId ?? null,
      code: of?.code ?? null,
      state: of?.status ?? 'free',
      words: wordsOf(offer.content, language),
      pictureId: offer.content.pictureId,
      elsewhere: offer.content.gives === null,
      until: Number.isFinite(end) ? new Date(end) : null,
      stores: offer.content.stores,
      ...judge(offer, context),
    });
  };
  for (const each of held) {
    const offer = byKey.get(each.key);
    if (offer) add(offer, each);
  }
  const gone = new Set(row?.gone ?? []);
  for (const offer of live) {
    if (holds.has(offer.offerId) || gone.has(offer.offerId)) continue;
    if (canTake(offer, { facts, had: row?.had?.[offer.offerId] ?? 0, now })) add(offer, null);
  }
  return shown.sort(bestFirst);
}

/** Whether an offer is there for this member to be taken. */
export function canTake(
  { content, from, until, audience }: KnownOffer,
  { facts, had, now }: { facts: Facts; had: number; now: number },
): boolean {
  return (
    content.reach === 'public' &&
    now >= from &&
    now < until &&
    had < content.perMember &&
    (audience === null || audience(facts))
  );
}

function heldOf([offerId, version, couponId, code, status, expiresAt]: NonNullable<
  HeldRow['open']
>[number]): Held {
  const key = couponRuleKey({ ruleId: offerId, version });
  return { offerId, key, couponId, code, status, expiresAt: expiresAt ?? Number.POSITIVE_INFINITY };
}

function bestFirst(a: OfferShown, b: OfferShown): number {
  if (a.worksNow !== b.worksNow) return a.worksNow ? -1 : 1;
  const byWorth = b.worthMinor - a.worthMinor;
  if (byWorth !== 0) return byWorth;
  return (
    (a.until?.getTime() ?? Number.POSITIVE_INFINITY) - (b.until?.getTime() ?? Number.POSITIVE_INFINITY) ||
    (a.offerId < b.offerId ? -1 : 1)
  );
}
