// Offers at the till: what works for this member here, and taking one for somebody who is in a hurry.
import type { FastifyInstance } from 'fastify';
import { tillOfferRoutes } from '#src/contract/offers-shown.ts';
import { rulesWithOffer } from '#src/core/offers/rules-with-offer.ts';
import { listShowcase } from '#src/core/showcase/list-showcase.ts';
import { takeOffer } from '#src/core/showcase/take-offer.ts';
import { transaction } from '#src/db/client.ts';
import type { OfferId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownGoods } from '../known-goods.ts';
import type { KnownStores } from '../known-stores.ts';
import { basketInput } from '../offers/basket-input.ts';
import { tellHandedOut, tellOffer } from '../offers/tell-offer.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { ownStore } from './own-store.ts';
import { readTicket } from './ticket.ts';

export type TillOfferDeps = HttpDeps & { stores: KnownStores; goods: KnownGoods };

/** Inside of the till's group, which says who may come in. */
export function tillOfferGroup(app: FastifyInstance, deps: TillOfferDeps): void {
  const { config, database, clock, known, rules, stores, goods } = deps;
  const { secretKey, publicUrl } = config;

  serve(app, tillOfferRoutes.listTillOffers, async ({ body, request }) => {
    const { staffId, language } = signedIn(request);
    // The receipt at hand is of the moment of the scan: what is listed is what works on it.
    const { memberId, scannedAt: at } = readTicket(body.ticket, { staffId, secretKey, at: clock.now() });
    ownStore(signedIn(request), body.storeId);
    const where = await stores.open(body);
    const lines = await goods.complete(body.lines);
    const basket = basketInput({ ...body, lines }, { ...where, by: staffId, at });
    const [shop, book] = await Promise.all([known(), rules()]);
    const { storeId } = where;
    const asked = { memberId, storeId, basket, language, at, known: shop, rules: book };
    const offers = await listShowcase(database.sql, asked);
    return { offers: offers.map((each) => tellOffer(each, { language, publicUrl })) };
  });

  serve(app, tillOfferRoutes.takeTillOffer, async ({ params, body, request, reply }) => {
    const { staffId } = signedIn(request);
    const at = clock.now();
    const { memberId } = readTicket(body.ticket, { staffId, secretKey, at });
    const offerId = params.offerId as OfferId;
    const [shop, book] = await Promise.all([known(), rulesWithOffer(database.db, rules, offerId)]);
    const handed = await transaction(database.db, (tx) =>
      takeOffer(tx, { memberId, offerId, at, known: shop, rules: book }),
    );
    reply.code(handed.again ? 200 : 201);
    return tellHandedOut(handed);
  });
}
