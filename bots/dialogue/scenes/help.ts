// How it works, where the stores are, and the way to a person.

import { escapeRich } from '#src/core/deliveries/prompt.ts';
import type { Store } from '#src/core/stores/read-store.ts';
import { formatMoney, formatNumber, formatPoints } from '#src/lib/format.ts';
import type { Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';

export const help: Scene = (_state, event, view) => {
  if (event.kind === 'action' && event.action === 'help') {
    const buttons = [
      [
        { label: label(view.language, 'card.code'), action: 'code' },
        { label: label(view.language, 'help.stores'), action: 'help.stores' },
      ],
    ];
    return { say: [{ text: how(view), buttons }] };
  }
  if (event.kind === 'action' && event.action === 'help.stores') return { commands: [{ do: 'listStores' }] };
  if (event.kind === 'did' && event.did === 'listStores')
    return { say: [{ text: listOf(event.stores, view) }] };
  return null;
};

function how({ language, programme }: View): string {
  const { pointValueMinor, moneyCurrency, maxBurnBp, supportPhone: phone } = programme;
  const text = words(language, 'help.how', {
    one: formatPoints(1n, language),
    money: formatMoney(pointValueMinor, language, moneyCurrency),
    share: formatNumber(maxBurnBp / 100, language),
    code: label(language, 'card.code'),
  });
  return phone ? `${text}\n\n${words(language, 'help.human', { phone })}` : text;
}

function listOf(stores: Store[], { language }: View): string {
  const cities = Map.groupBy(stores, (store) => store.city);
  const parts = [...cities].map(([city, here]) => {
    const lines = here.map((store) => `${escapeRich(store.name)}: ${escapeRich(store.address)}`);
    return [`<b>${escapeRich(city)}</b>`, ...lines].join('\n');
  });
  return [words(language, 'help.storesHead'), ...parts].join('\n\n');
}
