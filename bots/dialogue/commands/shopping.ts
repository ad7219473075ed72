// The shopping list of the member who speaks. Every command answers with the list as it is then.

import { matchWords } from '#src/core/shopping/match-offers.ts';
import { readWritten, type Wanted } from '#src/core/shopping/read-written.ts';
import {
  addItems,
  clearItems,
  listItems,
  readLastPurchase,
  restoreItems,
  tickItem,
} from '#src/core/shopping/shopping-list.ts';
import { readShowcase } from '#src/core/showcase/list-showcase.ts';
import { isId } from '#src/lib/id.ts';
import type { Command, Outcome } from '../command.ts';
import type { ListAsked } from '../list-asked.ts';
import { type Doing, speaker } from './doing.ts';

export async function shopping(
  doing: Doing,
  { asked, page }: Extract<Command, { do: 'shopping' }>,
): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const told = await carryOut(doing, asked);
  const items = await listItems(doing.tx, memberId);
  return { kind: 'did', did: 'shopping', asked: asked.list, page, items, ...told };
}

type Told = Pick<Extract<Outcome, { did: 'shopping'; kind: 'did' }>, 'added' | 'left' | 'cleared' | 'found'>;

async function carryOut(doing: Doing, asked: ListAsked): Promise<Told> {
  const { memberId } = speaker(doing);
  const { tx, event } = doing;
  const { at } = event;
  switch (asked.list) {
    case 'show':
      return {};
    case 'add':
      return await put(doing, readWritten(asked.written));
    case 'repeat':
      return await put(doing, await readLastPurchase(tx, memberId));
    case 'tick':
      if (isId('itm', asked.itemId)) await tickItem(tx, { memberId, itemId: asked.itemId, at });
      return {};
    case 'clear': {
      const count = await clearItems(tx, { memberId, ticked: asked.ticked, at });
      return count > 0 ? { cleared: { count, at: at.getTime() } } : {};
    }
    case 'undo':
      await restoreItems(tx, { memberId, clearedAt: new Date(asked.at) });
      return {};
    case 'offers':
      return { found: await onOffer(doing) };
  }
}

async function put(doing: Doing, wanted: Wanted[]): Promise<Told> {
  if (wanted.length === 0) return { added: 0, left: 0 };
  return await addItems(doing.tx, { memberId: speaker(doing).memberId, wanted, at: doing.event.at });
}

/** Things on the list that an offer of the member is about, with the titles of those offers. */
async function onOffer(doing: Doing): Promise<{ name: string; offers: string[] }[]> {
  const { memberId } = speaker(doing);
  const [known, rules] = await Promise.all([doing.deps.known(), doing.deps.rules()]);
  const { language } = doing.view;
  const asked = { memberId, storeId: null, basket: null, language, at: doing.event.at, known, rules };
  const offers = (await readShowcase(doing.tx, asked)).map(({ words }) => ({
    words: `${words.title} ${words.terms}`,
    offer: words.title,
  }));
  const items = await listItems(doing.tx, memberId);
  return matchWords(
    items.filter((item) => !item.tickedAt).map(({ name }) => name),
    offers,
  );
}
