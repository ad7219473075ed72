// The shopping list: written like a note, ticked off by buttons, repeated from the last purchase. Words are taken for it
// only while it is open, or when they begin with its name or a plus.

import type { Button } from '#src/core/deliveries/prompt.ts';
import { escapeRich } from '#src/core/deliveries/prompt.ts';
import type { ShoppingItem } from '#src/core/shopping/shopping-list.ts';
import { formatNumber } from '#src/lib/format.ts';
import type { Outcome } from '../command.ts';
import type { ListAsked } from '../list-asked.ts';
import type { Say, Scene, Step, View } from '../scene.ts';
import { label, words } from '../words.ts';

const PAGE = { telegram: 8, viber: 6 };
const BEGINS = /^\s*(?:\+|(?:список|list)(?:\s+покупок|\s+покупок:)?\s*[:—-]?)\s*/iu;
const PRESSED = /^list(?:\.(add|repeat|offers|clear|cleared|tick|undo))?(?::([\w-]{1,32}))?(?::(\d{1,3}))?$/;

export const shopping: Scene = (state, event, view) => {
  if (event.kind === 'action') return pressed(event.action, view);
  if (event.kind === 'text') return written(event.text, state.scene === 'list');
  if (event.kind === 'did' && event.did === 'shopping')
    return { state: { scene: 'list' }, say: [show(event, view)] };
  return null;
};

const ask = (asked: ListAsked, page = 0): Step => ({ commands: [{ do: 'shopping', asked, page }] });

function pressed(action: string, { language }: View): Step | null {
  const [all, what, first = '', second] = PRESSED.exec(action) ?? [];
  if (all === undefined) return null;
  const page = Number(second ?? (what ? 0 : first || 0));
  switch (what) {
    case 'add':
      return { state: { scene: 'list' }, say: [{ text: words(language, 'list.ask') }] };
    case 'repeat':
      return ask({ list: 'repeat' });
    case 'offers':
      return ask({ list: 'offers' });
    case 'clear':
      return ask({ list: 'clear', ticked: false });
    case 'cleared':
      return ask({ list: 'clear', ticked: true });
    case 'tick':
      return ask({ list: 'tick', itemId: first }, page);
    case 'undo':
      return ask({ list: 'undo', at: Number(first) || 0 });
    default:
      return ask({ list: 'show' }, Number.isFinite(page) ? page : 0);
  }
}

function written(text: string, open: boolean): Step | null {
  const begins = BEGINS.exec(text);
  if (!begins && !open) return null;
  const rest = begins ? text.slice(begins[0].length) : text;
  return rest.trim() === '' ? ask({ list: 'show' }) : ask({ list: 'add', written: rest });
}

type Shown = Extract<Outcome, { did: 'shopping'; kind: 'did' }>;

function show(of: Shown, view: View): Say {
  const { identity } = view;
  const size = PAGE[identity.messenger];
  const pages = Math.max(1, Math.ceil(of.items.length / size));
  const page = Math.min(Math.max(0, of.page), pages - 1);
  const here = of.items.slice(page * size, (page + 1) * size);
  const text = [...said(of, view), ...head(of, view)].join('\n');
  return {
    text,
    buttons: [...here.map((item) => [tick(item, page, view)]), ...turn(page, pages), ...doors(of, view)],
    // A written line stands below the old list, so the new one comes as a message of its own.
    inPlace: of.asked !== 'add',
  };
}

function said({ added, left, cleared, found, asked }: Shown, { language }: View): string[] {
  const lines: string[] = [];
  if (asked === 'repeat' && added === 0) lines.push(words(language, 'list.nothingBefore'));
  else if (asked === 'add' && added === 0 && !left) lines.push(words(language, 'list.notUnderstood'));
  if (left) lines.push(words(language, 'list.full', { count: left }));
  if (cleared) lines.push(words(language, 'list.cleared', { count: cleared.count }));
  if (found?.length === 0) lines.push(words(language, 'list.noOffers'));
  for (const { name, offers } of found ?? [])
    lines.push(`🏷 ${escapeRich(name)}: ${escapeRich(offers.slice(0, 3).join('; '))}`);
  return lines.length > 0 ? [...lines, ''] : [];
}

function head({ items }: Shown, { language }: View): string[] {
  if (items.length === 0) return [words(language, 'list.empty')];
  const open = items.filter((item) => !item.tickedAt).length;
  if (open === 0) return [`<b>${words(language, 'list.head')}</b>`, words(language, 'list.done')];
  return [`<b>${words(language, 'list.head')}</b>`, words(language, 'list.left', { count: open })];
}

function tick(item: ShoppingItem, page: number, { language }: View): Button {
  return {
    label: `${item.tickedAt ? '☑' : '☐'} ${nameOf(item, language)}`,
    action: `list.tick:${item.itemId}:${page}`,
  };
}

/** `молоко × 2`, `сир, 300 г`. */
function nameOf({ name, quantityMilli, unit }: ShoppingItem, language: View['language']): string {
  if (quantityMilli === null) return name;
  const quantity = formatNumber(quantityMilli / 1_000, language);
  return unit ? `${name}, ${quantity} ${unit}` : `${name} × ${quantity}`;
}

function turn(page: number, pages: number): Button[][] {
  const row = [
    ...(page > 0 ? [{ label: `‹ ${page}`, action: `list:${page - 1}` }] : []),
    ...(page < pages - 1 ? [{ label: `${page + 2} ›`, action: `list:${page + 1}` }] : []),
  ];
  return row.length > 0 ? [row] : [];
}

function doors({ items, cleared }: Shown, { language }: View): Button[][] {
  const say = (
    key: 'add' | 'repeat' | 'offers' | 'clear' | 'clearTicked' | 'undo',
    action: string,
  ): Button => ({
    label: label(language, `list.${key}`),
    action,
  });
  const ticked = items.some((item) => item.tickedAt) && items.some((item) => !item.tickedAt);
  return [
    [say('add', 'list.add'), say('repeat', 'list.repeat')],
    [
      { label: label(language, 'history.favourites'), action: 'favourites' },
      ...(items.length > 0 ? [say('offers', 'list.offers')] : []),
    ],
    ...(items.length > 0 ? [[ticked ? say('clearTicked', 'list.cleared') : say('clear', 'list.clear')]] : []),
    ...(cleared ? [[say('undo', `list.undo:${cleared.at}`)]] : []),
  ];
}
