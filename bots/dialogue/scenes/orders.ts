// Orders of rewards: the code at once, taking it back within minutes, and all of one's orders.
import { lastDay, type OrderFacts, orderButtons, orderText } from '#src/core/deliveries/compose-order.ts';
import { orderMessageKey } from '#src/core/deliveries/find-first-messages.ts';
import type { Button } from '#src/core/deliveries/prompt.ts';
import type { OrderWithReward } from '#src/core/rewards/find-order.ts';
import { formatPickUpCode } from '#src/core/rewards/pick-up-code.ts';
import { OPEN } from '#src/core/rewards/reward-shape.ts';
import { formatDay } from '#src/lib/format.ts';
import type { Outcome } from '../command.ts';
import type { Say, Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';
import { cost, nameOf } from './reward-words.ts';

const ORDER = /^order(\.undo)?:(ord_[0-9a-z]{20})$/;
const MOST_LINES = 10;

export const orders: Scene = (_state, event, view) => {
  if (event.kind === 'action') {
    if (event.action === 'orders') return { commands: [{ do: 'listOrders' }] };
    const [, undo, orderId] = ORDER.exec(event.action) ?? [];
    if (!orderId) return null;
    return { commands: [undo ? { do: 'undoOrder', orderId } : { do: 'readOrder', orderId }] };
  }
  if (event.kind !== 'did') return null;
  switch (event.did) {
    case 'orderReward':
      return { say: ordered(event, view) };
    case 'listOrders':
      return { say: [mine(event.orders, view)] };
    case 'readOrder':
      return { say: [event.isOpen ? shown(event, view) : { text: orderText(event, factsOf(view, event)) }] };
    case 'undoOrder':
      return { say: [{ text: orderText(event, factsOf(view, {})), inPlace: true }] };
    default:
      return null;
  }
};

type Ordered = Extract<Outcome, { did: 'orderReward'; kind: 'did' }>;

/** The question is settled where it can be changed; the code follows with its picture, once for each order. */
function ordered(event: Ordered, view: View): Say[] {
  const { language, identity } = view;
  const { order, reward, again } = event;
  const done = words(language, 'rewards.done', { name: nameOf(reward, view), price: cost(order, view) });
  const code = shown(event, view);
  if (identity.messenger === 'telegram')
    return [
      { text: done, inPlace: true },
      again ? code : { ...code, onceKey: orderMessageKey(order.orderId) },
    ];
  return [again ? code : { ...code, text: `${done}\n\n${code.text}` }];
}

/** The code as it is shown at the till. */
function shown(event: OrderWithReward & Pick<Ordered, 'stores'>, view: View): Say {
  const facts = factsOf(view, event);
  const buttons = orderButtons(event, facts);
  return {
    text: orderText(event, facts),
    picture: { picture: 'pickUp', code: event.order.code },
    ...(buttons.length > 0 ? { buttons } : {}),
  };
}

function mine(found: OrderWithReward[], view: View): Say {
  const { language } = view;
  const all = { label: label(language, 'rewards.all'), action: 'rewards' };
  if (found.length === 0) return { text: words(language, 'rewards.ordersEmpty'), buttons: [[all]] };
  const open = found.filter(({ order }) => OPEN.includes(order.status));
  const rows: Button[][] = open.slice(0, 6).map(({ order, reward }) => [
    {
      label: label(language, 'rewards.button', {
        name: nameOf(reward, view),
        price: formatPickUpCode(order.code),
      }),
      action: `order:${order.orderId}`,
      tone: 'primary',
    },
  ]);
  const lines = found.slice(0, MOST_LINES).map((each) => line(each, view));
  return {
    text: [`<b>${words(language, 'rewards.orders')}</b>`, ...lines].join('\n'),
    buttons: [...rows, [all]],
  };
}

function line({ order, reward }: OrderWithReward, view: View): string {
  const { language, programme, at: now } = view;
  const name = nameOf(reward, view);
  switch (order.status) {
    case 'ordered':
      return words(language, 'rewards.orderMade', { name, code: formatPickUpCode(order.code) });
    case 'ready': {
      const day = lastDay(order.pickUpUntil ?? now, { language, programme, now });
      return words(language, 'rewards.orderOpen', { name, code: formatPickUpCode(order.code), day });
    }
    default: {
      const { timeZone } = programme;
      return words(language, 'rewards.orderPast', {
        name,
        status: label(language, `rewards.past.${order.status}`),
        day: formatDay(order.settledAt ?? order.orderedAt, { language, timeZone, now }),
      });
    }
  }
}

function factsOf(view: View, { stores = [] }: { stores?: Ordered['stores'] }): OrderFacts {
  const { language, at: now, programme, currencies } = view;
  const names = new Map<string, string>(stores.map((each) => [each.storeId, each.name]));
  return { language, now, programme, currencies, names };
}
