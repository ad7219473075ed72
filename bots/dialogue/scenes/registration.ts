// From the first hello to the card, for whoever is no member yet: phone, name, consent. Whatever else a stranger does
// leads back to the question that is open.

import { suggestName } from '#src/core/members/person-name.ts';
import { looksLikePhone } from '#src/core/members/phone-number.ts';
import { formatPoints } from '#src/lib/format.ts';
import type { Command, Outcome } from '../command.ts';
import type { DialogueAct } from '../event.ts';
import type { Say, Scene, Step, View } from '../scene.ts';
import type { State, StateOf } from '../state.ts';
import { label, words } from '../words.ts';
import { cardPicture, spacedNumber } from './card-picture.ts';
import { linkOf } from './links.ts';
import { plasticWait } from './plastic.ts';
import { refusalText } from './refusal-text.ts';
import { askConsent, askName, askPlastic, nameRefused, resume, suggestedName } from './resume.ts';

/** What a deep link may carry; anything else is no payload of ours. */
const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;

export const registration: Scene = (state, event, view) => {
  if (event.kind === 'did') return heard(state, event, view);
  if (view.member) return null;
  if (event.kind === 'refused') return refused(state, event, view);
  if (event.kind === 'start') return start(state, event, view);
  if (event.kind === 'contact') return contact(event, view);
  if (event.kind === 'other' && event.what === 'phone_not_shared')
    return { say: [{ text: words(view.language, 'phone.desktop') }] };
  switch (state.scene) {
    case 'phone':
    case 'start':
      return phone(state, event, view);
    case 'name':
      return name(state, event, view);
    case 'plastic':
      return plastic(state, event, view);
    case 'consent':
      return consent(state, event, view);
    default:
      return resume(state, view);
  }
};

function start(state: State, act: Extract<DialogueAct, { kind: 'start' }>, view: View): Step {
  const { payload } = act;
  const commands: Command[] =
    payload && PAYLOAD.test(payload) ? [{ do: 'rememberSource', source: payload }] : [];
  const link = linkOf(payload);
  if (link && payload) commands.push({ do: 'keepLink', link: payload });
  const begins = state.scene === 'start' || state.scene === 'phone';
  if (act.greeted && begins) return { state: { scene: 'phone' }, commands };
  if (!link || !begins) return { ...resume(state, view), commands };
  const hello = words(view.language, `start.${link}`, { shop: view.programme.shopName });
  return { state: { scene: 'phone' }, say: [{ text: hello }], commands };
}

function contact(act: Extract<DialogueAct, { kind: 'contact' }>, { language }: View): Step {
  if (act.own !== 'foreign')
    return { commands: [{ do: 'claimPhone', phone: act.phone, proven: act.own === 'proven' }] };
  const button = label(language, 'keys.sharePhone');
  return { say: [{ text: words(language, 'phone.foreign', { button }) }] };
}

function phone(state: State, act: DialogueAct, view: View): Step {
  if (act.kind === 'text' && looksLikePhone(act.text))
    return { commands: [{ do: 'sendCode', phone: act.text }] };
  // On some computers the key comes back as the bare word.
  if (act.kind === 'text' && view.identity.messenger === 'viber' && act.text === 'reply')
    return { say: [{ text: words(view.language, 'phone.desktop') }] };
  if (state.scene === 'start') return resume(state, view);
  return { say: [{ text: words(view.language, act.kind === 'action' ? 'phone.needed' : 'phone.ask') }] };
}

function name(state: StateOf<'name'>, act: DialogueAct, view: View): Step {
  if (act.kind === 'action' && act.action === 'plastic') {
    return { state: { ...state, scene: 'plastic' }, say: [askPlastic(view)] };
  }
  const given =
    act.kind === 'text'
      ? suggestName(act.text)
      : act.kind === 'action' && act.action === 'name.shown'
        ? suggestedName(view)
        : undefined;
  if (given) return { state: { ...state, scene: 'consent', name: given }, say: [askConsent(view)] };
  if (act.kind === 'text')
    return { say: [{ ...askName(view, 'name.again', state), text: nameRefused(view) }] };
  return { say: [askName(view, 'name.again', state)] };
}

