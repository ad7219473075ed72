// A member adds the plastic card that was never in anybody's name.
import { formatPoints } from '#src/lib/format.ts';
import type { Scene } from '../scene.ts';
import { words } from '../words.ts';
import { spacedNumber } from './card-picture.ts';
import { refusalText } from './refusal-text.ts';
import { askPlastic } from './resume.ts';

export const plastic: Scene = (state, event, view) => {
  const { language } = view;
  if (event.kind === 'action' && event.action === 'plastic')
    return { state: { scene: 'addPlastic' }, say: [askPlastic(view)] };
  if (event.kind === 'did' && event.did === 'addPlastic') {
    if (event.added === 'tooMany')
      return { state: { scene: 'menu' }, say: [{ text: words(language, 'plastic.tooMany') }] };
    const number = spacedNumber(event.cardNumber);
    const points = formatPoints(event.balance, language);
    return {
      state: { scene: 'menu' },
      say: [{ text: words(language, 'plastic.added', { number, points }) }],
    };
  }
  if (state.scene !== 'addPlastic') return null;
  if (event.kind === 'text') return { commands: [{ do: 'addPlastic', number: event.text }] };
  if (event.kind === 'action' && event.action === 'cancel')
    return { state: { scene: 'menu' }, commands: [{ do: 'readSettings' }] };
  if (event.kind === 'refused' && event.did === 'addPlastic') {
    const owned = event.refusal.code === 'card_of_another';
    const text = owned ? words(language, 'plastic.owned') : refusalText(event, view);
    return { say: [{ ...askPlastic(view), text }] };
  }
  return null;
};
