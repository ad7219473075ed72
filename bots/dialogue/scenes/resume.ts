// Says again what is awaited. A restart in the middle, a stray button or another language lose nothing.

import type { Button } from '#src/core/deliveries/prompt.ts';
import { suggestName } from '#src/core/members/person-name.ts';
import { maskPhone } from '#src/core/members/phone-number.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import type { Say, Step, View } from '../scene.ts';
import type { State } from '../state.ts';
import { label, words } from '../words.ts';

// What messengers show for people who show no name. Viber's placeholder is in its own interface language.
const PLACEHOLDERS = new Set([
  'subscriber',
  'unknown',
  'user',
  'viber user',
  'абонент',
  'підписник',
  'подписчик',
]);

/** What stands in the state, asked once more; for a member their card. */
export function resume(state: State, view: View): Step {
  const { language } = view;
  switch (state.scene) {
    case 'start':
    case 'phone':
      return {
        state: { scene: 'phone' },
        say: [{ text: words(language, 'start.hello', { shop: view.programme.shopName }) }],
      };
    case 'code':
      return { say: [askCode(state.phone, view)] };
    case 'name':
      return { say: [askName(view, 'name.again', state)] };
    case 'plastic':
    case 'addPlastic':
      return { say: [askPlastic(view)] };
    case 'consent':
      return { say: [askConsent(view)] };
    case 'menu':
    case 'ownPhone':
    case 'erase':
    case 'birthday':
    case 'list':
    case 'giftAmount':
    case 'giftTo':
    case 'giftConfirm':
      return { state: { scene: 'menu' }, commands: [{ do: 'readCard' }] };
    case 'quest':
    case 'questName':
      return { commands: [{ do: 'quest', asked: { quest: 'open', questId: state.questId } }] };
    case 'questLink':
      return { commands: [{ do: 'quest', asked: { quest: 'link', link: state.link } }] };
  }
}

export function askCode(phone: string, { language }: View): Say {
  return { text: words(language, 'code.sent', { phone: maskPhone(phone) }), buttons: codeButtons(language) };
}

export function codeButtons(language: View['language']) {
  return [
    [
      { label: label(language, 'code.again'), action: 'code.again' },
      { label: label(language, 'code.other'), action: 'code.other' },
    ],
  ];
}

/**
 * The messenger's own name is offered as a button and never taken without a tap; a plastic card is asked for until one
 * was found.
 */
export function askName(view: View, key: 'name.ask' | 'name.again', { plastic }: { plastic?: string }): Say {
  const { language } = view;
  const suggested = suggestedName(view);
  const buttons: Button[][] = [];
  if (suggested) buttons.push([{ label: suggested, action: 'name.shown', tone: 'primary' }]);
  if (!plastic) buttons.push([{ label: label(language, 'plastic.have'), action: 'plastic' }]);
  const text = words(language, !suggested && key === 'name.ask' ? 'name.type' : key);
  return { text, ...(buttons.length > 0 && { buttons }) };
}

export function suggestedName({ identity }: View): string | null {
  const name = suggestName(identity.shownName);
  return name && !PLACEHOLDERS.has(name.toLowerCase()) ? name : null;
}

export function askPlastic({ language }: View): Say {
  return {
    text: words(language, 'plastic.ask'),
    buttons: [[{ label: label(language, 'cancel'), action: 'cancel' }]],
  };
}

export function askConsent({ language, programme }: View): Say {
  const { termsUrl: url } = programme;
  return {
    text: url ? words(language, 'consent.askLink', { url }) : words(language, 'consent.ask'),
    buttons: [
      [{ label: label(language, 'consent.yes'), action: 'consent.programme' }],
      [{ label: label(language, 'consent.all'), action: 'consent.all', tone: 'primary' }],
    ],
  };
}

export function nameRefused({ language }: View): string {
  return refusalSentence(language, 'name_not_valid', { longest: 60 });
}
