// The catalogue: what the points are enough for, how far it is to the next, and one reward with its picture up to the
// last word. Orders themselves: orders.ts.
import { lastDay, placeOf } from '#src/core/deliveries/compose-order.ts';
import type { Button } from '#src/core/deliveries/prompt.ts';
import type { ShownReward } from '#src/core/rewards/list-shown-rewards.ts';
import { formatAmount } from '#src/core/stores/format-amount.ts';
import { formatNumber } from '#src/lib/format.ts';
import { textIn } from '#src/lib/texts.ts';
import type { Outcome, RewardStep } from '../command.ts';
import type { Say, Scene, View } from '../scene.ts';
import { storeTag } from '../store-tag.ts';
import { label, words } from '../words.ts';
import { bar, cost, nameOf } from './reward-words.ts';
import { catalogue } from './rewards-list.ts';

/** From how many on the number that is left is told. */
const FEW_LEFT = 20;
/** Rows of buttons that Viber has room for above the menu. */
const STORES_ON_PAGE = 7;

const PAGE = /^rewards(?::(\d{1,2}))?$/;
const ONE = /^reward(\.get)?:(rwd_[0-9a-z]{20})(?::(\d{1,2}))?$/;
const AT = /^reward\.at:(rwd_[0-9a-z]{20}):([0-9a-f]{8})$/;
const YES = /^reward\.yes:(rwd_[0-9a-z]{20}):(\d{1,4})\.([0-9a-z]{1,9})(?::([0-9a-f]{8}))?$/;

export const rewards: Scene = (_state, event, view) => {
  if (event.kind === 'action') return pressed(event.action, view);
  if (event.kind !== 'did') return null;
  if (event.did === 'readRewards') return { say: [catalogue(event, view)] };
  if (event.did !== 'readReward') return null;
  switch (event.to.step) {
    case 'show':
      return { say: [detail(event, view)] };
    case 'choose':
      return event.shown.reward.preparation === 'ahead' && event.stores.length > 1
        ? { say: [chooseStore(event, event.to.page, view)] }
        : { say: [confirm(event, { step: 'confirm', storeTag: only(event) }, view)] };
    case 'confirm':
      return { say: [confirm(event, event.to, view)] };
  }
};

function pressed(action: string, view: View): ReturnType<Scene> {
  if (action === 'reward.no')
    return { say: [{ text: words(view.language, 'rewards.dropped'), inPlace: true }] };
  const page = PAGE.exec(action);
  if (page) return { commands: [{ do: 'readRewards', page: page[1] ? Number(page[1]) : null }] };
  const [, get, rewardId, from] = ONE.exec(action) ?? [];
  if (rewardId) {
    const to: RewardStep = get ? { step: 'choose', page: Number(from ?? 0) } : { step: 'show' };
    return { commands: [{ do: 'readReward', rewardId, to }] };
  }
  const [, at, tag = null] = AT.exec(action) ?? [];
  if (at) return { commands: [{ do: 'readReward', rewardId: at, to: { step: 'confirm', storeTag: tag } }] };
  const [, ordered, version, moment, store = null] = YES.exec(action) ?? [];
  if (!ordered) return null;
  const key = `chat:${ordered}:${moment}`;
  return {
    commands: [
      { do: 'orderReward', rewardId: ordered, version: Number(version), key, storeTag: store ?? null },
    ],
  };
}

type Read = Extract<Outcome, { did: 'readReward'; kind: 'did' }>;

function only({ stores, shown }: Read): string | null {
  const [first] = stores;
  return shown.reward.preparation === 'ahead' && first ? storeTag(first.storeId) : null;
}

