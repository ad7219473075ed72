// The offers that anybody may still use, kept in memory for a moment like the rules, and put beside them: whatever asks
// the rules asks these too.
import { sql } from 'drizzle-orm';
import type { Db, Reader } from '#src/db/client.ts';
import type { OfferId, StoreId } from '#src/lib/id.ts';
import { termsOf } from '../rules/book-at.ts';
import { compileCondition, type Test } from '../rules/compile-condition.ts';
import type { Condition } from '../rules/condition.ts';
import { type CouponRules, couponRuleKey, couponRules } from '../rules/coupon-rules.ts';
import type { KnownRules, KnownRulesReader } from '../rules/known-rules.ts';
import type { Rule, RuleDefinition } from '../rules/rule.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { type OfferContent, timesOf, titleOf, wordsOf } from './offer-content.ts';

/** A version that somebody may hold a coupon of, or take one. */
export interface KnownOffer {
  offerId: OfferId;
  version: number;
  key: string;
  name: string;
  content: OfferContent;
  status: 'live' | 'paused' | 'ended';
  /** The version that is handed out now. */
  isLast: boolean;
  from: number;
  until: number;
  stores: ReadonlySet<StoreId> | null;
  /** About the member; null: everybody. */
  audience: Test | null;
}

export interface KnownOffers {
  byKey: ReadonlyMap<string, KnownOffer>;
  /** Those that are handed out now, paused ones left out. */
  live: readonly KnownOffer[];
  /** Live ones of which nothing is left, as of at most a second ago. */
  gone: ReadonlySet<OfferId>;
  /** Of each offer the newest version. */
  newest: ReadonlyMap<OfferId, KnownOffer>;
}

const NONE: KnownOffers = { byKey: new Map(), live: [], gone: new Set(), newest: new Map() };
const behind = new WeakMap<CouponRules, KnownOffers>();

/** The offers that stand behind the rules of coupons. */
export function offersOf({ coupons }: Pick<KnownRules, 'coupons'>): KnownOffers {
  return (coupons && behind.get(coupons)) ?? NONE;
}

/** The same reader of rules, with the offers beside them. Asks no oftener than it does. */
export function withOffers(
  db: Db,
  rules: KnownRulesReader,
  known: () => Promise<KnownProgramme>,
): KnownRulesReader {
  let seen: KnownRules | null = null;
  let joined: Promise<KnownRules> | null = null;
  let mark = '';
  let coupons: CouponRules | undefined;

  const join = async (fresh: KnownRules): Promise<KnownRules> => {
    const terms = termsOf(await known());
    const state = await readState(db);
    const now = `${state.mark} ${terms.text}`;
    if (now !== mark) {
      const offers = await readKnownOffers(db);
      coupons = offers.byKey.size === 0 ? undefined : rulesOf(offers, terms.parts);
      if (coupons) behind.set(coupons, offers);
      mark = now;
    }
    const offers = coupons && behind.get(coupons);
    if (coupons && offers) behind.set(coupons, { ...offers, gone: new Set(state.gone ?? []) });
    return coupons ? { ...fresh, coupons } : fresh;
  };
  const beside = (fresh: KnownRules): Promise<KnownRules> => {
    if (fresh === seen && joined) return joined;
    seen = fresh;
    const joining = join(fresh);
    // A failure is not remembered.
    joining.catch(() => {
      if (joined === joining) joined = null;
    });
    joined = joining;
    return joining;
  };
  return Object.assign(async () => beside(await rules()), {
    refresh: async () => beside(await rules.refresh()),
  });
}

/**
 * Another mark means that an offer was published, paused, resumed or ended, or that a coupon became usable again. Both
 * times of an offer only grow, so their sums do with each change; the latest of all would hide one that began before
 * another offer's and was committed after it. `gone`: of which nothing is left.
 */
async function readState(db: Reader): Promise<{ mark: string; gone: OfferId[] | null }> {
  const [row] = await db.execute<{ mark: string; gone: OfferId[] | null }>(sql`
    select concat_ws(' ', count(*), sum(version), sum(extract(epoch from changed_at)), sum(extract(epoch from again_at))) as mark,
      jsonb_agg(offer_id) filter (where status = 'live' and (spent_at is not null or taken >= stock)) as gone
    from offer where status <> 'draft'`);
  if (!row) throw new Error('a select without rows');
  return row;
}

/** Those that are live or paused, and the versions of all others of which there are still coupons. */
export async function readKnownOffers(db: Reader): Promise<KnownOffers> {
  const rows = await db.execute<{
    offer_id: OfferId;
    version: number;
    name: string;
    content: OfferContent;
    status: 'live' | 'paused' | 'ended';
    last: number;
  }>(sql`
    select v.offer_id, v.version, v.name, v.content, o.status, o.version as last
    from offer o join offer_version v using (offer_id)
    where o.status <> 'draft' and ((o.status <> 'ended' and v.version = o.version) or exists (
      select from coupon c where c.offer_id = v.offer_id and c.version = v.version and c.status in ('issued', 'taken')))
    order by v.offer_id, v.version`);
  const offers = rows.map(
    ({ offer_id: offerId, version, name, content, status, last }): KnownOffer => ({
      offerId,
      version,
      key: couponRuleKey({ ruleId: offerId, version }),
      name,
      content,
      status,
      isLast: version === last,
      ...timesOf(content),
      stores: content.stores && new Set(content.stores),
      audience: content.audience && compileCondition(content.audience),
    }),
  );
  return {
    byKey: new Map(offers.map((each) => [each.key, each])),
    gone: new Set(),
    live: offers.filter(({ status, isLast }) => status === 'live' && isLast),
    // They come in the order of their versions.
    newest: new Map(offers.map((each) => [each.offerId, each])),
  };
}

/** A paused offer has no rule: its coupons wait. */
function rulesOf({ byKey }: KnownOffers, parts: Parameters<typeof couponRules>[1]): CouponRules {
  const rules = [...byKey.values()].flatMap((each): Rule[] => {
    const definition = each.status === 'paused' ? null : ruleOf(each.content);
    // Explanations name it as the member reads it.
    const called = { name: wordsOf(each.content, 'uk').title, names: titleOf(each.content) };
    return definition ? [{ ruleId: each.offerId, version: each.version, ...called, definition }] : [];
  });
  const audiences = [...byKey.values()].flatMap(({ content }) => content.audience ?? []);
  return couponRules(rules, parts, audiences);
}

/** What it gives, in its stores. */
function ruleOf({ gives, stores }: OfferContent): RuleDefinition | null {
  if (gives === null || stores === null) return gives;
  const here: Condition = { field: 'receipt.store', is: 'in', value: stores };
  return { ...gives, when: gives.when === null ? here : { all: [here, gives.when] } };
}
