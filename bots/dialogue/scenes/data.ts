// What we know about a member: taken as a file, or erased after a typed word. And blocking the card.
import { formatPoints } from '#src/lib/format.ts';
import { LANGUAGES } from '#src/lib/language.ts';
import type { Scene, Step, View } from '../scene.ts';
import type { State } from '../state.ts';
import { label, words } from '../words.ts';
import { refusalText } from './refusal-text.ts';

const ERASING_WORDS = LANGUAGES.map((language) => label(language, 'data.word').toLowerCase());

export const data: Scene = (state, event, view) => {
  const { language } = view;
  if (event.kind === 'action') return pressed(state, event.action, view);
  if (event.kind === 'text' && state.scene === 'erase') {
    if (ERASING_WORDS.includes(event.text.trim().toLowerCase())) return { commands: [{ do: 'erase' }] };
    return { state: { scene: 'menu' }, say: [{ text: words(language, 'data.kept') }] };
  }
  if (event.kind === 'refused' && event.did === 'erase')
    return { state: { scene: 'menu' }, say: [{ text: refusalText(event, view) }] };
  if (event.kind !== 'did') return null;
  switch (event.did) {
    case 'makeArchive': {
      const { url, fileName } = event;
      return { say: [{ text: words(language, 'data.archive'), document: { url, fileName } }] };
    }
    case 'erase':
      return { state: { scene: 'start' }, say: [{ text: words(language, 'data.erased') }] };
    case 'blockCard': {
      const buttons = [[{ label: label(language, 'card.new'), action: 'card.new' }]];
      return { say: [{ text: words(language, 'block.done'), buttons, inPlace: true }] };
    }
    default:
      return null;
  }
};

function pressed(state: State, action: string, view: View): Step | null {
  const { language } = view;
  const cancel = { label: label(language, 'cancel'), action: 'cancel' };
  switch (action) {
    case 'data':
      return {
        say: [
          {
            text: words(language, 'data.about'),
            buttons: [
              [{ label: label(language, 'data.get'), action: 'data.get' }],
              [{ label: label(language, 'data.erase'), action: 'data.erase', tone: 'danger' }],
            ],
          },
        ],
      };
    case 'data.get':
      return { commands: [{ do: 'makeArchive' }] };
    case 'data.erase':
      return { state: { scene: 'erase' }, commands: [{ do: 'readBalance' }] };
    case 'block': {
      const yes = { label: label(language, 'block.yes'), action: 'block.yes', tone: 'danger' } as const;
      return { say: [{ text: words(language, 'block.confirm'), buttons: [[yes, cancel]] }] };
    }
    case 'block.yes':
      return { commands: [{ do: 'blockCard' }] };
    case 'cancel':
      return state.scene === 'erase'
        ? { state: { scene: 'menu' }, say: [{ text: words(language, 'data.kept') }] }
        : null;
    default:
      return null;
  }
}

/** In the erasing scene the balance is part of the question. */
export const askErase: Scene = (state, event, view) => {
  if (state.scene !== 'erase' || event.kind !== 'did' || event.did !== 'readBalance') return null;
  const { language } = view;
  const points = formatPoints(event.balance.balance, language);
  const text = words(language, 'data.confirm', { points, word: label(language, 'data.word') });
  return { say: [{ text, buttons: [[{ label: label(language, 'cancel'), action: 'cancel' }]] }] };
};
