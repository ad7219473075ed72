// A basket to try rules on, as it stands on the screen.
import type { BodyOf } from '#src/contract/route.ts';
import type { RuleDefinition, ruleRoutes } from '#src/contract/rules.ts';
import { nodeId } from './condition-tree.ts';
import { toInstant } from './wall-clock.ts';

export interface BasketLine {
  id: string;
  sku: string;
  name: string;
  category: string;
  brand: string;
  quantityMilli: number | null;
  priceMinor: number | null;
}
export interface BasketDraft {
  lines: BasketLine[];
  who: 'imagined' | 'card';
  memberCode: string;
  tierKey: string | null;
  receipts: number | null;
  /** A day of any year, `YYYY-MM-DD`; empty: not told. */
  birthday: string;
  /** Points and stamps that somebody imagined has, by currency. */
  balances: Record<string, number>;
  storeId: string | null;
  /** By the clock of the shop; empty: now. */
  wallClock: string;
  withLive: boolean;
}
type TryBody = BodyOf<typeof ruleRoutes.tryRule>;

export const FIRST_BASKET: BasketDraft = {
  lines: [],
  who: 'imagined',
  memberCode: '',
  tierKey: null,
  receipts: 5,
  birthday: '',
  balances: {},
  storeId: null,
  wallClock: '',
  withLive: true,
};

const ONE_PIECE = 1000;

export function lineOf(product: {
  sku: string;
  name: string;
  category: string;
  brand: string;
  priceMinor: number;
}) {
  const { sku, name, category, brand, priceMinor } = product;
  return { id: nodeId(), sku, name, category, brand, priceMinor, quantityMilli: ONE_PIECE };
}

/** A line for goods that are typed. */
export function ownLine(): BasketLine {
  return {
    id: nodeId(),
    sku: '',
    name: '',
    category: '',
    brand: '',
    priceMinor: null,
    quantityMilli: ONE_PIECE,
  };
}

/** What a line costs, in minor units; null while its price or quantity is missing. */
export function amountOf({ priceMinor, quantityMilli }: BasketLine): number | null {
  if (priceMinor === null || quantityMilli === null || quantityMilli === 0) return null;
  return Math.round((priceMinor * quantityMilli) / ONE_PIECE);
}

/** Whether a rule of that trigger is asked about goods: bought ones, or those that come back. */
export function hasLines(on: RuleDefinition['trigger']['on']): boolean {
  return on === 'receipt' || on === 'return';
}

/** The question for the server; null while it cannot be asked yet. Lines without a price are not on the receipt yet. */
export function questionOf(
  basket: BasketDraft,
  rule: { definition: RuleDefinition; ruleId: string | null; name: string },
  shop: { timeZone: string; storeId: string | undefined },
): TryBody | null {
  const storeId = basket.storeId ?? shop.storeId;
  const withLines = hasLines(rule.definition.trigger.on);
  const lines = basket.lines.flatMap((line) => {
    const { id: _id, priceMinor, quantityMilli, ...rest } = line;
    const amountMinor = amountOf(line);
    if (amountMinor === null || priceMinor === null || quantityMilli === null) return [];
    return [{ ...rest, priceMinor, quantityMilli, amountMinor }];
  });
  if (storeId === undefined || (withLines && lines.length === 0)) return null;
  if (basket.who === 'card' && basket.memberCode.trim().length < 4) return null;
  return {
    ...rule,
    withLive: basket.withLive,
    member:
      basket.who === 'card' ? { memberCode: basket.memberCode.trim() } : { imagined: imaginedOf(basket) },
    storeId,
    occurredAt: toInstant(basket.wallClock, shop.timeZone),
    lines: withLines ? lines : [],
  };
}

function imaginedOf({ tierKey, receipts, birthday, balances }: BasketDraft) {
  return {
    ...(tierKey !== null && { tierKey }),
    receipts: receipts ?? 0,
    ...(birthday !== '' && { birthday: birthday.slice(5) }),
    balances,
  };
}
