// What the editor holds, and what of it the server is told. Days are the shop's own: the first and the last on which it
// can be ordered.
import type { Reward } from '#src/contract/rewards.ts';
import { beginOf, dayOf, endOf, lastDayOf } from '../rules/wall-clock.ts';

export interface RewardForm {
  names: Reward['names'];
  descriptions: Reward['descriptions'];
  pictureId: string | null;
  currency: string;
  price: number | '';
  memberLimit: number | '';
  tierKeys: string[];
  firstDay: string;
  lastDay: string;
  storeIds: string[];
  preparation: Reward['preparation'];
  pickUpDays: number | '';
  /** Of a new one; later it changes by steps. Empty: as many as are asked for. */
  stock: number | '';
}

const NOTHING = { uk: '', ru: '', en: '' };

export const EMPTY_FORM: RewardForm = {
  names: NOTHING,
  descriptions: NOTHING,
  pictureId: null,
  currency: 'points',
  price: '',
  memberLimit: '',
  tierKeys: [],
  firstDay: '',
  lastDay: '',
  storeIds: [],
  preparation: 'at_once',
  pickUpDays: 14,
  stock: '',
};

export function formOf(reward: Reward, timeZone: string): RewardForm {
  const { ordersFrom, ordersUntil, memberLimit, stock, ...same } = reward;
  return {
    ...same,
    memberLimit: memberLimit ?? '',
    stock: stock ?? '',
    firstDay: ordersFrom ? dayOf(ordersFrom, timeZone) : '',
    lastDay: ordersUntil ? lastDayOf(ordersUntil, timeZone) : '',
  };
}

/** Null as long as something is missing that nobody can guess. */
export function termsOf(form: RewardForm, timeZone: string) {
  const { names, descriptions, pictureId, currency, price, tierKeys, storeIds, preparation } = form;
  const named = Object.values(names).some((name) => name.trim() !== '');
  if (!named || price === '' || form.pickUpDays === '') return null;
  return {
    names,
    descriptions,
    pictureId,
    currency,
    price,
    tierKeys,
    storeIds,
    preparation,
    pickUpDays: form.pickUpDays,
    memberLimit: form.memberLimit === '' ? null : form.memberLimit,
    ordersFrom: form.firstDay === '' ? null : beginOf(form.firstDay, timeZone),
    ordersUntil: form.lastDay === '' ? null : endOf(form.lastDay, timeZone),
  };
}