function detail({ shown, stores }: Read, view: View): Say {
  const { language, programme } = view;
  const { reward, can } = shown;
  const { pictureId, rewardId } = reward;
  const description = textIn(reward.descriptions, language, programme.defaultLanguage);
  const paragraphs = [
    `<b>${words(language, 'rewards.button', { name: nameOf(reward, view), price: cost(reward, view) })}</b>`,
    ...(description ? [words(language, 'rewards.text', { text: description })] : []),
    terms(shown, stores, view).join('\n'),
    ...state(shown, view),
  ];
  const get: Button = {
    label: label(language, 'rewards.get', { price: cost(reward, view) }),
    action: `reward.get:${rewardId}`,
    tone: 'primary',
  };
  const all = { label: label(language, 'rewards.all'), action: 'rewards' };
  return {
    text: paragraphs.filter(Boolean).join('\n\n'),
    ...(pictureId ? { picture: { picture: 'stored', pictureId } } : {}),
    buttons: [...(can ? [[get]] : []), [all]],
  };
}

function terms({ reward }: ShownReward, stores: Read['stores'], view: View): string[] {
  const { language, programme, at: now } = view;
  const { stock, ordersUntil, memberLimit, preparation, pickUpDays, storeIds } = reward;
  const names = new Map<string, string>(stores.map((each) => [each.storeId, each.name]));
  const place = placeOf(storeIds, { language, names });
  const until = ordersUntil && lastDay(ordersUntil, { language, programme, now });
  return [
    words(language, preparation === 'ahead' ? 'rewards.ahead' : 'rewards.pickUp', {
      place,
      count: pickUpDays,
    }),
    ...(stock !== null && stock > 0 && stock <= FEW_LEFT
      ? [words(language, 'rewards.left', { count: stock })]
      : []),
    ...(memberLimit === null ? [] : [words(language, 'rewards.limit', { count: memberLimit })]),
    ...(until ? [words(language, 'rewards.until', { day: until })] : []),
  ];
}

/** Why it cannot be had yet; nothing when it can. */
function state({ reward, spendable, leftForMember, can }: ShownReward, view: View): string[] {
  const { language } = view;
  if (can) return [];
  if (leftForMember === 0) return [words(language, 'rewards.hadAll')];
  if (reward.stock === 0) return [words(language, 'rewards.soldOut')];
  const points = formatAmount(reward.price - spendable, reward.currency, view);
  return [`${words(language, 'rewards.missing', { points })}\n${bar(spendable, reward.price, view)}`];
}

function chooseStore({ shown, stores }: Read, page: number, { language }: View): Say {
  const { rewardId } = shown.reward;
  const from = page * STORES_ON_PAGE;
  const rows: Button[][] = stores.slice(from, from + STORES_ON_PAGE).map((store) => [
    {
      label: `${store.name}, ${store.city}`,
      action: `reward.at:${rewardId}:${storeTag(store.storeId)}`,
    },
  ]);
  const turn = [
    ...(page > 0
      ? [{ label: label(language, 'rewards.earlier'), action: `reward.get:${rewardId}:${page - 1}` }]
      : []),
    ...(stores.length > from + STORES_ON_PAGE
      ? [{ label: label(language, 'rewards.further'), action: `reward.get:${rewardId}:${page + 1}` }]
      : []),
  ];
  return { text: words(language, 'rewards.where'), buttons: [...rows, ...(turn.length > 0 ? [turn] : [])] };
}

/** The button names the terms, the moment and the place, so that it orders what is read here, and once. */
function confirm(
  { shown, stores }: Read,
  { storeTag: tag }: Extract<RewardStep, { step: 'confirm' }>,
  view: View,
): Say {
  const { language, at } = view;
  const { reward, spendable } = shown;
  const price = cost(reward, view);
  const rest = formatNumber(spendable > reward.price ? spendable - reward.price : 0n, language);
  const store = stores.find((each) => tag !== null && storeTag(each.storeId) === tag);
  const lines = [
    words(language, 'rewards.confirm', { name: nameOf(reward, view), price, rest }),
    ...(store ? [words(language, 'rewards.confirmStore', { store: store.name })] : []),
  ];
  const moment = at.getTime().toString(36);
  const action = `reward.yes:${reward.rewardId}:${reward.version}.${moment}${tag ? `:${tag}` : ''}`;
  return {
    text: lines.join('\n'),
    buttons: [
      [
        { label: label(language, 'rewards.yes'), action, tone: 'primary' },
        { label: label(language, 'rewards.no'), action: 'reward.no' },
      ],
    ],
  };
}
