// Offers of the member who speaks: what there is, one of them, taking it, giving it back.
import { rulesWithOffer } from '#src/core/offers/rules-with-offer.ts';
import { withdrawCoupon } from '#src/core/offers/withdraw-coupon.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { KnownRules } from '#src/core/rules/known-rules.ts';
import { readShowcase } from '#src/core/showcase/list-showcase.ts';
import type { OfferShown } from '#src/core/showcase/offer-shown.ts';
import { takeOffer } from '#src/core/showcase/take-offer.ts';
import { listStores } from '#src/core/stores/read-store.ts';
import { type CouponId, isId, type OfferId } from '#src/lib/id.ts';
import type { Command, Outcome } from '../command.ts';
import { type Doing, speaker } from './doing.ts';

type Asked<Name extends Command['do']> = Extract<Command, { do: Name }>;

export async function offersOf(doing: Doing, { show, page }: Asked<'readOffers'>): Promise<Outcome> {
  const offers = await showcase(doing, await doing.deps.rules());
  return { kind: 'did', did: 'readOffers', show, page, offers };
}

export async function oneOffer(doing: Doing, { offerId, code }: Asked<'readOffer'>): Promise<Outcome> {
  return {
    kind: 'did',
    did: 'readOffer',
    offer: await find(doing, idOf(offerId)),
    stores: await storeNames(doing),
    code,
  };
}

export async function take(doing: Doing, { offerId }: Asked<'takeOffer'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const id = idOf(offerId);
  const [known, rules] = await Promise.all([doing.deps.known(), rulesWith(doing, id)]);
  const wanted = { memberId, offerId: id, at: doing.event.at, known, rules };
  const { again } = await takeOffer(doing.tx, wanted);
  return { kind: 'did', did: 'takeOffer', offer: await find(doing, id), again };
}

/** Of a coupon that was not used: somebody else can have it. */
export async function putBack(doing: Doing, { couponId }: Asked<'putBackOffer'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  if (!isId('cpn', couponId)) throw new Refusal('coupon_not_found');
  const id: CouponId = couponId;
  await withdrawCoupon(doing.tx, { memberId, couponId: id, at: doing.event.at });
  return { kind: 'did', did: 'putBackOffer' };
}

async function showcase(doing: Doing, rules: KnownRules): Promise<OfferShown[]> {
  const { memberId } = speaker(doing);
  const known = await doing.deps.known();
  const { language } = doing.view;
  const asked = { memberId, storeId: null, basket: null, language, at: doing.event.at, known, rules };
  return await readShowcase(doing.tx, asked);
}

/** The offer as its member sees it, however new it is. */
async function find(doing: Doing, offerId: OfferId): Promise<OfferShown> {
  const shown = await showcase(doing, await rulesWith(doing, offerId));
  const found = shown.find((each) => each.offerId === offerId);
  if (!found) throw new Refusal('offer_ended');
  return found;
}

async function rulesWith({ tx, deps }: Doing, offerId: OfferId): Promise<KnownRules> {
  return await rulesWithOffer(tx, deps.rules, offerId);
}

function idOf(text: string): OfferId {
  if (!isId('off', text)) throw new Refusal('not_found', { what: 'offer' });
  return text;
}

async function storeNames({ tx }: Doing): Promise<ReadonlyMap<string, string>> {
  return new Map((await listStores(tx)).map(({ storeId, name }) => [storeId, name]));
}
