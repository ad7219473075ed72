// A member's standing with a receipt in it: what the next one will be counted by.
import type { RuleId } from '#src/lib/id.ts';
import { reachedTier } from '../members/tier-standing.ts';
import type { Evaluation, RuleUse } from '../rules/basket.ts';
import { localDay } from './local-day.ts';
import type { ReceiptInput } from './receipt-input.ts';
import type { ItemContext } from './receipt-item.ts';
import type { ReceiptMember } from './receipt-member.ts';

/** What post_receipts writes into the standing; null where it stays. */
export interface StandingAfter {
  /** The tier that is reached with it, when it is a higher one. */
  tierKey: string | null;
  /** The month, `YYYY-MM`, for which `counts` counts towards the tier. */
  month: string | null;
  counts: bigint;
  /** The day that `earnedToday` is about. */
  day: string | null;
  /** JSON. */
  earnedToday: string | null;
  ruleUse: string | null;
}

/** The member's standing with this receipt in it. */
export function standingAfter(
  input: ReceiptInput,
  {
    member,
    evaluation,
    known,
    counted,
    amountMinor,
    earned,
    at,
  }: ItemContext & { amountMinor: bigint; earned: number },
): StandingAfter {
  const { programme, tiers } = known;
  const day = localDay(input.occurredAt.getTime(), programme.timeZone);
  const month = day.slice(0, 7);
  const counts = programme.tierBasis === 'spend' ? amountMinor : BigInt(earned);
  const reached = reachedTier({
    months: { ...member.months, [month]: (member.months[month] ?? 0) + Number(counts) },
    totalMinor: programme.tierBasis === 'spend' ? member.turnoverMinor + amountMinor : null,
    programme,
    tiers,
    at,
  });
  const place = (tierKey: string) => tiers.findIndex((each) => each.tierKey === tierKey);
  // Going down is a matter of time, not of a receipt.
  const tierKey = place(reached) > place(member.nowTierKey) ? reached : null;
  const isPast = member.day !== null && day < member.day;
  const when = { evaluation, counted, at: input.occurredAt.getTime() };
  const use = isPast
    ? rulesUsed(member.ruleUse, { ...when, isPast })
    : (rulesUsed(member.facts.ruleUse, when) ?? forgotten(member, day));
  return {
    tierKey,
    month,
    counts,
    day: isPast ? null : day,
    earnedToday: isPast ? null : JSON.stringify(earnedAfter(member.facts.earnedToday, evaluation)),
    ruleUse: use && JSON.stringify(use),
  };
}

export function earnedAfter(before: Record<string, number>, { awards }: Evaluation): Record<string, number> {
  const after = { ...before };
  // Stamps that a free piece takes make no room on the day for others.
  for (const { currency, parts } of awards)
    for (const { points } of parts) if (points > 0) after[currency] = (after[currency] ?? 0) + points;
  return after;
}

/** With the first receipt of a day what was counted on another one is forgotten, whether or not a rule is counted now. */
function forgotten({ day, facts }: ReceiptMember, today: string): Record<RuleId, RuleUse> | null {
  return day !== today && Object.keys(facts.ruleUse).length > 0 ? facts.ruleUse : null;
}

/** Null when nothing that is counted has applied. What happened on a past day is no part of today. */
export function rulesUsed(
  before: Record<RuleId, RuleUse>,
  {
    evaluation,
    counted,
    at,
    isPast = false,
  }: { evaluation: Evaluation; counted: ReadonlySet<RuleId>; at: number; isPast?: boolean },
): Record<RuleId, RuleUse> | null {
  const used = evaluation.used.filter((each) => counted.has(each.ruleId));
  if (used.length === 0) return null;
  const after = { ...before };
  for (const { ruleId, points } of used) {
    const old = before[ruleId] ?? { times: 0, timesToday: 0, points: 0, pointsToday: 0, lastAt: null };
    after[ruleId] = {
      times: old.times + 1,
      timesToday: old.timesToday + (isPast ? 0 : 1),
      points: old.points + points,
      pointsToday: old.pointsToday + (isPast ? 0 : points),
      lastAt: Math.max(old.lastAt ?? 0, at),
    };
  }
  return after;
}
