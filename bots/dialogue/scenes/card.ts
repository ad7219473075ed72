// The card and its live code.
import { LIVE_CODE_LIFETIME_MS } from '#src/core/cards/live-code.ts';
import type { Button } from '#src/core/deliveries/prompt.ts';
import { cutText } from '#src/core/deliveries/rich-text.ts';
import type { Quest } from '#src/core/quests/read-quest.ts';
import { questAction } from '#src/core/quests/tell/quest-action.ts';
import { tierName } from '#src/core/stores/tier-name.ts';
import { formatTime } from '#src/lib/format.ts';
import { textIn } from '#src/lib/texts.ts';
import type { Outcome } from '../command.ts';
import type { Say, Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';
import { cardPicture, spacedNumber } from './card-picture.ts';

const COUNTDOWN_MS = 20_000;
const LONGEST_TITLE = 40;

export const card: Scene = (_state, event, view) => {
  // Whoever was greeted is not subscribed yet: nothing could be sent. A chat that begins anew gets its keyboard with
  // the greeting, for in Telegram the card's own button takes the keyboard's place.
  if (event.kind === 'start') {
    if (event.greeted) return { state: { scene: 'menu' } };
    const text = words(view.language, 'start.again');
    return { state: { scene: 'menu' }, say: [{ text }], commands: [{ do: 'readCard' }] };
  }
  if (event.kind === 'action') {
    if (event.action === 'card') return { commands: [{ do: 'readCard' }] };
    if (event.action === 'code') return { commands: [{ do: 'issueLiveCode' }] };
    if (event.action === 'card.new') return { commands: [{ do: 'replaceCard' }] };
  }
  if (event.kind === 'did') {
    if (event.did === 'readCard') return { say: [showCard(event, view)] };
    if (event.did === 'issueLiveCode') return { say: [showCode(event, view)] };
    if (event.did === 'replaceCard') {
      const text = words(view.language, 'card.newReady', { number: spacedNumber(event.cardNumber) });
      return { say: [{ text, ...cardPicture(event.cardNumber, view) }] };
    }
  }
  // A blocked card gives no code, but a way to a new one.
  if (event.kind === 'refused' && event.did === 'issueLiveCode' && event.refusal.code === 'card_blocked')
    return { say: [blocked(view)] };
  return null;
};

type ReadCard = Extract<Outcome, { did: 'readCard'; kind: 'did' }>;

function showCard({ card: { cardNumber, status }, page, wallets, quest }: ReadCard, view: View): Say {
  if (status === 'blocked') return blocked(view);
  const { language, member } = view;
  const text = words(language, 'card.show', {
    name: member?.name ?? '',
    tier: tierName(language, member?.tierKey ?? ''),
    number: spacedNumber(cardNumber),
  });
  const code = { label: label(language, 'card.code'), action: 'code', tone: 'primary' } as const;
  const into = (['apple', 'google'] as const).flatMap((wallet) => {
    const url = wallets[wallet];
    return url ? [{ label: label(language, `card.${wallet}`), url }] : [];
  });
  const buttons = [
    [code],
    ...(page ? [[{ label: label(language, 'card.page'), page }]] : []),
    ...(into.length > 0 ? [into] : []),
    ...(quest ? [[questButton(quest, view)]] : []),
  ];
  return { text, buttons, ...cardPicture(cardNumber, view) };
}

function questButton({ questId, terms }: Quest, { language, programme }: View): Button {
  const title = textIn(terms.titles, language, programme.defaultLanguage);
  return { label: `🎯 ${cutText(title, LONGEST_TITLE)}`, action: questAction(questId, 'open') };
}

function blocked({ language }: View): Say {
  const fresh = { label: label(language, 'card.new'), action: 'card.new', tone: 'primary' } as const;
  return { text: words(language, 'card.blocked'), buttons: [[fresh]] };
}

/** Telegram counts down in the message itself; Viber, which cannot edit, is told the moment instead. */
function showCode(
  { code, expiresAt }: Extract<Outcome, { did: 'issueLiveCode'; kind: 'did' }>,
  view: View,
): Say {
  const { language, identity, programme } = view;
  const left = (ms: number) => words(language, 'live.show', { seconds: (LIVE_CODE_LIFETIME_MS - ms) / 1000 });
  const seconds = String(expiresAt.getUTCSeconds()).padStart(2, '0');
  const time = `${formatTime(expiresAt, { language, timeZone: programme.timeZone })}:${seconds}`;
  const again = [[{ label: label(language, 'live.again'), action: 'code' }]];
  return {
    text: identity.messenger === 'telegram' ? left(0) : words(language, 'live.until', { time }),
    picture: { picture: 'liveCode', code, language },
    protect: true,
    withinMs: LIVE_CODE_LIFETIME_MS,
    later: [
      { afterMs: COUNTDOWN_MS, text: left(COUNTDOWN_MS) },
      { afterMs: 2 * COUNTDOWN_MS, text: left(2 * COUNTDOWN_MS) },
      { afterMs: LIVE_CODE_LIFETIME_MS, text: words(language, 'live.gone'), buttons: again },
    ],
  };
}
