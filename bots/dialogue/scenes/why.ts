// Why a receipt or another entry brought what it did, in sentences; and how a purchase was.
import { receiptButtons, receiptText, stars } from '#src/core/deliveries/compose-receipt.ts';
import type { Button } from '#src/core/deliveries/prompt.ts';
import { isRatingOpen } from '#src/core/receipts/rate-receipt.ts';
import type { ReceiptStory } from '#src/core/receipts/read-receipt-stories.ts';
import type { StampCards } from '#src/core/rules/read-stamp-cards.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import type { Outcome } from '../command.ts';
import { explainReceipt, explainTransfer } from '../explain.ts';
import type { Say, Scene, Step, View } from '../scene.ts';
import { label, words } from '../words.ts';
import { refusalText } from './refusal-text.ts';

const RECEIPT = /^(why|why\.all|rate):(rcp_[0-9a-z]{20})$/;
const RATED = /^rate:(rcp_[0-9a-z]{20}):([1-5])$/;
const TRANSFER = /^why\.transfer:(trf_[0-9a-z]{20})$/;
/** Telegram takes 4096; Viber folds long messages, so there the rest is a button away. */
const LONGEST = { telegram: 3_500, viber: 900 };

export const why: Scene = (_state, event, view) => {
  if (event.kind === 'action') {
    const [, what, receiptId] = RECEIPT.exec(event.action) ?? [];
    if (receiptId) {
      const to = what === 'rate' ? 'rate' : what === 'why' ? 'explain' : 'explainAll';
      return { commands: [{ do: 'readReceipt', receiptId, to }] };
    }
    const [, rated, rating] = RATED.exec(event.action) ?? [];
    if (rated) return { commands: [{ do: 'rateReceipt', receiptId: rated, rating: Number(rating) }] };
    const [, transferId] = TRANSFER.exec(event.action) ?? [];
    return transferId ? { commands: [{ do: 'readTransfer', transferId }] } : null;
  }
  if (event.kind === 'refused') return settled(event, view);
  if (event.kind !== 'did') return null;
  switch (event.did) {
    case 'readReceipt':
      return event.to === 'rate' ? toRate(event, view) : { say: [explained(event, view)] };
    case 'rateReceipt':
      return rated(event, view);
    case 'readTransfer':
      return { say: [{ text: explainTransfer(event.transfer, view) }] };
    default:
      return null;
  }
};

type Read = Extract<Outcome, { did: 'readReceipt'; kind: 'did' }>;

/** As much as is read at a glance; the rest follows when it is asked for. */
function explained({ story, to }: Read, view: View): Say {
  const paragraphs = explainReceipt(story, view);
  const whole = paragraphs.join('\n\n');
  const longest = to === 'explainAll' ? LONGEST.telegram : LONGEST[view.identity.messenger];
  if (whole.length <= longest) return { text: whole };
  const shown: string[] = [];
  for (const paragraph of paragraphs) {
    if ([...shown, paragraph].join('\n\n').length > longest && shown.length > 1) break;
    shown.push(paragraph);
  }
  const text = shown.join('\n\n');
  if (to === 'explainAll') return { text };
  return {
    text,
    buttons: [[{ label: label(view.language, 'why.rest'), action: `why.all:${story.receiptId}` }]],
  };
}

/** The question, unless it is settled already. */
function toRate(event: Read, view: View): Step {
  if (isRatingOpen(event.story, view.at)) return { say: [askRating(event, view)] };
  return alreadySettled(view, refusalSentence(view.language, 'rating_settled'));
}

function settled(event: Extract<Outcome, { kind: 'refused' }>, view: View): Step | null {
  if (event.refusal.code !== 'rating_settled') return null;
  return alreadySettled(view, refusalText(event, view));
}

/** A word over the chat is enough; Viber has none. */
function alreadySettled({ identity }: View, text: string): Step {
  return identity.messenger === 'telegram' ? { toast: text } : { say: [{ text }] };
}

/** The message of the receipt itself becomes the question, where it can be changed. */
function askRating({ story, stampCards }: Read, view: View): Say {
  const row = (from: number, to: number): Button[] =>
    Array.from({ length: to - from + 1 }, (_, place) => ({
      label: `★ ${from + place}`,
      action: `rate:${story.receiptId}:${from + place}`,
    }));
  const ask = words(view.language, 'rate.ask');
  if (view.identity.messenger !== 'telegram') return { text: ask, buttons: [row(1, 5)] };
  const text = receiptText(story, { ...receiptFacts(view), stampCards });
  return { text: `${text}\n\n${ask}`, buttons: [row(1, 5)], inPlace: true };
}

function rated(
  { story, stampCards }: Extract<Outcome, { did: 'rateReceipt'; kind: 'did' }>,
  view: View,
): { say: Say[]; toast: string } {
  const thanks = words(view.language, 'rate.thanks', { stars: stars(story.rating ?? 0) });
  if (view.identity.messenger !== 'telegram') return { say: [{ text: thanks }], toast: thanks };
  return { say: [receiptMessage(story, stampCards, view)], toast: thanks };
}

/** The message of a receipt as it is now. */
function receiptMessage(story: ReceiptStory, stampCards: StampCards, view: View): Say {
  return {
    text: receiptText(story, { ...receiptFacts(view), stampCards }),
    buttons: receiptButtons(story, view.language),
    inPlace: true,
  };
}

function receiptFacts({ language, programme, at: now, currencies }: View) {
  return { language, now, currencies, timeZone: programme.timeZone, returnPolicy: programme.returnPolicy };
}
