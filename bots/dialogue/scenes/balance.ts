// How many points there are, which of them wait, what expires next, other things collected, and the way to the next tier.
import { progressLine } from '#src/core/deliveries/challenge-words.ts';
import { stampCard, waits } from '#src/core/deliveries/receipt-points.ts';
import { burnWaitOf } from '#src/core/members/burn-wait.ts';
import { type TierStanding, tierStanding } from '#src/core/members/tier-standing.ts';
import { formatAmount } from '#src/core/stores/format-amount.ts';
import { tierBenefits, tierName } from '#src/core/stores/tier-name.ts';
import { formatDay, formatEnd, formatMoney, formatPoints, formatStart } from '#src/lib/format.ts';
import type { BotKey } from '#src/lib/i18n.ts';
import { textIn } from '#src/lib/texts.ts';
import type { Wallet } from '../command.ts';
import type { Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';
import { burnWaitLines } from './burn-wait.ts';

/** More days than that are not read. */
const MOST_PENDING = 4;
const MOST_BADGES = 8;
const MOST_CHALLENGES = 3;

export const balance: Scene = (_state, event, view) => {
  if (event.kind === 'action' && event.action === 'balance') return { commands: [{ do: 'readBalance' }] };
  if (event.kind !== 'did' || event.did !== 'readBalance') return null;
  const lines = [
    ...points(event, view),
    ...burnWaitLines(view.member && burnWaitOf(view.member, view.at), view),
    ...others(event, view),
    ...tiers(event, view),
    ...badges(event, view),
    ...challenges(event, view),
  ];
  const give = { label: label(view.language, 'balance.gift'), action: 'gift' };
  const buttons = event.balance.spendable > 0n ? { buttons: [[give]] } : {};
  return { say: [{ text: lines.join('\n'), ...buttons }] };
};

function points({ balance: of }: Wallet, view: View): string[] {
  const { language } = view;
  const say = (amount: bigint) => formatPoints(amount, language);
  const lines = [words(language, 'balance.now', { points: signedPoints(of.balance, view) })];
  if (of.debt > 0n) lines.push(words(language, 'balance.debt', { points: say(of.debt) }));
  if (of.spendable !== of.balance)
    lines.push(words(language, 'balance.spendable', { points: say(of.spendable) }));
  if (of.held > 0n) lines.push(words(language, 'balance.held', { points: say(of.held) }));
  lines.push(...times(of, 'points', view));
  return lines;
}
/** What waits, a line for each day and for each thing that is to be done; and what ends next. */
function times(
  { pending, nextExpiry }: Pick<Wallet['balance'], 'pending' | 'nextExpiry'>,
  currency: string,
  view: View,
): string[] {
  const { language } = view;
  const say = (amount: bigint) => formatAmount(amount, currency, view);
  const whens = Map.groupBy(pending, ({ activeAt, waitsFor }) =>
    activeAt === null ? `on ${waitsFor}` : formatStart(activeAt, calendarOf(view)),
  );
  const lines = [...whens].slice(0, MOST_PENDING).map(([when, of]) => {
    const points = say(of.reduce((sum, { amount }) => sum + amount, 0n));
    const [first] = of;
    return first?.activeAt
      ? words(language, 'balance.pending', { points, day: when })
      : waits(points, first?.waitsFor ?? null, language);
  });
  if (nextExpiry) {
    const ends = formatEnd(nextExpiry.expiresAt, calendarOf(view));
    lines.push(words(language, 'balance.expiry', { points: say(nextExpiry.amount), day: ends }));
  }
  return lines;
}

function badges({ badges: worn }: Wallet, { language, programme }: View): string[] {
  if (worn.length === 0) return [];
  const shown = worn
    .slice(0, MOST_BADGES)
    .map(({ sign, titles }) => `${sign} ${textIn(titles, language, programme.defaultLanguage)}`);
  return [words(language, 'balance.badges', { badges: shown.join(' · ') })];
}

/** How far the member is, a line each. */
function challenges({ challenges: going }: Wallet, { language, programme, at: now }: View): string[] {
  const { timeZone } = programme;
  return going
    .slice(0, MOST_CHALLENGES)
    .map(({ challenge, period, ...standing }) =>
      progressLine(challenge, standing, { language, timeZone, now, until: period.until }),
    );
}

/** Stamp cards as boxes, everything else as an amount; what was closed is shown no more. */
function others({ others: all, stampCards }: Wallet, view: View): string[] {
  const { language, currencies } = view;
  return all.flatMap(({ currency, balance: amount, ...of }) => {
    if (!currencies.some((each) => each.currency === currency)) return [];
    const card = stampCard(amount, currency, { language, currencies, stampCards });
    if (card === null && amount <= 0n) return [];
    const shown = formatAmount(amount, currency, { currencies, language });
    return [card ?? words(language, 'balance.other', { amount: shown }), ...times(of, currency, view)];
  });
}

function tiers({ standing }: Wallet, view: View): string[] {
  const { language, member, programme, tiers: all, at } = view;
  const own = all.find((each) => each.tierKey === member?.tierKey);
  if (!member || !own) return [];
  const lines = [words(language, 'balance.tier', { tier: tierName(language, own.tierKey) })];
  const benefits = tierBenefits(own, language);
  if (benefits.length > 0) lines.push(words(language, 'balance.benefits', { benefits: benefits.join(', ') }));
  const { next, keep } = tierStanding({
    months: standing.months,
    totalMinor: programme.tierBasis === 'spend' ? member.turnoverMinor : null,
    programme,
    tiers: all,
    at,
    tierKey: own.tierKey,
  });
  if (keep && standing.tierKeptUntil)
    lines.push(
      words(language, 'balance.keep', {
        amount: gap(keep.missing, view),
        day: day(standing.tierKeptUntil, view),
      }),
    );
  if (!next) return all.at(-1) === own ? [...lines, words(language, 'balance.top')] : lines;
  return [...lines, toNext(next, view)];
}

function toNext(next: NonNullable<TierStanding['next']>, view: View): string {
  const spends = view.programme.tierBasis === 'spend';
  const key: BotKey = next.by
    ? spends
      ? 'balance.nextBy'
      : 'balance.nextPointsBy'
    : spends
      ? 'balance.next'
      : 'balance.nextPoints';
  return words(view.language, key, {
    tier: tierName(view.language, next.tierKey),
    amount: gap(next.missing, view),
    ...(next.by ? { day: day(next.by, view) } : {}),
  });
}

/** Money or points, as the programme counts. */
function gap(missing: bigint, { language, programme }: View): string {
  return programme.tierBasis === 'spend'
    ? formatMoney(missing, language, programme.moneyCurrency)
    : formatPoints(missing, language);
}

/** A balance below zero with the sign that people read. */
function signedPoints(amount: bigint, { language }: View): string {
  return amount < 0n ? `−${formatPoints(-amount, language)}` : formatPoints(amount, language);
}

function day(date: Date, view: View): string {
  return formatDay(date, calendarOf(view));
}

function calendarOf({ language, programme, at: now }: View) {
  return { language, timeZone: programme.timeZone, now };
}
