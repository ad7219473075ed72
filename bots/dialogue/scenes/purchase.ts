// One purchase of the history, line by line, with what came back struck through.

import { stars } from '#src/core/deliveries/compose-receipt.ts';
import { noticeWords } from '#src/core/deliveries/notice-words.ts';
import { type Button, escapeRich, type RichText } from '#src/core/deliveries/prompt.ts';
import { pointsBack, signedAmounts } from '#src/core/deliveries/receipt-points.ts';
import { isRatingOpen } from '#src/core/receipts/rate-receipt.ts';
import type { ReceiptStory, StoryLine } from '#src/core/receipts/read-receipt-stories.ts';
import { formatDay, formatMoney, formatNumber } from '#src/lib/format.ts';
import { HISTORY_PLACE } from '../history-place.ts';
import type { Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';

const OPENED = new RegExp(`^purchase:(rcp_[0-9a-z]{20})(?::(${HISTORY_PLACE}))?$`);
/** Viber folds long messages. */
const MOST_LINES = { telegram: 30, viber: 15 };
/** A longer name is cut: the slip has it in full. */
const LONGEST_NAME = 60;

export const purchase: Scene = (_state, event, view) => {
  if (event.kind === 'action') {
    const [, receiptId, page] = OPENED.exec(event.action) ?? [];
    if (!receiptId) return null;
    return { commands: [{ do: 'openPurchase', receiptId, page: page ?? null }] };
  }
  if (event.kind !== 'did' || event.did !== 'openPurchase') return null;
  const { story, page } = event;
  return { say: [{ text: textOf(story, view), buttons: buttonsOf(story, page, view), inPlace: true }] };
};

function textOf(story: ReceiptStory, view: View): RichText {
  const { language, programme, at: now, identity } = view;
  const { number, storeName: store, lines, returned, rating } = story;
  const most = MOST_LINES[identity.messenger];
  const day = formatDay(story.occurredAt, { language, timeZone: programme.timeZone, now });
  const money = (minor: bigint) => formatMoney(minor, language, story.moneyCurrency);
  const goods = lines.slice(0, most).map((line) => lineText(line, story, view));
  if (lines.length === 0) goods.push(words(language, 'purchase.noLines'));
  if (lines.length > most) goods.push(words(language, 'purchase.rest', { count: lines.length - most }));
  const sums = [words(language, 'purchase.sum', { amount: money(story.amountMinor) })];
  if (returned) sums.push(words(language, 'purchase.back', { amount: money(returned.amountMinor) }));
  sums.push(words(language, 'purchase.change', { change: changeOf(story, view) }));
  const { takenBack, givenBack } = pointsBack(story, view);
  if (takenBack) sums.push(noticeWords(language, 'receipt.takenBack', { points: takenBack }));
  if (givenBack) sums.push(noticeWords(language, 'receipt.givenBack', { points: givenBack }));
  if (rating !== null) sums.push(words(language, 'purchase.rated', { stars: stars(rating) }));
  return [words(language, 'purchase.head', { number, store, day }), goods.join('\n'), sums.join('\n')].join(
    '\n\n',
  );
}

/** `• Молоко × 2 · 84,00 ₴`: struck through when all of it came back. */
function lineText(line: StoryLine, { state, moneyCurrency }: ReceiptStory, { language }: View): RichText {
  const { quantityMilli, returnedMilli } = line;
  const times = (milli: number) => `× ${formatNumber(milli / 1_000, language)}`;
  const name = cut(line.name || line.sku);
  const what = quantityMilli === 1_000 ? name : `${name} ${times(quantityMilli)}`;
  const text = escapeRich(`${what} ·\u00a0${formatMoney(line.amountMinor, language, moneyCurrency)}`);
  if (state === 'cancelled' || returnedMilli >= quantityMilli) return `• <s>${text}</s>`;
  if (returnedMilli === 0) return `• ${text}`;
  return `• ${text} (<s>${words(language, 'purchase.partBack', { quantity: times(returnedMilli) })}</s>)`;
}

/** What the purchase brought and took when it was made. */
function changeOf({ earned, burnt, others }: ReceiptStory, view: View): string {
  const { language } = view;
  const changes = [
    ...(burnt > 0n ? [`−${formatNumber(burnt, language)}`] : []),
    ...(earned > 0n ? [`+${formatNumber(earned, language)}`] : []),
    ...signedAmounts(others, view),
  ];
  return changes.length > 0 ? changes.join(', ') : label(language, 'history.noChange');
}

function buttonsOf(story: ReceiptStory, page: string | null, { language, at }: View): Button[][] {
  const { receiptId, rating, state } = story;
  const why = { label: label(language, 'history.why'), action: `why:${receiptId}` };
  const rate = {
    label: rating === null ? noticeWords(language, 'receipt.rate') : label(language, 'purchase.rateAgain'),
    action: `rate:${receiptId}`,
  };
  const back = {
    label: label(language, 'purchase.toHistory'),
    action: page === null ? 'history' : `history:${page}`,
  };
  return [state !== 'cancelled' && isRatingOpen(story, at) ? [why, rate] : [why], [back]];
}

function cut(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1).toWellFormed()}…`;
}
