// What an offer is made of: the one who makes it says it, checkOffer reads it, and a published version keeps it for good.
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { StoreId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { Condition } from '../rules/condition.ts';
import type { RuleDefinition, Text } from '../rules/rule.ts';

/**
 * Who comes to it. `public`: everybody who fulfils `audience`, by taking it in the chat. `personal`: members by name, to
 * whom coupons are issued. `code`: whoever brings a code, printed on paper or handed out elsewhere.
 */
export type Reach = 'public' | 'personal' | 'code';

/** Where its codes come from: made for each coupon, or brought by others and handed out one by one. */
export type CodeSource = 'made' | 'pool';

export interface OfferWords {
  title: string;
  /** What else there is to know, in a sentence or two; may be empty. */
  terms: string;
}

export interface OfferContent {
  words: Partial<Record<Language, OfferWords>>;
  pictureId: string | null;
  reach: Reach;
  /** Of a personal offer: it works only once its member has pressed "take". */
  mustTake: boolean;
  /** About the member alone; null: everybody. */
  audience: Condition | null;
  /** Where it works; null: everywhere. */
  stores: StoreId[] | null;
  /** What it gives at the till and when, as a rule of its own; null: its code is used somewhere else. */
  gives: RuleDefinition | null;
  codes: CodeSource;
  /** How many may be handed out; null: no limit but the codes of a pool. */
  stock: number | null;
  /** How many one member may have in all. */
  perMember: number;
  /** Days that a coupon is good for once it is there; null: as long as the offer. */
  lifeDays: number | null;
  /** Days that a coupon is good for again when goods come back after its end; null: it stays expired. */
  reviveDays: number | null;
  /** Money off, in minor units, after which no more are handed out; null: no limit. */
  budgetMinor: number | null;
}

/** From when until when it may be had, in milliseconds; endless where nothing is said. */
export function timesOf({ gives }: Pick<OfferContent, 'gives'>): { from: number; until: number } {
  return {
    from: gives?.validFrom ? Date.parse(gives.validFrom) : Number.NEGATIVE_INFINITY,
    until: gives?.validUntil ? Date.parse(gives.validUntil) : Number.POSITIVE_INFINITY,
  };
}

/** The words of an offer in a language, or in another that it has. */
export function wordsOf({ words }: Pick<OfferContent, 'words'>, language: Language): OfferWords {
  return words[language] ?? words.uk ?? words.en ?? words.ru ?? { title: '', terms: '' };
}

/** The title in every language that it has. */
export function titleOf(content: Pick<OfferContent, 'words'> | undefined): Text {
  const entries = Object.entries(content?.words ?? {}).flatMap(([language, words]) =>
    words ? [[language, words.title] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** A piece of SQL about a version's content: whether its coupons work at our tills, so that we know which were used. */
export function isUsedHere(content: SQLWrapper): SQL<boolean> {
  return sql<boolean>`${content} ->> 'gives' is not null`;
}
