// Offers of the member who speaks: what there is, one of them, taking it, giving it back.
import { rulesWithOffer } from '#src/core/offers/rules-with-offer.ts';
import { withdrawCoupon } from '#src/core/offers/withdraw-coupon.ts';
import { Refusal } from '#src/core/refusal.ts';
import { readShowcase } from '#src/core/showcase/list-showcase.ts';
import type { OfferShown } from '#src/core/showcase/offer-shown.ts';
import { takeOffer } from '#src/core/showcase/take-offer.ts';
import { listStores } from '#src/core/stores/read-store.ts';
import { type CouponId, isId, type OfferId } from '#src/lib/id.ts';
import type { Command, Outcome } from '../command.ts';
import { type Doing, speaker } from './doing.ts';

type Asked<Name extends Command['do']> = Extract<Command, { do: Name }>;

export async function offersOf(doing: Doing, { show, page }: Asked<'readOffers'>): Promise<Outcome> {
  return { kind: 'did', did: 'readOffers', show, page, offers: await showcase(doing) };
}

export async function oneOffer(doing: Doing, { offerId, code }: Asked<'readOffer'>): Promise<Outcome> {
  // From now on the showcase knows it, however new it is.
  await rulesWithOffer(doing.tx, doing.deps.rules, idOf(offerId));
  return {
    kind: 'did',
    did: 'readOffer',
    offer: await find(doing, offerId),
    stores: await storeNames(doing),
    code,
  };
}

export async function take(doing: Doing, { offerId }: Asked<'takeOffer'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const wanted = { memberId, offerId: idOf(offerId), at: doing.event.at };
  const [known, rules] = await Promise.all([
    doing.deps.known(),
    rulesWithOffer(doing.tx, doing.deps.rules, wanted.offerId),
  ]);
  const { again } = await takeOffer(doing.tx, { ...wanted, known, rules });
  return { kind: 'did', did: 'takeOffer', offer: await find(doing, offerId), again };
}

/** Of a coupon that was not used: somebody else can have it. */
export async function putBack(doing: Doing, { couponId }: Asked<'putBackOffer'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  if (!isId('cpn', couponId)) throw new Refusal('coupon_not_found');
  const id: CouponId = couponId;
  await withdrawCoupon(doing.tx, { memberId, couponId: id, at: doing.event.at });
  return { kind: 'did', did: 'putBackOffer' };
}

async function showcase(doing: Doing): Promise<OfferShown[]> {
  const { memberId } = speaker(doing);
  const [known, rules] = await Promise.all([doing.deps.known(), doing.deps.rules()]);
  const { language } = doing.view;
  const asked = { memberId, storeId: null, basket: null, language, at: doing.event.at, known, rules };
  return await readShowcase(doing.tx, asked);
}

async function find(doing: Doing, offerId: string): Promise<OfferShown> {
  const found = (await showcase(doing)).find((each) => each.offerId === offerId);
  if (!found) throw new Refusal('offer_ended');
  return found;
}

function idOf(text: string): OfferId {
  if (!isId('off', text)) throw new Refusal('not_found', { what: 'offer' });
  return text;
}

async function storeNames({ tx }: Doing): Promise<ReadonlyMap<string, string>> {
  return new Map((await listStores(tx)).map(({ storeId, name }) => [storeId, name]));
}
