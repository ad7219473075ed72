// The message about a purchase, from what is stored of it now: the same whoever asks, however often and in whatever
// order things happened to it.
import { formatMoney, formatNumber, formatPoints } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import type { ReceiptStory, StoryLine } from '../receipts/read-receipt-stories.ts';
import { ruleNameIn } from '../rules/rule-name-in.ts';
import { progressAt } from './challenge-words.ts';
import { noticeWords } from './notice-words.ts';
import { type Button, escapeRich, type RichText } from './prompt.ts';
import type { ReceiptFacts } from './receipt-facts.ts';
import {
  balanceOf,
  caps,
  changes,
  debt,
  lapsed,
  otherCurrencies,
  otherTotals,
  pending,
  pointsBack,
} from './receipt-points.ts';

/** More returned lines than that are counted, not named. */
const MOST_LINES = 8;
/** A longer name is cut: the slip has it in full. */
const LONGEST_NAME = 60;

/** The words of the message. */
export function receiptText(story: ReceiptStory, facts: ReceiptFacts): RichText {
  const { language } = facts;
  const lines = [head(story, language), ...discounts(story, language), ...offers(story, language)];
  const balance = balanceOf(story.balanceAfter, facts);
  const change = [...changes(story, facts), ...debt(story, language)];
  if (story.returned) lines.push(...change, ...returned(story, facts), balance);
  else lines.push([...change, balance].join(' '));
  lines.push(...otherCurrencies(story, facts), ...lapsed(story, facts));
  lines.push(...pending(story, facts), ...caps([...story.told.trimmed, ...(story.told.cut ?? [])], facts));
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
  const total = balanceOf(story.balanceAfter, facts);
  return [named, ...returned(story, facts), total, ...otherTotals(story, facts)].join('\n');
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

function returned(story: ReceiptStory, facts: ReceiptFacts): RichText[] {
  if (!story.returned) return [];
  const { language } = facts;
  const { amountMinor, owed } = story.returned;
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
  const { takenBack, givenBack } = pointsBack(story, facts);
  if (takenBack) lines.push(noticeWords(language, 'receipt.takenBack', { points: takenBack }));
  if (givenBack) lines.push(noticeWords(language, 'receipt.givenBack', { points: givenBack }));
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

export const stars = (rating: number): string => '★'.repeat(rating) + '☆'.repeat(5 - rating);

function cut(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1).toWellFormed()}…`;
}
