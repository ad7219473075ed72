// The attachment sheet of a phone: one's own number, somebody else's contact from the address book, a place, a
// photo. It only asks for things through `send`; what happens then is the messenger's business.

import type { Action, Person } from '../control.ts';
import { type Child, el } from './dom.ts';
import { type IconName, icon } from './icons.ts';
import { PLACES } from './places.ts';
import { openLayer, type Screen } from './screen-layer.ts';
import { showPhoneNumber } from './show-phone-number.ts';
import type { Say } from './words.ts';

export interface AttachOptions {
  screen: Screen;
  say: Say;
  person: Person;
  others: () => readonly Person[];
  send: (action: Action) => void;
}

/** Opens the sheet with the four things one can attach. */
export function openAttachSheet(options: AttachOptions): void {
  const { screen, say, person, send } = options;
  openLayer(screen, { kind: 'sheet', label: say('attach') }, (close) => {
    const choose = (next: () => void) => () => {
      close();
      next();
    };
    return [
      sheetTitle(say('attach'), say, close),
      el(
        'div',
        { class: 'attach-grid' },
        choice(
          'photo',
          'photo',
          say('attachPhoto'),
          choose(() => send({ act: 'photo' })),
          true,
        ),
        choice(
          'pin',
          'place',
          say('attachPlace'),
          choose(() => openPlaces(options)),
        ),
        choice(
          'people',
          'contact',
          say('attachContact'),
          choose(() => openAddressBook(options)),
        ),
        choice(
          'person',
          'own',
          say('attachOwn'),
          choose(() => send({ act: 'shareOwnContact' })),
        ),
      ),
      el('p', { class: 'sheet-note' }, say('attachOwnNote', { phone: showPhoneNumber(person.phone) })),
    ];
  });
}

/** Asks where the person is and sends that. */
export function openPlaces({ screen, say, send }: Pick<AttachOptions, 'screen' | 'say' | 'send'>): void {
  openLayer(screen, { kind: 'sheet', label: say('attachPlace') }, (close) => [
    sheetTitle(say('attachPlace'), say, close),
    list(
      PLACES.map(({ word, lat, lon }) =>
        row(icon('pin', 20), say(word), `${lat.toFixed(3)}, ${lon.toFixed(3)}`, () => {
          close();
          send({ act: 'location', lat, lon });
        }),
      ),
    ),
  ]);
}

function openAddressBook({ screen, say, others, send }: AttachOptions): void {
  const kin = [
    { name: say('kinMother'), phone: '+380671112233' },
    { name: say('kinNeighbour'), phone: '+380631112244' },
  ];
  openLayer(screen, { kind: 'sheet', label: say('addressBook') }, (close) => {
    const forwarded = el('input', { type: 'checkbox' });
    return [
      sheetTitle(say('addressBook'), say, close),
      list(
        [...others(), ...kin].map(({ name, phone }) =>
          row(name.slice(0, 1), name, showPhoneNumber(phone), () => {
            close();
            send({ act: 'attachContact', name, phone, ...(forwarded.checked ? { forwarded: true } : {}) });
          }),
        ),
      ),
      el('label', { class: 'sheet-check' }, forwarded, say('asForward')),
    ];
  });
}

/** The head of a sheet: its name and a button that closes it. */
export function sheetTitle(title: string, say: Say, close: () => void): HTMLElement {
  return el(
    'div',
    { class: 'sheet-head' },
    el('h3', {}, title),
    el(
      'button',
      { class: 'round', type: 'button', 'aria-label': say('close'), onclick: close },
      icon('close', 20),
    ),
  );
}

function choice(
  name: IconName,
  tint: string,
  label: string,
  onclick: () => void,
  first = false,
): HTMLElement {
  return el(
    'button',
    { class: 'attach', type: 'button', onclick, 'data-first': first },
    el('span', { class: `attach-disc attach-${tint}` }, icon(name, 24)),
    label,
  );
}

function list(rows: readonly HTMLElement[]): HTMLElement {
  return el('ul', { class: 'sheet-list' }, ...rows.map((one) => el('li', {}, one)));
}

function row(mark: Child, title: string, under: string, onclick: () => void): HTMLElement {
  return el(
    'button',
    { class: 'sheet-row', type: 'button', onclick },
    el('span', { class: 'disc' }, mark),
    el('span', { class: 'two-lines' }, el('b', {}, title), el('span', {}, under)),
  );
}
