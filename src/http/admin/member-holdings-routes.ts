// What a member holds besides points, and where; an operator helps with coupons here and with orders where orders are.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { holdingRoutes, type MemberCoupon } from '#src/contract/member-holdings.ts';
import { listCards } from '#src/core/cards/read-card.ts';
import { listIdentities } from '#src/core/members/ensure-identity.ts';
import { memberNow } from '#src/core/members/member-now.ts';
import { type CouponReason, giveCouponAgain } from '#src/core/offers/give-coupon-again.ts';
import { type CouponListed, listCouponsOf } from '#src/core/offers/list-coupons-of.ts';
import { wordsOf } from '#src/core/offers/offer-content.ts';
import { isOpen } from '#src/core/offers/take-coupon.ts';
import { takeCouponBack } from '#src/core/offers/take-coupon-back.ts';
import { listPassesOf } from '#src/core/passes/list-passes-of.ts';
import { Refusal } from '#src/core/refusal.ts';
import { listOrdersOf } from '#src/core/rewards/find-order.ts';
import { transaction } from '#src/db/client.ts';
import type { CouponId, MemberId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { tellOrders } from '../tell-order.ts';
import { readActorNames } from './actor-names.ts';
import { maskCard, readAnyMember } from './member-page.ts';

/** More than anybody holds who is one person. */
const MOST = 200;

export function serveMemberHoldings(app: FastifyInstance, deps: HttpDeps): void {
  const { database, clock, known, poke } = deps;
  const { db } = database;

  const couponsOf = async (memberId: MemberId, request: FastifyRequest): Promise<MemberCoupon[]> => {
    const [coupons, nameOf] = await Promise.all([
      listCouponsOf(db, { memberId, limit: MOST }),
      readActorNames(db),
    ]);
    return coupons.map((each) =>
      tellCoupon(each, { language: signedIn(request).language, nameOf, at: clock.now() }),
    );
  };
  const couponOf = async (memberId: MemberId, couponId: CouponId, request: FastifyRequest) => {
    const coupons = await couponsOf(await memberNow(db, memberId), request);
    const found = coupons.find((each) => each.couponId === couponId);
    if (!found) throw new Refusal('coupon_not_found');
    return found;
  };
  const helping = (
    params: { memberId: string; couponId: string },
    body: { reason: CouponReason },
    request: FastifyRequest,
  ) => ({
    memberId: params.memberId as MemberId,
    couponId: params.couponId as CouponId,
    reason: body.reason,
    actor: signedIn(request).staffId,
    at: clock.now(),
  });

  serve(app, holdingRoutes.listCoupons, async ({ params, request }) => {
    const { memberId } = await readAnyMember(db, params.memberId as MemberId);
    return { coupons: await couponsOf(memberId, request) };
  });

  serve(app, holdingRoutes.giveCouponAgain, async ({ params, body, request }) => {
    const asked = helping(params, body, request);
    const { status } = await readAnyMember(db, await memberNow(db, asked.memberId));
    if (status === 'erased') throw new Refusal('member_erased');
    const { coupon } = await transaction(db, (tx) => giveCouponAgain(tx, asked));
    poke?.();
    return await couponOf(coupon.memberId, coupon.couponId, request);
  });

  serve(app, holdingRoutes.withdrawCoupon, async ({ params, body, request }) => {
    const asked = helping(params, body, request);
    await transaction(db, (tx) => takeCouponBack(tx, asked));
    return await couponOf(asked.memberId, asked.couponId, request);
  });

  serve(app, holdingRoutes.listOrders, async ({ params, request }) => {
    const { memberId } = await readAnyMember(db, params.memberId as MemberId);
    const { programme } = await known();
    const reading = { language: signedIn(request).language, fallback: programme.defaultLanguage };
    return { orders: await tellOrders(db, await listOrdersOf(db, memberId, MOST), reading) };
  });

  serve(app, holdingRoutes.listDevices, async ({ params }) => {
    const { memberId } = await readAnyMember(db, params.memberId as MemberId);
    const [identities, cards, passes] = await Promise.all([
      listIdentities(db, memberId),
      listCards(db, memberId),
      listPassesOf(db, memberId),
    ]);
    return {
      messengers: identities.map(({ messenger, reachable, language, linkedAt, lastSeenAt }) => ({
        messenger,
        reachable,
        language,
        linkedAt: linkedAt?.toISOString() ?? null,
        lastSeenAt: lastSeenAt.toISOString(),
      })),
      cards: cards.map(({ cardNumber, kind, status, issuedAt }) => ({
        maskedNumber: maskCard(cardNumber),
        kind,
        status,
        issuedAt: issuedAt.toISOString(),
      })),
      passes: passes.map(({ cardNumber, madeAt, changedAt, inGoogle, applePhones, isStale }) => ({
        maskedNumber: maskCard(cardNumber),
        // Google is told apart; a pass that no phone has asked for yet may still lie in Apple's wallet.
        wallets: [...(inGoogle ? ['google' as const] : []), ...(applePhones > 0 ? ['apple' as const] : [])],
        applePhones,
        addedAt: madeAt.toISOString(),
        changedAt: changedAt.toISOString(),
        isStale,
      })),
    };
  });
}

function tellCoupon(
  { coupon, offerName, isLive, wasGivenAgain, content }: CouponListed,
  { language, nameOf, at }: { language: Language; nameOf: (actor: string) => string; at: Date },
): MemberCoupon {
  const { couponId, offerId, code, issuedBy } = coupon;
  const isHeld = coupon.status === 'issued' || coupon.status === 'taken';
  const isOver = isHeld && !isOpen(coupon, at);
  const status = isOver ? 'expired' : coupon.status;
  const told = (at: Date | null) => at?.toISOString() ?? null;
  const name = nameOf(issuedBy);
  return {
    couponId,
    offerId,
    offerName,
    title: wordsOf(content, language).title,
    codeEnd: code.slice(-4),
    status,
    issuedAt: coupon.issuedAt.toISOString(),
    issuedBy: name === issuedBy ? null : name,
    usedAt: told(coupon.usedAt),
    endedAt: told(isOver ? coupon.expiresAt : coupon.endedAt),
    returnedAt: told(coupon.returnedAt),
    expiresAt: told(coupon.expiresAt),
    savedMinor: Number(coupon.savedMinor),
    earned: Number(coupon.earned),
    canComeAgain: isLive && !wasGivenAgain && status !== 'issued' && status !== 'taken',
  };
}
