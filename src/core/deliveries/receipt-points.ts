// What the message of a receipt says of points, of each currency alike: what came and went, the accounts, what waits, and
// what returns took back.
import { formatNumber, formatPoints, formatStart } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import type { ReceiptMove } from '../ledger/list-receipt-moves.ts';
import { debtPaid } from '../receipts/debt-paid.ts';
import type { ReceiptStory } from '../receipts/read-receipt-stories.ts';
import type { Cut } from '../rules/basket.ts';
import { ruleNameIn } from '../rules/rule-name-in.ts';
import { formatAmount, stampBoxes } from '../stores/format-amount.ts';
import { noticeWords } from './notice-words.ts';
import type { RichText } from './prompt.ts';
import type { ReceiptFacts } from './receipt-facts.ts';

const MOST_CAPS = 2;

type Naming = Pick<ReceiptFacts, 'language' | 'currencies'>;

/** What it brought and took when it was made; of other currencies only once the account is told apart, after a return. */
export function changes(story: ReceiptStory, facts: ReceiptFacts): RichText[] {
  const { burnt, lapsed, returned } = story;
  const { language } = facts;
  const earned = story.earned - (lapsed.get('points') ?? 0n);
  const said = [
    ...(burnt > 0n ? [`−${formatPoints(burnt, language)}`] : []),
    ...(earned > 0n ? [`+${formatPoints(earned, language)}`] : []),
    ...(returned ? signedAmounts(othersLeft(story), facts) : []),
  ];
  return said.length > 0 ? [`${said.join(', ')}.`] : [];
}

/** `+3 stars`, `−5 stamps`; what did not move is left out. */
export function signedAmounts(
  moved: readonly { currency: string; amount: bigint }[],
  facts: Naming,
): string[] {
  return moved
    .filter(({ amount }) => amount !== 0n)
    .map(({ amount, currency }) => `${amount < 0n ? '−' : '+'}${sizeOf(amount, currency, facts)}`);
}

/** Without it the account would have risen by less than the receipt brought, and nobody could say why. */
export function debt(story: ReceiptStory, language: Language): RichText[] {
  const paid = debtPaid(story);
  return paid > 0n
    ? [noticeWords(language, 'receipt.debtPaid', { points: formatPoints(paid, language) })]
    : [];
}

/** The balance as it was right after the last thing that happened to the receipt. */
export function balanceOf(balance: bigint, { language, returnPolicy }: ReceiptFacts): RichText {
  if (balance >= 0n || returnPolicy === 'negative')
    return noticeWords(language, 'receipt.balance', { balance: signed(balance, language) });
  return noticeWords(language, 'receipt.debt', { debt: formatPoints(-balance, language) });
}

/** Points that wait, and those that waited and are active now. */
export function pending({ moves, recordedAt }: ReceiptStory, facts: ReceiptFacts): RichText[] {
  const { language, now } = facts;
  const gains = (moves ?? []).filter(({ kind }) => kind === 'earn').flatMap(lotOf);
  const waiting = gains.filter(({ activeAt, remaining }) => remaining > 0n && !(activeAt && activeAt <= now));
  const whens = Map.groupBy(waiting, ({ activeAt, waitsFor }) =>
    activeAt === null ? `on ${waitsFor}` : formatStart(activeAt, facts),
  );
  const lines = [...whens].map(([day, of]) => {
    const points = amounts(of, facts);
    const [first] = of;
    return first?.activeAt
      ? noticeWords(language, 'receipt.pending', { points, day })
      : waits(points, first?.waitsFor ?? null, language);
  });
  const active = gains.filter(
    ({ currency, activeAt }) =>
      activeAt &&
      activeAt <= now &&
      activeAt > recordedAt &&
      !waiting.some((each) => each.currency === currency),
  );
  if (active.some(({ currency }) => currency === 'points'))
    lines.push(noticeWords(language, 'receipt.active'));
  const others = active.filter(({ currency, remaining }) => currency !== 'points' && remaining > 0n);
  if (others.length > 0)
    lines.push(noticeWords(language, 'receipt.activeOf', { points: amounts(others, facts) }));
  return lines;
}

type GainLeft = NonNullable<ReceiptMove['lot']> & { currency: string };

function lotOf({ currency, lot }: ReceiptMove): GainLeft[] {
  return lot ? [{ ...lot, currency }] : [];
}

/** `9 points, 3 stamps`. */
function amounts(gains: readonly GainLeft[], facts: Naming): string {
  const sums = new Map<string, bigint>();
  for (const { currency, remaining } of gains) sums.set(currency, (sums.get(currency) ?? 0n) + remaining);
  return [...sums].map(([currency, amount]) => formatAmount(amount, currency, facts)).join(', ');
}

