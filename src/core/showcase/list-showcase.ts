// "What can I use now": the member's own coupons and the offers that they can take, what works here today first, best
// first. Offers and rules are in memory.
import type { Reader, Sql } from '#src/db/client.ts';
import type { MemberId, StoreId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { type KnownOffer, type KnownOffers, offersOf } from '../offers/known-offers.ts';
import { wordsOf } from '../offers/offer-content.ts';
import type { ReceiptInput } from '../receipts/receipt-input.ts';
import { triggerFacts } from '../rules/facts.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import { isOfGoods } from '../rules/walk-condition.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { type JudgeContext, type Judged, judge, notHere } from './judge-offer.ts';
import type { NotNow, OfferShown } from './offer-shown.ts';
import { type Held, type Holder, holderReader, readHolderIn } from './read-holders.ts';
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
  /** Those that work now alone. */
  worksNow?: boolean;
  /** At most so many. */
  limit?: number;
}

/** Throws the Refusals of readReceiptMembers. */
export async function listShowcase(sql: Sql, asked: AskShowcase): Promise<OfferShown[]> {
  return showcaseOf(await holderReader(sql)(asked.memberId, holderAsked(asked)), asked);
}

/** The same as a transaction sees it. */
export async function readShowcase(db: Reader, asked: AskShowcase): Promise<OfferShown[]> {
  return showcaseOf(await readHolderIn(db, asked.memberId, holderAsked(asked)), asked);
}

function holderAsked({ rules, known, at }: AskShowcase) {
  return { rules, timeZone: known.programme.timeZone, at };
}

interface Candidate {
  offer: KnownOffer;
  held: Held | null;
  judged: Judged;
  until: number;
}

function showcaseOf({ member, held, had }: Holder, asked: AskShowcase): OfferShown[] {
  const { at, known, storeId, rules, language, worksNow = false, limit } = asked;
  const { byKey } = offersOf(rules);
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
  const holds = new Set<string>();
  const candidates: Candidate[] = [];
  const add = (offer: KnownOffer, of: Held | null, why: NotNow | null) => {
    const judged = judge(offer, why, context);
    if (worksNow && !judged.worksNow) return;
    candidates.push({ offer, held: of, judged, until: of ? of.expiresAt : offer.until });
  };
  for (const each of held) {
    if (each.expiresAt <= now) continue;
    holds.add(each.offerId);
    const offer = byKey.get(each.key);
    if (offer) add(offer, each, notHere(offer, context));
  }
  for (const { offer, why } of onTheTable(context)) {
    const { offerId, content, audience } = offer;
    if (worksNow && why !== null) continue;
    if (holds.has(offerId) || (had[offerId] ?? 0) >= content.perMember) continue;
    if (audience === null || audience(facts)) add(offer, null, why);
  }
  const sorted = candidates.sort(bestFirst);
  const shown = limit === undefined ? sorted : sorted.slice(0, limit);
  return shown.map((each) => offerShown(each, { language, now }));
}

interface OnTheTable {
  offer: KnownOffer;
  /** Why it works for nobody here now. */
  why: NotNow | null;
}

/** What can be taken in a store within a minute is the same for everybody: worked out once. */
const tables = new WeakMap<KnownOffers, Map<string, OnTheTable[]>>();

function onTheTable(context: JudgeContext): OnTheTable[] {
  const { storeId, basket, facts, rules } = context;
  const offers = offersOf(rules);
  const known = tables.get(offers) ?? new Map<string, OnTheTable[]>();
  tables.set(offers, known);
  const key = `${storeId ?? ''} ${facts.timeZone} ${Math.floor(facts.at / 60_000)} ${basket === null}`;
  const found = known.get(key);
  if (found) return found;
  const made = offers.live
    .filter(({ content, offerId }) => content.reach === 'public' && !offers.gone.has(offerId))
    .filter(({ from, until }) => facts.at >= from && facts.at < until)
    .map((offer) => ({ offer, why: notHere(offer, context) }));
  known.set(key, made);
  return made;
}

function offerShown(
  { offer, held, judged, until }: Candidate,
  { language, now }: { language: Language; now: number },
): OfferShown {
  const { content, offerId } = offer;
  const { lifeDays } = content;
  const isShorter = held === null && lifeDays !== null && now + lifeDays * DAY_MS < until;
  return {
    offerId,
    couponId: held?.couponId ?? null,
    code: held?.code ?? null,
    state: held?.status ?? 'free',
    words: wordsOf(content, language),
    pictureId: content.pictureId,
    elsewhere: content.gives === null,
    ofGoods: content.gives !== null && isOfGoods(content.gives),
    until: Number.isFinite(until) ? new Date(until) : null,
    lifeDays: isShorter ? lifeDays : null,
    stores: content.stores,
    ...judged,
  };
}

function bestFirst(a: Candidate, b: Candidate): number {
  if (a.judged.worksNow !== b.judged.worksNow) return a.judged.worksNow ? -1 : 1;
  const byWorth = b.judged.worthMinor - a.judged.worthMinor;
  if (byWorth !== 0) return byWorth;
  if (a.until !== b.until) return a.until - b.until;
  return a.offer.offerId < b.offer.offerId ? -1 : 1;
}
