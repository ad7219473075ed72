// What the message of an order says at each of its states: composed from what is stored of it at that moment, so that
// telling twice or in another order does no harm.
import { formatDay, formatTime } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import { type OrderWithReward, storesOf } from '../rewards/find-order.ts';
import { formatPickUpCode } from '../rewards/pick-up-code.ts';
import { formatAmount, type NamedCurrency } from '../stores/format-amount.ts';
import { noticeWords } from './notice-words.ts';
import type { Button, RichText } from './prompt.ts';

export interface OrderFacts {
  language: Language;
  now: Date;
  programme: { timeZone: string; defaultLanguage: Language };
  currencies: readonly NamedCurrency[];
  /** Stores by id. */
  names: ReadonlyMap<string, string>;
}

/** More places than that are counted. */
const MOST_PLACES = 3;

export function orderText({ order, reward }: OrderWithReward, facts: OrderFacts): RichText {
  const { language, names, currencies } = facts;
  const name = orderName({ reward }, facts);
  const say = (key: string, values: Record<string, string> = {}) =>
    noticeWords(language, `reward.${key}`, { name, ...values });
  const points = formatAmount(order.price, order.currency, { currencies, language });
  // What was won or given has cost nothing, so nothing comes back.
  const free = order.price > 0n ? null : reward.ruleId === null ? 'Prize' : 'Gift';
  switch (order.status) {
    case 'ordered':
      return [say('prepared'), ...fetching({ order, reward }, facts)].join('\n');
    case 'ready':
      return [say('waiting'), ...fetching({ order, reward }, facts), say('show')].join('\n');
    case 'handed_over': {
      const store = names.get(order.settledStoreId ?? '');
      return store ? say('handedOverAt', { store }) : say('handedOver');
    }
    case 'undone':
      return say('undone', { points });
    case 'expired':
      return free ? say(`expired${free}`) : say('expired', { points });
    case 'cancelled': {
      const reason = say(`reasons.${order.reason ?? 'other'}`);
      return free ? say(`cancelled${free}`, { reason }) : say('cancelled', { points, reason });
    }
  }
}

/** Under the message of an order: taking it back, as long as that is possible. */
export function orderButtons({ order }: Pick<OrderWithReward, 'order'>, facts: OrderFacts): Button[][] {
  const open = order.status === 'ordered' || order.status === 'ready';
  if (!open || order.undoUntil <= facts.now) return [];
  const { language, programme } = facts;
  const time = formatTime(order.undoUntil, { language, timeZone: programme.timeZone });
  // As of now: the message stays as it is, and the time in it stays true.
  const minutes = String(Math.ceil((order.undoUntil.getTime() - facts.now.getTime()) / 60_000));
  const label = noticeWords(language, 'reward.undo', { minutes, time });
  return [[{ label, action: `order.undo:${order.orderId}` }]];
}

/** The code, where it is handed over and until when. */
export function fetching({ order, reward }: OrderWithReward, facts: OrderFacts): RichText[] {
  const { language } = facts;
  const place = placeOf(storesOf({ order, reward }), facts);
  const code = noticeWords(language, 'reward.code', { code: formatPickUpCode(order.code) });
  if (!order.pickUpUntil) return [code, noticeWords(language, 'reward.where', { place })];
  const day = lastDay(order.pickUpUntil, facts);
  return [code, noticeWords(language, 'reward.whereUntil', { place, day })];
}

export function orderName({ reward }: Pick<OrderWithReward, 'reward'>, facts: OrderFacts): string {
  return textIn(reward.names, facts.language, facts.programme.defaultLanguage);
}

/** Stores in words; none: any of them. */
export function placeOf(
  storeIds: readonly string[],
  { language, names }: Pick<OrderFacts, 'language' | 'names'>,
): string {
  const known = storeIds.flatMap((each) => names.get(each) ?? []);
  if (known.length === 0) return noticeWords(language, 'reward.anywhere');
  const places = known.slice(0, MOST_PLACES).join(', ');
  const rest = known.length - MOST_PLACES;
  return rest > 0 ? noticeWords(language, 'reward.andMore', { places, count: String(rest) }) : places;
}

/** What ends at midnight is good through the day before. */
export function lastDay(
  end: Date,
  { language, programme, now }: Omit<OrderFacts, 'names' | 'currencies'>,
): string {
  return formatDay(new Date(end.getTime() - 1), { language, timeZone: programme.timeZone, now });
}
