// The code from the SMS, on the way to a card or for a member who proves a phone.
import { looksLikePhone } from '#src/core/members/phone-number.ts';
import type { Outcome } from '../command.ts';
import type { Scene, Step, View } from '../scene.ts';
import type { State } from '../state.ts';
import { label, words } from '../words.ts';
import { afterClaim } from './after-claim.ts';
import { refusalText } from './refusal-text.ts';
import { askCode, codeButtons } from './resume.ts';

export const code: Scene = (state, event, view) => {
  if (event.kind === 'did') return heard(state, event, view);
  if (event.kind === 'refused' && event.did === 'claimPhone' && view.member && state.scene !== 'menu') {
    return { state: { scene: 'menu' }, say: [{ text: refusalText(event, view) }] };
  }
  if (state.scene !== 'code') return null;
  if (event.kind === 'text') return typed(event.text, view);
  if (event.kind !== 'action') return null;
  switch (event.action) {
    case 'code.again':
      return { commands: [{ do: 'sendCode', phone: state.phone }] };
    case 'code.other':
      return view.member
        ? { state: { scene: 'ownPhone' }, say: [{ text: words(view.language, 'phone.askOwn') }] }
        : { state: { scene: 'phone' }, say: [{ text: words(view.language, 'phone.ask') }] };
    default:
      return null;
  }
};

function typed(text: string, { language }: View): Step {
  const digits = text.replace(/[\s-]/g, '');
  if (/^\d{6}$/.test(digits)) return { commands: [{ do: 'checkCode', code: digits }] };
  if (looksLikePhone(text)) return { commands: [{ do: 'sendCode', phone: text }] };
  return { say: [{ text: words(language, 'code.waiting'), buttons: codeButtons(language) }] };
}

function heard(state: State, event: Extract<Outcome, { kind: 'did' }>, view: View): Step | null {
  const { language } = view;
  const again = [[{ label: label(language, 'code.again'), action: 'code.again' }]];
  switch (event.did) {
    case 'sendCode':
      if (!event.sent) return { say: [{ text: words(language, `code.${event.why}`) }] };
      return { state: { scene: 'code', phone: event.phone }, say: [askCode(event.phone, view)] };
    case 'checkCode':
      if (event.checked === 'right')
        return { commands: [{ do: 'claimPhone', phone: event.phone, proven: true }] };
      if (event.checked === 'wrong' && event.attemptsLeft > 0) {
        const text = words(language, 'code.wrong', { count: event.attemptsLeft });
        return { say: [{ text, buttons: codeButtons(language) }] };
      }
      return { state, say: [{ text: words(language, 'code.expired'), buttons: again }] };
    case 'claimPhone':
      return afterClaim(event, view);
    default:
      return null;
  }
}