function plastic(state: StateOf<'plastic'>, act: DialogueAct, view: View): Step {
  if (act.kind === 'text') return { commands: [{ do: 'findPlastic', number: act.text }] };
  if (act.kind === 'action' && act.action === 'cancel')
    return { state: { ...state, scene: 'name' }, say: [askName(view, 'name.again', state)] };
  return resume(state, view);
}

function consent(state: StateOf<'consent'>, act: DialogueAct, view: View): Step {
  const given = act.kind === 'action' ? act.action : '';
  if (given !== 'consent.programme' && given !== 'consent.all') return resume(state, view);
  const { scene: _scene, ...person } = state;
  return { commands: [{ do: 'register', ...person, marketing: given === 'consent.all' }] };
}

function heard(state: State, event: Extract<Outcome, { kind: 'did' }>, view: View): Step | null {
  switch (event.did) {
    case 'rememberSource':
      return {};
    case 'register':
      return { state: { scene: 'menu' }, say: welcome(event, view) };
    case 'findPlastic': {
      if (state.scene !== 'plastic') return {};
      if (event.found !== 'yes')
        return {
          state: { ...state, scene: 'name' },
          say: [
            { ...askName(view, 'name.again', state), text: words(view.language, `plastic.${event.found}`) },
          ],
        };
      const found = words(view.language, 'plastic.found');
      const named: StateOf<'name'> = { ...state, scene: 'name', plastic: event.cardNumber };
      const ask = askName(view, 'name.again', named);
      return { state: named, say: [{ ...ask, text: `${found}\n${ask.text}` }] };
    }
    default:
      return null;
  }
}

function refused(state: State, event: Extract<Outcome, { kind: 'refused' }>, view: View): Step {
  const { code } = event.refusal;
  if (event.did === 'register' && code === 'already_member')
    return { state: { scene: 'phone' }, say: [{ text: words(view.language, 'phone.taken') }] };
  // The plastic card found a moment ago was claimed in between: the card comes first, the plastic can be added later.
  if (event.did === 'register' && state.scene === 'consent' && state.plastic) {
    const { plastic: _gone, ...person } = state;
    return { state: person, say: [{ text: refusalText(event, view) }, askConsent(view)] };
  }
  if (event.did === 'findPlastic') {
    const text =
      code === 'card_of_another' ? words(view.language, 'plastic.owned') : refusalText(event, view);
    return { say: [{ ...askPlastic(view), text }] };
  }
  return { say: [{ text: refusalText(event, view) }] };
}

function welcome(event: Extract<Outcome, { did: 'register'; kind: 'did' }>, view: View): Say[] {
  const { language, programme } = view;
  const { cardNumber } = event.opened;
  const ready = words(language, 'card.ready', { number: spacedNumber(cardNumber) });
  const points = formatPoints(programme.welcomePoints, language);
  const lines = [ready, ...pointsAtOnce(event, view), ...plasticWait(event.opened.burnAllowedFrom, view)];
  const card: Say = { text: lines.join('\n'), ...cardPicture(cardNumber, view) };
  if (event.proven) return [card];
  const key = programme.welcomePoints > 0n ? 'card.confirmWelcome' : 'card.confirm';
  const confirm = {
    label: label(language, 'card.confirmButton'),
    action: 'phone.confirm',
    tone: 'primary',
  } as const;
  return [card, { text: words(language, key, { points }), buttons: [[confirm]] }];
}

/** What the account holds already, and where it comes from. */
function pointsAtOnce(
  { welcomed, brought, opened }: Extract<Outcome, { did: 'register'; kind: 'did' }>,
  { language }: View,
): string[] {
  const say = (amount: bigint) => formatPoints(amount, language);
  const { balance } = opened;
  if (brought === 0n) return welcomed ? [words(language, 'card.welcome', { points: say(balance) })] : [];
  if (!welcomed) return [words(language, 'card.brought', { points: say(balance) })];
  const parts = { welcome: say(balance - brought), brought: say(brought) };
  return [words(language, 'card.welcomeAndBrought', { points: say(balance), ...parts })];
}
