// The message about a purchase, from what is stored of it now: the same whoever asks, however often and in whatever
// order things happened to it.
import { formatMoney, formatNumber, formatPoints, formatStart } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import type { ToldChallenge } from '../challenges/list-told-challenges.ts';
import type { ToldProgress } from '../challenges/told-progress.ts';
import { debtPaid } from '../receipts/debt-paid.ts';
import type { ReceiptStory, StoryLine } from '../receipts/read-receipt-stories.ts';
import type { StampCards } from '../rules/read-stamp-cards.ts';
import { ruleNameIn } from '../rules/rule-name-in.ts';
import { formatAmount, type NamedCurrency, stampBoxes } from '../stores/format-amount.ts';
import { progressAt } from './challenge-words.ts';
import { noticeWords } from './notice-words.ts';
import { type Button, escapeRich, type RichText } from './prompt.ts';

export interface ReceiptFacts {
  language: Language;
  timeZone: string;
  now: Date;
  currencies: readonly NamedCurrency[];
  /** Stamps that a card needs, by currency. */
  stampCards: StampCards;
  /** What a balance below zero is shown as. */
  returnPolicy: 'debt' | 'negative';
  /** How far challenges have come, by receipt, and what they are; nothing is told of them when left out. */
  progress?: ReadonlyMap<string, ToldProgress[]>;
  challenges?: ReadonlyMap<string, ToldChallenge>;
}

/** More returned lines than that are counted, not named. */
const MOST_LINES = 8;
const MOST_CAPS = 2;
/** A longer name is cut: the slip has it in full. */
const LONGEST_NAME = 60;

/** The words of the message. */
export function receiptText(story: ReceiptStory, facts: ReceiptFacts): RichText {
  const { language } = facts;
  const lines = [head(story, language), ...discounts(story, language), ...offers(story, language)];
  const balance = balanceOf(story.balanceAfter, facts);
  const change = [...changes(story, language), ...debt(story, language)];
  if (story.returned) lines.push(...change, ...returned(story, facts), balance);
  else lines.push([...change, balance].join(' '));
  lines.push(...pending(story, facts), ...caps(story, facts), ...otherCurrencies(story, facts));
  for (const { name } of story.told.gifts) {
    const gift = textIn(name, language);
    if (gift) lines.push(noticeWords(language, 'receipt.gift', { gift }));
  }
  lines.push(...challengeLines(story, facts));
  if (story.rating) lines.push(noticeWords(language, 'receipt.rated', { stars: stars(story.rating) }));
  return lines.join('\n');
}

/** Why so many, and how it was; each button names the receipt. */
export function receiptButtons({ receiptId, rating, state }: ReceiptStory, language: Language): Button[][] {
  const why = { label: noticeWords(language, 'receipt.why'), action: `why:${receiptId}` };
  const rate = { label: noticeWords(language, 'receipt.rate'), action: `rate:${receiptId}` };
  return [rating === null && state !== 'cancelled' ? [why, rate] : [why]];
}

/** What came back, as a message of its own where the first one cannot be changed. */
export function returnText(story: ReceiptStory, facts: ReceiptFacts): RichText {
  const { number } = story;
  const named = noticeWords(facts.language, 'receipt.short', { number, store: story.storeName });
  return [named, ...returned(story, facts), balanceOf(story.balanceAfter, facts)].join('\n');
}

/** How far the receipt has brought the member's challenges, as it was then. */
function challengeLines({ receiptId, occurredAt }: ReceiptStory, facts: ReceiptFacts): RichText[] {
  return (facts.progress?.get(receiptId) ?? []).flatMap((told) => {
    const challenge = facts.challenges?.get(told.challengeId);
    return challenge ? [progressAt(challenge, told, { ...facts, now: occurredAt })] : [];
  });
}

/** The same as a message of its own, where the first one cannot be changed. */
export function progressText(story: ReceiptStory, facts: ReceiptFacts): RichText | null {
  const lines = challengeLines(story, facts);
  return lines.length === 0 ? null : lines.join('\n');
}

