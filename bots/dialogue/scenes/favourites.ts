// What a member buys most often, each a press away from the shopping list.
import type { Button } from '#src/core/deliveries/prompt.ts';
import type { Favourite } from '#src/core/receipts/list-favourites.ts';
import { formatDay } from '#src/lib/format.ts';
import type { Say, Scene, Step, View } from '../scene.ts';
import { label, words } from '../words.ts';

const AGAIN = /^favourite:(rcp_[0-9a-z]{20}):(\d{1,5})$/;
/** As many buttons as a row holds. */
const IN_ROW = { telegram: 5, viber: 3 };

export const favourites: Scene = (_state, event, view) => {
  if (event.kind === 'action') {
    if (event.action === 'favourites') return { commands: [{ do: 'readFavourites' }] };
    const [, receiptId, lineNo] = AGAIN.exec(event.action) ?? [];
    return receiptId ? { commands: [{ do: 'buyAgain', receiptId, lineNo: Number(lineNo) }] } : null;
  }
  if (event.kind !== 'did') return null;
  if (event.did === 'readFavourites') return { say: [shown(event.favourites, view)] };
  return event.did === 'buyAgain' ? put(event, view) : null;
};

function shown(all: Favourite[], { language, programme, at: now, identity }: View): Say {
  const inRow = IN_ROW[identity.messenger];
  const back = { label: label(language, 'purchase.toHistory'), action: 'history' };
  if (all.length === 0)
    return { text: words(language, 'favourites.empty'), buttons: [[back]], inPlace: true };
  const lines = all.map(({ name, receipts: count, lastAt }, place) => {
    const day = formatDay(lastAt, { language, timeZone: programme.timeZone, now });
    return `${place + 1}. ${words(language, 'favourites.line', { name, count, day })}`;
  });
  const numbers = all.map(({ receiptId, lineNo }, place) => ({
    label: `${place + 1}`,
    action: `favourite:${receiptId}:${lineNo}`,
  }));
  const rows: Button[][] = [];
  for (let from = 0; from < numbers.length; from += inRow) rows.push(numbers.slice(from, from + inRow));
  const list = { label: label(language, 'keys.list'), action: 'list' };
  return {
    text: [words(language, 'favourites.head'), '', ...lines].join('\n'),
    buttons: [...rows, [list, back]],
    inPlace: true,
  };
}

/** The favourites stay where they are, so that several can be put one after another; in Viber a button brings them back. */
function put({ name, fits }: { name: string; fits: boolean }, { language, identity }: View): Step {
  const values = { name };
  if (identity.messenger === 'telegram')
    return {
      toast: fits ? label(language, 'favourites.added', values) : label(language, 'list.full', { count: 1 }),
    };
  const text = fits
    ? words(language, 'favourites.added', values)
    : words(language, 'list.full', { count: 1 });
  const again = { label: label(language, 'history.favourites'), action: 'favourites' };
  return { say: [{ text, buttons: [[again, { label: label(language, 'keys.list'), action: 'list' }]] }] };
}
