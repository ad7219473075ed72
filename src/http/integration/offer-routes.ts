// Offers for other systems: what a member can use, taking and giving, checking a code.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { integrationRoutes } from '#src/contract/integration.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { findCode } from '#src/core/offers/find-coupon.ts';
import { giveCoupon } from '#src/core/offers/give-coupon.ts';
import { offersOf } from '#src/core/offers/known-offers.ts';
import { lookAtCodes } from '#src/core/offers/name-codes.ts';
import { wordsOf } from '#src/core/offers/offer-content.ts';
import { rulesWithOffer } from '#src/core/offers/rules-with-offer.ts';
import { quoteReceipt } from '#src/core/receipts/quote-receipt.ts';
import { type AskShowcase, listShowcase } from '#src/core/showcase/list-showcase.ts';
import { takeOffer } from '#src/core/showcase/take-offer.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId, OfferId } from '#src/lib/id.ts';
import { basketInput } from '../offers/basket-input.ts';
import { tellHandedOut, tellOffer, tellWhy } from '../offers/tell-offer.ts';
import { usedKey } from '../plugins/api-key.ts';
import { serve } from '../serve.ts';
import type { IntegrationDeps } from './basket-call.ts';
import { findShown } from './find-shown.ts';
import { ownStoreOfKey } from './own-store-of-key.ts';
import { speakTo } from './speak-to.ts';

export async function offerGroup(app: FastifyInstance, deps: IntegrationDeps): Promise<void> {
  const { config, database, clock, known, rules, stores, goods } = deps;
  const { db, sql } = database;
  const { publicUrl, secretKey } = config;
  const tags = ['Offers'];
  const reads = {
    onRequest: [app.allowKey('offers:read')],
    tags,
    refusals: [400, 401, 403, 404, 409, 410, 503],
  };
  const writes = {
    onRequest: [app.allowKey('offers:write')],
    tags,
    refusals: [400, 401, 403, 404, 409, 410, 503],
  };

  const show = async (
    request: FastifyRequest,
    asked: Omit<AskShowcase, 'language' | 'at' | 'known' | 'rules'>,
  ) => {
    const language = await speakTo(request, known);
    const [shop, book] = await Promise.all([known(), rules()]);
    const offers = await listShowcase(sql, { ...asked, language, at: clock.now(), known: shop, rules: book });
    return { offers, tell: { language, publicUrl } };
  };
  const openStore = async (
    request: FastifyRequest,
    told: { storeId: string; tillId?: string | undefined },
  ) => {
    const key = usedKey(request);
    ownStoreOfKey(key, told.storeId);
    return { ...(await stores.open(told)), by: key.keyId, at: clock.now() };
  };

  serve(
    app,
    integrationRoutes.listMemberOffers,
    async ({ params, query, request }) => {
      const memberId = params.memberId as MemberId;
      const storeId = query.storeId ? (await openStore(request, { storeId: query.storeId })).storeId : null;
      const only = { worksNow: query.worksNow === 'true', limit: query.limit };
      const { offers, tell } = await show(request, { memberId, storeId, basket: null, ...only });
      return { memberId, offers: offers.map((each) => tellOffer(each, tell)) };
    },
    { ...reads, asBuilt: true },
  );

  serve(
    app,
    integrationRoutes.qualify,
    async ({ body, request }) => {
      const where = await openStore(request, body);
      const { memberId } = await findShown(db, body.memberCode, { secretKey, at: clock.now() });
      const basket = basketInput({ ...body, lines: await goods.complete(body.lines) }, where);
      const { offers, tell } = await show(request, { memberId, storeId: where.storeId, basket });
      return { memberId, offers: offers.map((each) => tellOffer(each, tell)) };
    },
    reads,
  );

  serve(
    app,
    integrationRoutes.takeOffer,
    async ({ params, reply }) => {
      const asked = { memberId: params.memberId as MemberId, offerId: params.offerId as OfferId };
      await readMember(db, asked.memberId);
      const at = clock.now();
      const [shop, book] = await Promise.all([known(), rulesWithOffer(db, rules, asked.offerId)]);
      const handed = await transaction(db, (tx) => takeOffer(tx, { ...asked, at, known: shop, rules: book }));
      reply.code(handed.again ? 200 : 201);
      return tellHandedOut(handed);
    },
    writes,
  );

  serve(
    app,
    integrationRoutes.issueCoupon,
    async ({ params, body, request, reply }) => {
      const memberId = body.memberId as MemberId;
      const offerId = params.offerId as OfferId;
      const issuedBy = usedKey(request).keyId;
      const key = `${issuedBy}:${body.key}`;
      const fresh = { memberId, offerId, issuedBy, key, silent: body.silent, at: clock.now() };
      const handed = await transaction(db, (tx) => giveCoupon(tx, fresh));
      deps.poke?.();
      reply.code(handed.again ? 200 : 201);
      return tellHandedOut(handed);
    },
    writes,
  );

  serve(
    app,
    integrationRoutes.validateCode,
    async ({ body, request }) => {
      const language = await speakTo(request, known);
      const where = await openStore(request, body);
      const at = clock.now();
      const { memberId } = await findShown(db, body.memberCode, { secretKey, at });
      const [shop, book] = await Promise.all([known(), rules()]);
      const found = await findCode(db, body.code);
      const codes = [body.code];
      const { left } = await lookAtCodes(db, { codes, memberId, at, rules: book });
      const offer = found && (offersOf(book).newest.get(found.offerId) ?? null);
      const basket = basketInput({ ...body, lines: await goods.complete(body.lines) }, where);
      const quote =
        basket && left.length === 0
          ? await quoteReceipt(db, {
              memberId,
              receipt: { ...basket, coupons: codes },
              at,
              known: shop,
              rules: book,
            })
          : null;
      const used = quote?.told.coupons?.find((each) => each.code === found?.code);
      const unused = quote?.told.couponsLeft?.find((each) => each.code === found?.code);
      const why = left[0]?.why ?? unused?.why ?? null;
      const end = found?.coupon
        ? found.coupon.expiresAt
        : offer && Number.isFinite(offer.until)
          ? new Date(offer.until)
          : null;
      return {
        valid: why === null,
        why: why && tellWhy(why, language),
        offerId: found?.offerId ?? null,
        couponId: found?.coupon?.couponId ?? null,
        title: offer ? wordsOf(offer.content, language).title : '',
        until: end?.toISOString() ?? null,
        savedMinor: used?.savedMinor ?? 0,
        points: used?.points ?? 0,
      };
    },
    reads,
  );
}
