// A member's birthday, told when they like; the year may be left out.
import { NO_YEAR } from '#src/core/members/read-birthday.ts';
import { formatDay } from '#src/lib/format.ts';
import type { Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';
import { refusalText } from './refusal-text.ts';

export const birthday: Scene = (state, event, view) => {
  const { language } = view;
  const cancel = [[{ label: label(language, 'cancel'), action: 'cancel' }]];
  if (event.kind === 'action' && event.action === 'birthday')
    return {
      state: { scene: 'birthday' },
      say: [{ text: words(language, 'birthday.ask'), buttons: cancel }],
    };
  if (event.kind === 'did' && event.did === 'setBirthday') {
    const text = words(language, 'birthday.set', { day: birthdayText(event.birthday, view) });
    return { state: { scene: 'menu' }, say: [{ text }] };
  }
  if (event.kind === 'refused' && event.did === 'setBirthday') {
    const text = refusalText(event, view);
    if (event.refusal.code === 'birthday_not_valid') return { say: [{ text, buttons: cancel }] };
    return { state: { scene: 'menu' }, say: [{ text }] };
  }
  if (state.scene !== 'birthday' || event.kind !== 'text') return null;
  return { commands: [{ do: 'setBirthday', written: event.text }] };
};

/** `24 серпня`, or with the year when it was told. */
export function birthdayText(stored: string, { language, at }: Pick<View, 'language' | 'at'>): string {
  const hasYear = !stored.startsWith(NO_YEAR);
  // Any leap year does for a day without one.
  const date = new Date(`${hasYear ? stored : stored.replace(NO_YEAR, '2024')}T12:00:00Z`);
  return formatDay(date, { language, timeZone: 'UTC', now: hasYear ? at : date });
}