function head(
  { number, storeName: store, amountMinor, moneyCurrency }: ReceiptStory,
  language: Language,
): RichText {
  const amount = formatMoney(amountMinor, language, moneyCurrency);
  return noticeWords(language, 'receipt.head', { number, store, amount });
}

/** What rules took off; what offers did is told by their own lines. */
function discounts({ discountMinor, told, moneyCurrency }: ReceiptStory, language: Language): RichText[] {
  const ofOffers = new Set<string>(told.coupons?.map(({ offerId }) => offerId));
  const byOffers = told.coupons?.reduce((sum, each) => sum + BigInt(each.savedMinor), 0n) ?? 0n;
  if (discountMinor <= byOffers) return [];
  const amount = formatMoney(discountMinor - byOffers, language, moneyCurrency);
  const ofRules = told.discounts.filter((each) => !ofOffers.has(each.ruleId));
  const names = [...new Set(ofRules.map((each) => ruleNameIn(each, language)))].filter((name) => name !== '');
  const what = names.map((name) => cut(name)).join(', ');
  return [
    what
      ? noticeWords(language, 'receipt.discountFor', { amount, what })
      : noticeWords(language, 'receipt.discount', { amount }),
  ];
}

/** Which of the member's offers worked, and what each brought. */
function offers({ told, moneyCurrency }: ReceiptStory, language: Language): RichText[] {
  return (told.coupons ?? []).map(({ title, savedMinor, points }) => {
    const what = [
      ...(savedMinor > 0 ? [`−${formatMoney(savedMinor, language, moneyCurrency)}`] : []),
      ...(points > 0 ? [`+${formatPoints(points, language)}`] : []),
    ];
    const values = { title: cut(textIn(title, language)), what: what.join(', ') || '✓' };
    return noticeWords(language, 'receipt.offer', values);
  });
}

function changes({ earned, burnt }: ReceiptStory, language: Language): RichText[] {
  const said = [
    ...(burnt > 0n ? [`−${formatPoints(burnt, language)}`] : []),
    ...(earned > 0n ? [`+${formatPoints(earned, language)}`] : []),
  ];
  return said.length > 0 ? [`${said.join(', ')}.`] : [];
}

/** Without it the account would have risen by less than the receipt brought, and nobody could say why. */
function debt(story: ReceiptStory, language: Language): RichText[] {
  const paid = debtPaid(story);
  return paid > 0n
    ? [noticeWords(language, 'receipt.debtPaid', { points: formatPoints(paid, language) })]
    : [];
}

/** The balance as it was right after the last thing that happened to the receipt. */
function balanceOf(balance: bigint, { language, returnPolicy }: ReceiptFacts): RichText {
  if (balance >= 0n || returnPolicy === 'negative')
    return noticeWords(language, 'receipt.balance', { balance: signed(balance, language) });
  return noticeWords(language, 'receipt.debt', { debt: formatPoints(-balance, language) });
}

/** Points that wait, and those that waited and are active now. */
function pending({ moves, recordedAt }: ReceiptStory, facts: ReceiptFacts): RichText[] {
  const { language, now } = facts;
  const gains = (moves ?? []).filter(
    (move) => move.currency === 'points' && move.kind === 'earn' && move.lot,
  );
  const lines: RichText[] = [];
  for (const { lot } of gains) {
    if (!lot || lot.remaining <= 0n) continue;
    const points = formatPoints(lot.remaining, language);
    if (lot.activeAt === null) lines.push(waits(points, lot.waitsFor, language));
    else if (lot.activeAt > now)
      lines.push(noticeWords(language, 'receipt.pending', { points, day: formatStart(lot.activeAt, facts) }));
  }
  const waited = gains.some(
    ({ lot }) => lot?.activeAt && lot.activeAt <= now && lot.activeAt.getTime() > recordedAt.getTime(),
  );
  if (waited && lines.length === 0) lines.push(noticeWords(language, 'receipt.active'));
  return lines;
}

/** What points wait for, in words where the action is one of the chat's own. */
export function waits(points: string, waitsFor: string | null, language: Language): RichText {
  const known = waitsFor === 'rating' || waitsFor === 'birthday' || waitsFor === 'phone' ? waitsFor : 'other';
  return noticeWords(language, `receipt.waits.${known}`, { points });
}