/** What points wait for, in words where the action is one of the chat's own. */
export function waits(points: string, waitsFor: string | null, language: Language): RichText {
  const known = waitsFor === 'rating' || waitsFor === 'birthday' || waitsFor === 'phone' ? waitsFor : 'other';
  return noticeWords(language, `receipt.waits.${known}`, { points });
}

/** Stamps as boxes, everything else as an amount, and what is there of it. */
export function otherCurrencies(story: ReceiptStory, facts: ReceiptFacts): RichText[] {
  const { language } = facts;
  const { returned, lapsed } = story;
  const told = othersLeft(story).filter(({ currency, amount }) => amount !== 0n || !lapsed.has(currency));
  return told.map((other) => {
    const { currency, amount: change, balanceAfter, used = 0n } = other;
    if (returned) return otherTotal(other, facts);
    const card = stampCard(balanceAfter, currency, facts);
    if (card) return used > 0n ? `${card}. ${noticeWords(language, 'receipt.stampsUsed')}` : card;
    const amount = sizeOf(used > 0n ? used : change, currency, facts);
    const total = signed(balanceAfter, language);
    const key = used > 0n ? 'otherUsed' : change < 0n ? 'otherLost' : 'other';
    return noticeWords(language, `receipt.${key}`, { amount, total });
  });
}

/** What was over when the receipt came: it is told neither as a gain nor as a loss. */
export function lapsed({ lapsed: gone }: ReceiptStory, facts: Naming): RichText[] {
  if (gone.size === 0) return [];
  const points = [...gone].map(([currency, amount]) => formatAmount(amount, currency, facts)).join(', ');
  return [noticeWords(facts.language, 'receipt.lapsed', { points })];
}

function othersLeft({ others, lapsed: gone }: ReceiptStory): ReceiptStory['others'] {
  return others.map((each) => ({ ...each, amount: each.amount - (gone.get(each.currency) ?? 0n) }));
}

/** What is there after a return of those currencies that it took back or gave back. */
export function otherTotals({ others }: ReceiptStory, facts: ReceiptFacts): RichText[] {
  return others
    .filter(({ takenBack, givenBack }) => takenBack > 0n || givenBack > 0n)
    .map((other) => otherTotal(other, facts));
}

function otherTotal(
  { currency, balanceAfter }: ReceiptStory['others'][number],
  facts: ReceiptFacts,
): RichText {
  const card = stampCard(balanceAfter, currency, facts);
  if (card) return card;
  const sign = balanceAfter < 0n ? '−' : '';
  const amount = `${sign}${sizeOf(balanceAfter, currency, facts)}`;
  return noticeWords(facts.language, 'receipt.otherNow', { amount });
}

/** What returns took back and gave back, of all currencies together; null: nothing. */
export function pointsBack(
  { returned, others }: Pick<ReceiptStory, 'returned' | 'others'>,
  facts: Naming,
): { takenBack: string | null; givenBack: string | null } {
  const listed = (of: 'takenBack' | 'givenBack') => {
    const own = { currency: 'points', amount: returned?.[of] ?? 0n };
    const all = [own, ...others.map(({ currency, ...back }) => ({ currency, amount: back[of] }))];
    const shown = all.filter(({ amount }) => amount > 0n);
    const words = shown.map(({ currency, amount }) => formatAmount(amount, currency, facts));
    return words.length > 0 ? words.join(', ') : null;
  };
  return { takenBack: listed('takenBack'), givenBack: listed('givenBack') };
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

function sizeOf(amount: bigint, currency: string, facts: Naming): string {
  return formatAmount(amount < 0n ? -amount : amount, currency, facts);
}

/** With the minus of prints. */
export function signed(amount: bigint, language: Language): string {
  return amount < 0n ? `−${formatNumber(-amount, language)}` : formatNumber(amount, language);
}

/** Points that limits took off: "100 points of 140". */
export function caps(
  trimmed: readonly Pick<Cut, 'currency' | 'kind' | 'wanted' | 'given'>[],
  facts: Naming,
): RichText[] {
  const { language } = facts;
  return trimmed.slice(0, MOST_CAPS).map(({ currency, kind, wanted, given }) =>
    noticeWords(language, 'receipt.cap', {
      given: formatAmount(given, currency, facts),
      wanted: formatNumber(wanted, language),
      cap: noticeWords(language, `receipt.caps.${kind}`),
    }),
  );
}
