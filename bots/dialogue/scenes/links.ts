// What a link brings: a receipt that was nobody's (`r-…`), a gift (`g-…`), a friend's invitation (`f-…`), a quest that was
// begun as a guest (`q-…`, `t-…`). It is kept with the chat and done as soon as the person is a member, which may be at once.
import { readQuestLink } from '#src/core/quests/tell/quest-action.ts';
import { formatAmount } from '#src/core/stores/format-amount.ts';
import { formatDay, formatNumber, formatPoints } from '#src/lib/format.ts';
import type { Outcome } from '../command.ts';
import type { Say, Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';

const LINK = /^([rgf])-([A-Za-z0-9_-]{1,62})$/;

/** Whether a payload is a link of this kind; null when it is none of ours. */
export function linkOf(payload: string | undefined): 'receipt' | 'gift' | 'friend' | null {
  const kind = LINK.exec(payload ?? '')?.[1];
  if (kind === 'f') return 'friend';
  return kind === 'r' ? 'receipt' : kind === 'g' ? 'gift' : null;
}

export const links: Scene = (_state, event, view) => {
  if (event.kind === 'start' && view.member && event.payload && linkOf(event.payload))
    return { state: { scene: 'menu' }, commands: [{ do: 'keepLink', link: event.payload }] };
  if (event.kind === 'action' && view.member) {
    const [, giftId] = /^gift\.accept:(gft_[0-9a-z]{20})$/.exec(event.action) ?? [];
    if (giftId) return { commands: [{ do: 'acceptGift', gift: { giftId } }] };
    const [, back] = /^gift\.back:(gft_[0-9a-z]{20})$/.exec(event.action) ?? [];
    return back ? { commands: [{ do: 'cancelGift', giftId: back }] } : null;
  }
  if (event.kind !== 'did') return null;
  switch (event.did) {
    case 'keepLink':
      return {};
    case 'takeLink': {
      const [, kind, code = ''] = LINK.exec(event.link ?? '') ?? [];
      if (kind === 'r') return { commands: [{ do: 'claimReceipt', code }] };
      if (kind === 'f') return { commands: [{ do: 'joinByInvite', code }] };
      if (kind === 'g') return { commands: [{ do: 'readGift', code }] };
      return event.link && readQuestLink(event.link)
        ? { commands: [{ do: 'quest', asked: { quest: 'link', link: event.link } }] }
        : {};
    }
    case 'claimReceipt':
      return { say: [claimed(event, view)] };
    case 'readGift':
      return { say: [showGift(event, view)] };
    case 'acceptGift': {
      const { currencies, language } = view;
      const points = formatAmount(event.amount, event.currency, { currencies, language });
      const balance = formatNumber(event.balance, language);
      return { say: [{ text: words(language, 'gift.accepted', { points, balance }), inPlace: true }] };
    }
    case 'cancelGift': {
      const points = formatPoints(event.amount, view.language);
      return { say: [{ text: words(view.language, 'gift.takenBack', { points }), inPlace: true }] };
    }
    default:
      return null;
  }
};

/** What it brought is told in full by the message of the receipt, right after it. */
function claimed({ story }: Extract<Outcome, { did: 'claimReceipt'; kind: 'did' }>, { language }: View): Say {
  const { number, earned } = story;
  if (earned <= 0n) return { text: words(language, 'claim.doneNone', { number }) };
  return { text: words(language, 'claim.done', { number, points: formatPoints(earned, language) }) };
}

function showGift({ gift, giver, own }: Extract<Outcome, { did: 'readGift'; kind: 'did' }>, view: View): Say {
  const { language, currencies, programme, at: now } = view;
  if (gift.status !== 'waiting' || gift.expiresAt <= now) return { text: words(language, 'gift.settled') };
  const points = formatAmount(gift.amount, gift.currency, { currencies, language });
  if (own) {
    const back = { label: label(language, 'gift.takeBack'), action: `gift.back:${gift.giftId}` };
    return { text: words(language, 'gift.own', { points }), buttons: [[back]] };
  }
  const day = formatDay(gift.expiresAt, { language, timeZone: programme.timeZone, now });
  const lines = [
    giver
      ? words(language, 'gift.ask', { giver, points, day })
      : words(language, 'gift.askNameless', { points, day }),
    ...(gift.note ? [words(language, 'gift.note', { note: gift.note })] : []),
  ];
  const accept = {
    label: label(language, 'gift.accept'),
    action: `gift.accept:${gift.giftId}`,
    tone: 'primary',
  } as const;
  return { text: lines.join('\n'), buttons: [[accept]] };
}
