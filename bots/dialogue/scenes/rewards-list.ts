// The catalogue at a glance: what can be had, how far it is to the next, what comes later, what is gone.
import type { Button } from '#src/core/deliveries/prompt.ts';
import type { ShownReward } from '#src/core/rewards/list-shown-rewards.ts';
import { formatAmount } from '#src/core/stores/format-amount.ts';
import type { Outcome } from '../command.ts';
import type { Say, View } from '../scene.ts';
import { label, words } from '../words.ts';
import { bar, cost, nameOf } from './reward-words.ts';

/** A button each; Viber has room for so many above the menu. */
const ON_PAGE = 6;

export function catalogue(
  { shown, page, orders }: Extract<Outcome, { did: 'readRewards'; kind: 'did' }>,
  view: View,
): Say {
  const { language } = view;
  const mine = { label: label(language, 'rewards.orders'), action: 'orders' };
  if (shown.length === 0)
    return { text: words(language, 'rewards.empty'), ...(orders > 0 ? { buttons: [[mine]] } : {}) };
  const from = Math.min(page ?? 0, Math.ceil(shown.length / ON_PAGE) - 1) * ON_PAGE;
  const here = shown.slice(from, from + ON_PAGE);
  const turn = [
    ...(from > 0
      ? [{ label: label(language, 'rewards.earlier'), action: `rewards:${from / ON_PAGE - 1}` }]
      : []),
    ...(shown.length > from + ON_PAGE
      ? [{ label: label(language, 'rewards.further'), action: `rewards:${from / ON_PAGE + 1}` }]
      : []),
  ];
  return {
    text: text(here, shown, view),
    buttons: [
      ...here.map((each) => [button(each, view)]),
      ...(turn.length > 0 ? [turn] : []),
      ...(orders > 0 ? [[mine]] : []),
    ],
    // Only whoever turns a page wants this message changed; from elsewhere the catalogue comes anew.
    inPlace: page !== null,
  };
}

function button({ reward, can }: ShownReward, view: View): Button {
  const values = { name: nameOf(reward, view), price: cost(reward, view) };
  return {
    label: label(view.language, 'rewards.button', values),
    action: `reward:${reward.rewardId}`,
    ...(can ? { tone: 'primary' as const } : {}),
  };
}

function text(here: ShownReward[], all: ShownReward[], view: View): string {
  const { language } = view;
  const points = all.find(({ reward }) => reward.currency === 'points')?.spendable;
  const isGone = ({ reward, leftForMember }: ShownReward) => reward.stock === 0 || leftForMember === 0;
  const can = here.filter((each) => each.can);
  const [next, ...later] = here.filter((each) => !each.can && !isGone(each));
  const gone = here.filter((each) => !each.can && isGone(each));
  const list = (rewards: ShownReward[]) =>
    rewards.map(({ reward }) =>
      words(language, 'rewards.line', { name: nameOf(reward, view), price: cost(reward, view) }),
    );
  const have = points === undefined ? [] : [formatAmount(points, 'points', view)];
  return [
    [
      words(language, 'rewards.head'),
      ...have.map((each) => words(language, 'rewards.have', { points: each })),
    ],
    can.length > 0 ? [words(language, 'rewards.can'), ...list(can)] : [],
    next ? toNext(next, view) : [],
    later.length > 0 ? [words(language, 'rewards.later'), ...list(later)] : [],
    gone.length > 0 ? [words(language, 'rewards.gone'), ...list(gone)] : [],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** What is missing to the nearest, and a bar. */
function toNext({ reward, spendable }: ShownReward, view: View): string[] {
  const points = formatAmount(reward.price - spendable, reward.currency, view);
  return [
    words(view.language, 'rewards.next', { points, name: nameOf(reward, view) }),
    bar(spendable, reward.price, view),
  ];
}
