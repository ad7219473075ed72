// How many points there are, which of them wait, what expires next, and the way to the next tier.
import type { Balance } from '#src/core/ledger/read-balance.ts';
import { UNTIL_STAFF_DECIDE } from '#src/core/members/link-identity.ts';
import { nextTier } from '#src/core/stores/read-programme.ts';
import { formatDay, formatMoney, formatPoints, formatTime } from '#src/lib/format.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import type { Scene, View } from '../scene.ts';
import { words } from '../words.ts';
import { tierName } from './tier-name.ts';

/** More moments than that are not read. */
const MOST_PENDING = 4;

export const balance: Scene = (_state, event, view) => {
  if (event.kind === 'action' && event.action === 'balance') return { commands: [{ do: 'readBalance' }] };
  if (event.kind !== 'did' || event.did !== 'readBalance') return null;
  return { say: [{ text: [...points(event.balance, view), ...waits(view), ...tiers(view)].join('\n') }] };
};

function points(of: Balance, view: View): string[] {
  const { language } = view;
  const say = (amount: bigint) => formatPoints(amount, language);
  const day = (date: Date) => formatDay(date, { language, timeZone: view.programme.timeZone, now: view.at });
  const lines = [words(language, 'balance.now', { points: say(of.balance) })];
  if (of.spendable !== of.balance)
    lines.push(words(language, 'balance.spendable', { points: say(of.spendable) }));
  for (const { amount, activeAt } of of.pending.slice(0, MOST_PENDING))
    lines.push(words(language, 'balance.pending', { points: say(amount), day: day(activeAt) }));
  if (of.nextExpiry) {
    const { amount, expiresAt } = of.nextExpiry;
    lines.push(words(language, 'balance.expiry', { points: say(amount), day: day(expiresAt) }));
  }
  return lines;
}

function waits({ language, member, programme, at: now }: View): string[] {
  const from = member?.burnAllowedFrom;
  if (!from || from <= now) return [];
  if (from >= UNTIL_STAFF_DECIDE)
    return programme.supportPhone
      ? [words(language, 'balance.stopped', { phone: programme.supportPhone })]
      : [refusalSentence(language, 'burn_waits')];
  const { timeZone } = programme;
  const day = formatDay(from, { language, timeZone, now });
  return [words(language, 'balance.wait', { day, time: formatTime(from, { language, timeZone }) })];
}

function tiers({ language, member, programme, tiers: all }: View): string[] {
  if (!member) return [];
  const lines = [words(language, 'balance.tier', { tier: tierName(language, member.tierKey) })];
  const next = nextTier(all, member);
  if (!next) return [...lines, words(language, 'balance.top')];
  const amount = formatMoney(next.missingMinor, language, programme.moneyCurrency);
  return [...lines, words(language, 'balance.next', { tier: tierName(language, next.tier.tierKey), amount })];
}
