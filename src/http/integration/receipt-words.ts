// What the cashier's display and the slip say. Both are narrow, and their fonts are poor: plain blanks, plain hyphens,
// letters for the currency.

import type { BasketAnswer } from '#src/contract/receipt-basket.ts';
import { ownPoints } from '#src/core/ledger/points.ts';
import type { RuleTeller } from '#src/core/rules/rule-teller.ts';
import { formatAmount, type NamedCurrency } from '#src/core/stores/format-amount.ts';
import { formatDay, formatMoney, formatNumber, formatPoints, formatStart } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { webSentence } from '../sentences.ts';

const CASHIER_WIDTH = 40;
const SLIP_WIDTH = 42;

export interface Speech {
  language: Language;
  timeZone: string;
  moneyCurrency: string;
  currencies: readonly NamedCurrency[];
  /** Tells rules with the shop's names. */
  teller: () => RuleTeller;
  at: Date;
}

type Said = Omit<BasketAnswer, 'words'>;

export function receiptWords(said: Said, speech: Speech): BasketAnswer['words'] {
  const lines = slipLines(said, speech).map((line) => plain(line, speech));
  return {
    cashier: cutToFit(plain(cashierLine(said, speech), speech)),
    slip: lines.flatMap(wrap),
  };
}

/** What tills print instead of letters that their fonts have not; the sign of the hryvnia goes by the language. */
const PLAIN: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u202f': ' ',
  '−': '-',
  '’': "'",
  '«': '"',
  '»': '"',
  '“': '"',
  '”': '"',
};

/** A sentence in letters that every till has. */
export function plain(text: string, { language }: Pick<Speech, 'language'>): string {
  return text.replace(
    /[\u00a0\u202f−’«»“”₴]/g,
    (letter) => PLAIN[letter] ?? (language === 'en' ? 'UAH ' : 'грн'),
  );
}

function cashierLine(said: Said, { language }: Speech): string {
  const say = (key: string, values: Record<string, string> = {}) =>
    webSentence(`receipt.cashier.${key}`, language, values);
  const { state, gifts, claim, burn, balance, debt, next, memberId } = said;
  const earned = ownPoints(said.points);
  const [gift] = gifts;
  if (state === 'cancelled') return say('cancelled');
  if (gift) return say('gift', { name: gift });
  if (claim)
    return claim.points > 0
      ? say('claim', { points: formatPoints(claim.points, language) })
      : say('claimNone');
  const points = formatPoints(earned, language);
  if (state === 'returned' && memberId === null) return say('returned');
  // Nobody's when it was told, and somebody's since.
  if (state === 'closed' && memberId === null) return say('claimed');
  if (said.receiptId === null) {
    const threshold = next.find(({ kind }) => kind === 'threshold');
    if (threshold) return threshold.text;
    const maximum = formatNumber(said.maximumBurn, language);
    if (memberId === null) return earned > 0 ? say('nobody', { points }) : say('nobodyNone');
    if (earned === 0) return said.maximumBurn > 0 ? say('openNone', { maximum }) : say('earnNone');
    return said.maximumBurn > 0 ? say('open', { points, maximum }) : say('earn', { points });
  }
  const shown = {
    earned: points,
    burnt: formatNumber(burn, language),
    balance: owes(said)
      ? say('debt', { balance: formatNumber(balance ?? 0, language), debt: formatNumber(debt, language) })
      : formatNumber(balance ?? 0, language),
  };
  if (burn > 0 && earned > 0) return say('both', { ...shown, earned: formatNumber(earned, language) });
  return say(earned > 0 ? 'earned' : burn > 0 ? 'burnt' : 'none', shown);
}

/** A balance below zero says by itself what is owed. */
function owes({ balance, debt }: Said): boolean {
  return debt > 0 && balance !== null && balance >= 0;
}

function slipLines(said: Said, { language, timeZone, moneyCurrency, currencies, at }: Speech): string[] {
  const say = (key: string, values: Record<string, string> = {}) =>
    webSentence(`receipt.slip.${key}`, language, values);
  const calendar = { language, timeZone, now: at };
  const { state, memberId, claim, burn, discountMinor, gifts, balance, debt, next } = said;
  if (state === 'cancelled') return [say('cancelled')];
  if (state === 'returned' && memberId === null) return [say('returned')];
  if (claim) {
    const points = formatPoints(claim.points, language);
    const head = say(claim.points > 0 ? 'claim' : 'claimNone', {
      points,
      day: formatDay(new Date(claim.until), calendar),
    });
    return [head, claim.url, say('code', { code: claim.code.replace(/(.{4})(?=.)/g, '$1 ') })];
  }
  return [
    ...(discountMinor > 0
      ? [say('discount', { amount: formatMoney(discountMinor, language, moneyCurrency) })]
      : []),
    ...(burn > 0 ? [say('burnt', { points: formatPoints(burn, language) })] : []),
    ...said.points.map((award) => {
      const points = formatAmount(award.points, award.currency, { currencies, language });
      if (award.activeAt === null) return say('waits', { points });
      return Date.parse(award.activeAt) > at.getTime()
        ? say('pending', { points, day: formatStart(new Date(award.activeAt), calendar) })
        : say('earned', { points });
    }),
    ...gifts.map((name) => say('gift', { name })),
    ...(balance === null
      ? []
      : [
          say(owes(said) ? 'balanceDebt' : 'balance', {
            points: formatPoints(balance, language),
            debt: formatPoints(debt, language),
          }),
        ]),
    // A closed receipt that is told again has the same slip, and what was next is not kept.
    ...(state === 'open' ? next.slice(0, 1).map(({ text }) => text) : []),
  ];
}

/** Cut at the last blank that fits. */
function cutToFit(text: string): string {
  if (text.length <= CASHIER_WIDTH) return text;
  const cut = text.slice(0, CASHIER_WIDTH - 1);
  const blank = cut.lastIndexOf(' ');
  return `${blank > CASHIER_WIDTH / 2 ? cut.slice(0, blank) : cut}…`;
}

/** Lines of the slip's width, broken at blanks where there are any. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > SLIP_WIDTH) {
    const blank = rest.lastIndexOf(' ', SLIP_WIDTH);
    const end = blank > 0 ? blank : SLIP_WIDTH;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}
