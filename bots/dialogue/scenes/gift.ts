// Giving points to somebody: how many, to whom, and once more "yes" before anything moves.
import { looksLikePhone } from '#src/core/members/phone-number.ts';
import { formatDay, formatNumber, formatPoints } from '#src/lib/format.ts';
import { inputHash } from '#src/lib/input-hash.ts';
import type { Outcome } from '../command.ts';
import type { DialogueAct } from '../event.ts';
import type { Say, Scene, Step, View } from '../scene.ts';
import type { State, StateOf } from '../state.ts';
import { label, words } from '../words.ts';
import { refusalText } from './refusal-text.ts';

/** Offered as buttons, as far as there is so much. */
const AMOUNTS = [20, 50, 100];

export const gift: Scene = (state, event, view) => {
  if (event.kind === 'action' && event.action === 'gift')
    return { state: { scene: 'giftAmount' }, commands: [{ do: 'readGiftRoom' }] };
  if (event.kind === 'did') return heard(state, event, view);
  if (event.kind === 'refused') {
    if (event.did !== 'giveGift' && event.did !== 'readGiftRoom') return null;
    const text = refusalText(event, view);
    // A number that is none is asked for again; everything else ends it.
    if (event.did === 'giveGift' && event.refusal.code.startsWith('phone_') && state.scene === 'giftConfirm')
      return { state: { scene: 'giftTo', amount: state.amount }, say: [{ ...askWhom(view), text }] };
    return { state: { scene: 'menu' }, say: [{ text }] };
  }
  switch (state.scene) {
    case 'giftAmount':
      return amount(event, view);
    case 'giftTo':
      return whom(state, event, view);
    case 'giftConfirm':
      return confirm(state, event, view);
    default:
      return null;
  }
};

function amount(act: DialogueAct, view: View): Step | null {
  const typed = act.kind === 'text' ? act.text.replaceAll(/\s/g, '') : '';
  const [, pressed] = act.kind === 'action' ? (/^gift\.amount:(\d{1,15})$/.exec(act.action) ?? []) : [];
  const number = pressed ?? (/^\d{1,15}$/.test(typed) ? typed : undefined);
  if (number !== undefined && BigInt(number) > 0n)
    return { state: { scene: 'giftTo', amount: BigInt(number).toString() }, say: [askWhom(view)] };
  if (act.kind === 'text') return { commands: [{ do: 'readGiftRoom' }] };
  return dropped(act, view);
}

function whom({ amount: chosen }: StateOf<'giftTo'>, act: DialogueAct, view: View): Step | null {
  if (act.kind === 'action' && act.action === 'gift.link') return ask(chosen, null, view);
  if (act.kind === 'contact') return ask(chosen, act.phone, view);
  if (act.kind === 'text' && looksLikePhone(act.text)) return ask(chosen, act.text.trim(), view);
  if (act.kind === 'text') return { say: [askWhom(view)] };
  return dropped(act, view);
}

function confirm(state: StateOf<'giftConfirm'>, act: DialogueAct, view: View): Step | null {
  const { amount: chosen, phone } = state;
  if (act.kind === 'action' && act.action === giftYes(chosen, phone))
    return { commands: [{ do: 'giveGift', amount: BigInt(chosen), phone }] };
  // The word on an earlier question, which still stands above, is none on this one.
  const isEarlierYes = act.kind === 'action' && act.action.startsWith('gift.yes');
  if (act.kind === 'text' || isEarlierYes) return ask(chosen, phone, view);
  return dropped(act, view);
}

function heard(state: State, event: Extract<Outcome, { kind: 'did' }>, view: View): Step | null {
  const { language } = view;
  if (event.did === 'giveGift') return { state: { scene: 'menu' }, say: [given(event, view)] };
  if (event.did !== 'readGiftRoom' || state.scene !== 'giftAmount') return null;
  const { most, spendable, leftToday } = event;
  if (spendable <= 0n) return { state: { scene: 'menu' }, say: [{ text: words(language, 'gift.nothing') }] };
  const points = formatPoints(most, language);
  if (most <= 0n) {
    const left = formatPoints(leftToday, language);
    return { state: { scene: 'menu' }, say: [{ text: words(language, 'gift.tooMuch', { points: left }) }] };
  }
  const offered = [...AMOUNTS.map(BigInt).filter((each) => each < most), most].slice(-3);
  const buttons = [
    offered.map((each) => ({ label: formatNumber(each, language), action: `gift.amount:${each}` })),
    [{ label: label(language, 'cancel'), action: 'cancel' }],
  ];
  return { say: [{ text: words(language, 'gift.howMany', { points }), buttons }] };
}

/** The word on a gift of so many points to this number, or by a link. */
export function giftYes(amount: string, phone: string | null): string {
  return `gift.yes:${amount}:${phone === null ? 'link' : inputHash(phone).slice(0, 8)}`;
}

function askWhom({ language }: View): Say {
  return {
    text: words(language, 'gift.toWhom'),
    buttons: [
      [
        { label: label(language, 'gift.byLink'), action: 'gift.link' },
        { label: label(language, 'cancel'), action: 'cancel' },
      ],
    ],
  };
}

function ask(chosen: string, phone: string | null, { language }: View): Step {
  const points = formatPoints(BigInt(chosen), language);
  const text = phone
    ? words(language, 'gift.confirmPhone', { points, phone })
    : words(language, 'gift.confirmLink', { points });
  const buttons = [
    [
      { label: label(language, 'gift.yes'), action: giftYes(chosen, phone), tone: 'primary' as const },
      { label: label(language, 'cancel'), action: 'cancel' },
    ],
  ];
  return { state: { scene: 'giftConfirm', amount: chosen, phone }, say: [{ text, buttons }] };
}

function given(
  { giftId, amount: sent, told, url, expiresAt }: Extract<Outcome, { did: 'giveGift'; kind: 'did' }>,
  { language, programme, at: now }: View,
): Say {
  const day = formatDay(expiresAt, { language, timeZone: programme.timeZone, now });
  const points = formatPoints(sent, language);
  const back = { label: label(language, 'gift.takeBack'), action: `gift.back:${giftId}` };
  const text = told
    ? words(language, 'gift.sent', { points, day })
    : words(language, 'gift.link', { points, day, url });
  return { text, buttons: [[back]], inPlace: true };
}

function dropped(act: DialogueAct, { language }: View): Step | null {
  if (act.kind !== 'action' || act.action !== 'cancel') return null;
  return { state: { scene: 'menu' }, say: [{ text: words(language, 'gift.dropped'), inPlace: true }] };
}
