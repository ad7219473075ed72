// A member adds the plastic card that was never in anybody's name.
import { formatDay, formatPoints, formatTime } from '#src/lib/format.ts';
import type { Scene, View } from '../scene.ts';
import { words } from '../words.ts';
import { spacedNumber } from './card-picture.ts';
import { refusalText } from './refusal-text.ts';
import { askPlastic } from './resume.ts';

export const plastic: Scene = (state, event, view) => {
  const { language } = view;
  if (event.kind === 'action' && event.action === 'plastic')
    return { state: { scene: 'addPlastic' }, say: [askPlastic(view)] };
  if (event.kind === 'did' && event.did === 'addPlastic') {
    if (event.added !== 'yes')
      return { state: { scene: 'menu' }, say: [{ text: words(language, `plastic.${event.added}`) }] };
    const number = spacedNumber(event.cardNumber);
    const points = formatPoints(event.balance, language);
    const added = words(language, 'plastic.added', { number, points });
    return {
      state: { scene: 'menu' },
      say: [{ text: [added, ...plasticWait(event.heldUntil, view)].join('\n') }],
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

/** That the points which came with a card wait; nothing when they do not. */
export function plasticWait(heldUntil: Date | null, { language, programme, at: now }: View): string[] {
  if (!heldUntil || heldUntil <= now) return [];
  const { timeZone } = programme;
  const day = formatDay(heldUntil, { language, timeZone, now });
  return [words(language, 'plastic.wait', { day, time: formatTime(heldUntil, { language, timeZone }) })];
}
