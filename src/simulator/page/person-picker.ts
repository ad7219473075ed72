// Chooses whose phone it is: the list of people there are, and the form for another one, filled in already so that
// "add" is the second tap.

import type { NewPerson, Person } from '../control.ts';
import { type Child, el } from './dom.ts';
import { icon } from './icons.ts';
import { inventName, inventPerson } from './invent-person.ts';
import { showPhoneNumber } from './show-phone-number.ts';
import { LANGUAGES, languageOf, type Say } from './words.ts';

/** The round mark of a person: initials on a colour of their own. */
export function personMark(person: Person): HTMLElement {
  const initials = person.name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part.slice(0, 1))
    .join('');
  const mark = el('span', { class: 'person-mark', 'aria-hidden': 'true' }, initials);
  const hue =
    Array.from(person.personId, (letter) => letter.charCodeAt(0)).reduce((sum, code) => sum * 31 + code, 7) *
    47;
  mark.style.setProperty('--hue', String(hue % 360));
  return mark;
}

/** The rows of people; `choose` gets the one pressed. */
export function peopleRows(
  people: readonly Person[],
  current: string,
  choose: (person: Person) => void,
): Child[] {
  return [
    el(
      'ul',
      { class: 'people' },
      ...people.map((person) =>
        el(
          'li',
          {},
          el(
            'button',
            {
              class: 'person-row',
              type: 'button',
              'aria-current': person.personId === current ? 'true' : null,
              'data-first': person.personId === current,
              onclick: () => choose(person),
            },
            personMark(person),
            el(
              'span',
              { class: 'two-lines' },
              el('b', {}, person.name),
              el('span', {}, showPhoneNumber(person.phone)),
            ),
            person.personId === current && icon('check', 18),
          ),
        ),
      ),
    ),
  ];
}

/** The form for another person. */
export function newPersonForm(say: Say, taken: readonly string[], add: (person: NewPerson) => void): Child[] {
  const invented = inventPerson(say.language, taken);
  const name = el('input', {
    type: 'text',
    name: 'name',
    value: invented.name,
    required: true,
    maxlength: 60,
    autocomplete: 'off',
  });
  const phone = el('input', {
    type: 'tel',
    name: 'phone',
    value: invented.phone,
    required: true,
    pattern: '[+]?[0-9 ]{7,20}',
    autocomplete: 'off',
  });
  const language = el(
    'select',
    { name: 'language' },
    ...LANGUAGES.map((one) =>
      el('option', { value: one, selected: one === invented.language }, say(`language_${one}`)),
    ),
  );
  let nameTyped = false;
  name.addEventListener('input', () => {
    nameTyped = true;
  });
  language.addEventListener('change', () => {
    if (!nameTyped) name.value = inventName(languageOf(language.value), taken);
  });
  const form = el(
    'form',
    { class: 'new-person' },
    field(say('personName'), name),
    field(say('personPhone'), phone),
    field(say('personLanguage'), language),
    el('button', { class: 'primary', type: 'submit', 'data-first': true }, say('add')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    add({ name: name.value.trim(), phone: `+${phone.value.replace(/\D/g, '')}`, language: language.value });
  });
  return [el('h3', {}, say('anotherPerson')), form];
}

function field(label: string, control: HTMLElement): HTMLElement {
  return el('label', { class: 'field-line' }, el('span', {}, label), control);
}