function returned(story: ReceiptStory, { language }: ReceiptFacts): RichText[] {
  if (!story.returned) return [];
  const { amountMinor, takenBack, givenBack, owed } = story.returned;
  const amount = formatMoney(amountMinor, language, story.moneyCurrency);
  const lines: RichText[] = [];
  const named = story.lines.filter((line) => line.returnedMilli > 0);
  if (story.state === 'cancelled') lines.push(noticeWords(language, 'receipt.cancelled', { amount }));
  else if (named.length === 0 || named.length > MOST_LINES)
    lines.push(noticeWords(language, 'receipt.returned', { amount }));
  else {
    const what = named.map((line) => `<s>${escapeRich(lineName(line, language))}</s>`).join(', ');
    // Names are escaped already, and struck through.
    lines.push(`${noticeWords(language, 'receipt.returnedLines', { amount })} ${what}`);
  }
  if (takenBack > 0n)
    lines.push(noticeWords(language, 'receipt.takenBack', { points: formatPoints(takenBack, language) }));
  if (givenBack > 0n)
    lines.push(noticeWords(language, 'receipt.givenBack', { points: formatPoints(givenBack, language) }));
  if (owed > 0n) lines.push(noticeWords(language, 'receipt.owed', { points: formatPoints(owed, language) }));
  for (const { couponId, title } of story.told.coupons ?? [])
    if (story.couponsBack.includes(couponId))
      lines.push(noticeWords(language, 'receipt.offerBack', { title: cut(textIn(title, language)) }));
  return lines;
}

/** `Молоко × 2`, `Сир × 0,4`; a single piece goes without its number. */
function lineName({ name, sku, returnedMilli }: StoryLine, language: Language): string {
  const what = cut(name || sku);
  return returnedMilli === 1_000 ? what : `${what} × ${formatNumber(returnedMilli / 1_000, language)}`;
}

/** Points that a limit took off: "100 points of 140". */
function caps({ told }: ReceiptStory, { language, currencies }: ReceiptFacts): RichText[] {
  const all = [...told.trimmed, ...(told.cut ?? [])];
  return all.slice(0, MOST_CAPS).map(({ currency, kind, wanted, given }) =>
    noticeWords(language, 'receipt.cap', {
      given: formatAmount(given, currency, { currencies, language }),
      wanted: formatNumber(wanted, language),
      cap: noticeWords(language, `receipt.caps.${kind}`),
    }),
  );
}

/** Stamps as boxes, everything else as an amount. */
function otherCurrencies({ others }: ReceiptStory, facts: ReceiptFacts): RichText[] {
  const { language } = facts;
  return others.map(({ currency, amount: change, balanceAfter }) => {
    const card = stampCard(balanceAfter, currency, facts);
    if (card) return card;
    const amount = formatAmount(change < 0n ? -change : change, currency, facts);
    const total = signed(balanceAfter, language);
    return noticeWords(language, change < 0n ? 'receipt.otherLost' : 'receipt.other', { amount, total });
  });
}

/** A stamp card as people know it from paper, `●●●○○`; null for a currency that no rule fills a card with. It names its card. */
export function stampCard(
  balance: bigint,
  currency: string,
  { language, currencies, stampCards }: Pick<ReceiptFacts, 'language' | 'currencies' | 'stampCards'>,
): RichText | null {
  const card = stampCards.get(currency);
  if (card === undefined) return null;
  const { need, called } = card;
  const have = formatAmount(balance, currency, { currencies, language });
  const values = { boxes: stampBoxes(balance, need), have, need: formatNumber(need, language) };
  const key = balance >= BigInt(need) ? 'receipt.stampsFull' : 'receipt.stamps';
  if (called === null) return noticeWords(language, key, values).trim();
  return noticeWords(language, `${key}Of`, { ...values, card: ruleNameIn(called, language) }).trim();
}

export const stars = (rating: number): string => '★'.repeat(rating) + '☆'.repeat(5 - rating);

function signed(amount: bigint, language: Language): string {
  return amount < 0n ? `−${formatNumber(-amount, language)}` : formatNumber(amount, language);
}

function cut(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1).toWellFormed()}…`;
}
