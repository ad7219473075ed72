// Language, offers, the messenger to be written on, and the doors to everything rarer.
import type { MessengerName } from '#src/core/deliveries/messenger.ts';
import type { Button } from '#src/core/deliveries/prompt.ts';
import { maskPhone } from '#src/core/members/phone-number.ts';
import type { Outcome } from '../command.ts';
import type { Say, Scene, Step, View } from '../scene.ts';
import { label, words } from '../words.ts';
import { birthdayText } from './birthday.ts';
import { wishesOf } from './contact.ts';

const MESSENGERS: MessengerName[] = ['telegram', 'viber'];

export const settings: Scene = (_state, event, view) => {
  if (event.kind === 'action') return pressed(event.action, view);
  if (event.kind !== 'did') return null;
  const { language } = view;
  switch (event.did) {
    case 'readSettings':
      return { say: [overview(event, view)] };
    case 'setOffers':
      return {
        say: [{ text: words(language, event.given ? 'settings.offersAreOn' : 'settings.offersAreOff') }],
      };
    case 'setMessenger': {
      const text = event.messenger
        ? words(language, 'settings.messengerSet', {
            value: label(language, `messengers.${event.messenger}`),
          })
        : words(language, 'settings.messengerLast');
      return { say: [{ text, inPlace: true }] };
    }
    default:
      return null;
  }
};

function pressed(action: string, { language }: View): Step | null {
  switch (action) {
    case 'settings':
    case 'cancel':
      return { state: { scene: 'menu' }, commands: [{ do: 'readSettings' }] };
    case 'consent.on':
      return { commands: [{ do: 'setOffers', given: true }] };
    case 'consent.off':
      return { commands: [{ do: 'setOffers', given: false }] };
    case 'messenger': {
      const buttons: Button[][] = [
        MESSENGERS.map((each) => ({
          label: label(language, `messengers.${each}`),
          action: `messenger:${each}`,
        })),
        [{ label: label(language, 'settings.lastButton'), action: 'messenger:last' }],
      ];
      return { say: [{ text: words(language, 'settings.askMessenger'), buttons, inPlace: true }] };
    }
    case 'messenger:telegram':
      return { commands: [{ do: 'setMessenger', messenger: 'telegram' }] };
    case 'messenger:viber':
      return { commands: [{ do: 'setMessenger', messenger: 'viber' }] };
    case 'messenger:last':
      return { commands: [{ do: 'setMessenger', messenger: null }] };
    default:
      return null;
  }
}

function overview(event: Extract<Outcome, { did: 'readSettings'; kind: 'did' }>, view: View): Say {
  const { language, member } = view;
  const offers = member?.marketingConsent ?? false;
  const wishes = wishesOf(event.contact, language);
  const preferred = member?.preferredMessenger;
  const several = event.messengers.length > 1;
  const phone = member?.phone ? maskPhone(member.phone) : '';
  const unproven = event.phoneProven ? '' : ` (${label(language, 'settings.unproven')})`;
  const lines = [
    `<b>${words(language, 'settings.head')}</b>`,
    words(language, 'settings.language', { value: label(language, `languages.${language}`) }),
    words(language, 'settings.offers', { value: label(language, offers ? 'settings.on' : 'settings.off') }),
    ...(offers && wishes !== null ? [words(language, 'settings.wishes', { wishes })] : []),
    ...(phone ? [words(language, 'settings.phone', { phone: `${phone}${unproven}` })] : []),
    ...(member?.birthday
      ? [words(language, 'settings.birthday', { value: birthdayText(member.birthday, view) })]
      : []),
    ...(several ? [words(language, 'settings.messenger', { value: messengerName(preferred, view) })] : []),
  ];
  return { text: lines.join('\n'), buttons: doors({ offers, several, proven: event.phoneProven }, view) };
}

function messengerName(preferred: MessengerName | null | undefined, { language }: View): string {
  return label(language, preferred ? `messengers.${preferred}` : 'settings.last');
}

function doors(has: { offers: boolean; several: boolean; proven: boolean }, { language }: View): Button[][] {
  const offers: Button = has.offers
    ? { label: label(language, 'settings.offersOff'), action: 'consent.off' }
    : { label: label(language, 'settings.offersOn'), action: 'consent.on' };
  const rows: Button[][] = [
    [{ label: label(language, 'settings.changeLanguage'), action: 'language' }, offers],
  ];
  if (has.offers) rows.push([{ label: label(language, 'settings.howOften'), action: 'contact' }]);
  if (has.several) rows.push([{ label: label(language, 'settings.changeMessenger'), action: 'messenger' }]);
  if (!has.proven)
    rows.push([{ label: label(language, 'card.confirmButton'), action: 'phone.confirm', tone: 'primary' }]);
  rows.push(
    [
      { label: label(language, 'settings.plastic'), action: 'plastic' },
      { label: label(language, 'settings.data'), action: 'data' },
    ],
    [{ label: label(language, 'settings.setBirthday'), action: 'birthday' }],
    [{ label: label(language, 'settings.block'), action: 'block', tone: 'danger' }],
  );
  return rows;
}
