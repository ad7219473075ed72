// What stands above a phone: whose it is, another person, and what can be done to the chat from outside.

import type { Action, ChatView, MessengerName, NewPerson, Person } from '../control.ts';
import { el, fill } from './dom.ts';
import { dropDown } from './drop-down.ts';
import { type IconName, icon } from './icons.ts';
import { newPersonForm, peopleRows, personMark } from './person-picker.ts';
import { showPhoneNumber } from './show-phone-number.ts';
import { languageOf, type Say } from './words.ts';

export interface StripHandlers {
  people: () => readonly Person[];
  choose: (person: Person) => void;
  add: (person: NewPerson) => void;
  change: (change: NewPerson) => void;
  send: (action: Action) => void;
  openSms: () => void;
}

export interface OwnerStrip {
  element: HTMLElement;
  showPerson: (person: Person) => void;
  showView: (view: ChatView) => void;
  showSmsCount: (count: number) => void;
}

export function createOwnerStrip(messenger: MessengerName, say: Say, handlers: StripHandlers): OwnerStrip {
  const place = el('div', {
    class: 'owner',
    role: 'group',
    'aria-label': say('ownerOf', { messenger: messenger === 'telegram' ? 'Telegram' : 'Viber' }),
  });
  let person: Person | null = null;
  let view: ChatView | null = null;

  const who = el('button', {
    class: 'owner-who',
    type: 'button',
    'aria-expanded': 'false',
    title: say('choosePerson'),
  });
  who.addEventListener('click', () =>
    dropDown(place, who, say('choosePerson'), (close) =>
      peopleRows(handlers.people(), person?.personId ?? '', (chosen) => {
        close();
        handlers.choose(chosen);
      }),
    ),
  );
  const another = tool('plus', say('anotherPerson'), 'owner-another');
  another.setAttribute('aria-expanded', 'false');
  another.addEventListener('click', () =>
    dropDown(place, another, say('anotherPerson'), (close) => {
      const taken = handlers.people().map(({ name }) => name);
      return newPersonForm(say, taken, (added) => {
        close();
        handlers.add(added);
      });
    }),
  );
  const restart = tool('restart', say('restart'), 'tool-restart');
  restart.title = say('restartLong');
  restart.addEventListener('click', () => handlers.send({ act: 'restart' }));
  const block = tool('block', say('block'), 'tool-block');
  block.addEventListener('click', () => handlers.send({ act: view?.blocked ? 'unblock' : 'block' }));
  const link = tool('link', say('byLink'), 'tool-link');
  link.title = say('byLinkLong');
  link.setAttribute('aria-expanded', 'false');
  link.addEventListener('click', () =>
    dropDown(place, link, say('byLinkLong'), (close) => [
      linkForm(messenger, view, say, (payload) => {
        close();
        handlers.send({ act: 'open', payload });
      }),
    ]),
  );
  const smsCount = el('span', { class: 'tool-count' });
  const sms = tool('bubble', say('smsAll'), 'tool-sms');
  sms.append(smsCount);
  sms.addEventListener('click', () => handlers.openSms());
  const devices = messenger === 'viber' ? deviceSwitch(say, (device) => handlers.change({ device })) : null;

  place.append(
    el('div', { class: 'owner-line' }, who, another),
    el('div', { class: 'owner-tools' }, restart, block, link, sms, ...(devices ? [devices.element] : [])),
  );
  return {
    element: place,
    showPerson(next) {
      person = next;
      fill(
        who,
        personMark(next),
        el(
          'span',
          { class: 'two-lines' },
          el('b', {}, next.name),
          el(
            'span',
            {},
            showPhoneNumber(next.phone),
            el('i', { class: 'tongue' }, languageOf(next.language)),
          ),
        ),
        icon('chevron', 18),
      );
      devices?.show(next.viber.device);
    },
    showView(next) {
      view = next;
      place.classList.toggle('owner-blocked', next.blocked);
      nameTool(block, next.blocked ? 'unblock' : 'block', say(next.blocked ? 'unblock' : 'block'));
    },
    showSmsCount(count) {
      smsCount.textContent = count > 0 ? String(count) : '';
      smsCount.hidden = count === 0;
    },
  };
}

/** A tool keeps its words for screen readers and as a title where there is room for the icon only. */
function tool(name: IconName, label: string, extra = ''): HTMLButtonElement {
  const button = el('button', { class: `tool ${extra}`, type: 'button' });
  nameTool(button, name, label);
  return button;
}

function nameTool(button: HTMLElement, name: IconName, label: string): void {
  fill(button, icon(name, 16), el('span', {}, label));
  button.setAttribute('aria-label', label);
  button.title = label;
}

function linkForm(
  messenger: MessengerName,
  view: ChatView | null,
  say: Say,
  open: (payload: string) => void,
): HTMLElement {
  const bot = view?.bot.username ?? 'bot';
  const start = messenger === 'telegram' ? `t.me/${bot}?start=` : `viber://pa?chatURI=${bot}&context=`;
  const payload = el('input', {
    type: 'text',
    maxlength: 64,
    placeholder: 'store-7',
    'data-first': true,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-label': say('payload'),
  });
  const form = el(
    'form',
    { class: 'link-form' },
    el('h3', {}, say('byLinkLong')),
    el('p', {}, say('byLinkNote')),
    el('div', { class: 'link-line' }, el('span', {}, start), payload),
    el('button', { class: 'primary', type: 'submit' }, say('openIt')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    open(payload.value.trim());
  });
  return form;
}

type Device = Person['viber']['device'];

function deviceSwitch(
  say: Say,
  choose: (device: Device) => void,
): { element: HTMLElement; show(device: Device): void } {
  const button = (device: Device): HTMLButtonElement => {
    const label = say(device === 'phone' ? 'onPhone' : 'onDesktop');
    return el(
      'button',
      { type: 'button', title: label, 'aria-label': label, onclick: () => choose(device) },
      icon(device, 17),
    );
  };
  const phone = button('phone');
  const desktop = button('desktop');
  return {
    element: el('div', { class: 'devices', role: 'group', 'aria-label': say('device') }, phone, desktop),
    show(device) {
      phone.setAttribute('aria-pressed', String(device === 'phone'));
      desktop.setAttribute('aria-pressed', String(device === 'desktop'));
    },
  };
}
