// What limits, caps and cooldowns of rules have counted for two members who become one, and for each when they part again.
// Pure.
import type { RuleId } from '#src/lib/id.ts';

/** Of one rule, as rules count it. */
interface Use {
  times: number;
  timesToday: number;
  points: number;
  pointsToday: number;
  lastAt: number | null;
}

export interface Counts {
  /** The day that the parts of today are about, `YYYY-MM-DD`. */
  day: string | null;
  earnedToday: Record<string, number>;
  ruleUse: Record<RuleId, Use>;
}

const NONE: Use = { times: 0, timesToday: 0, points: 0, pointsToday: 0, lastAt: null };

/** What either has had, both have: nothing that is given once is given again. Of two days the later one counts. */
export function joinCounts(one: Counts, other: Counts): Counts {
  const day = (one.day ?? '') > (other.day ?? '') ? one.day : other.day;
  const [a, b] = [onDay(one, day), onDay(other, day)];
  const earnedToday = { ...a.earnedToday };
  for (const [currency, points] of Object.entries(b.earnedToday))
    earnedToday[currency] = (earnedToday[currency] ?? 0) + points;
  const ruleUse = { ...a.ruleUse };
  for (const [ruleId, use] of entriesOf(b.ruleUse)) {
    const had = ruleUse[ruleId] ?? NONE;
    ruleUse[ruleId] = {
      ...had,
      ...use,
      times: had.times + use.times,
      timesToday: had.timesToday + use.timesToday,
      points: had.points + use.points,
      pointsToday: had.pointsToday + use.pointsToday,
      lastAt: later(had.lastAt, use.lastAt),
    };
  }
  return { day, earnedToday, ruleUse };
}

/** What stays with the one who stays when `own` goes back; `before` they had by themselves when both became one. */
export function partCounts(both: Counts, { own, before }: { own: Counts; before: Counts }): Counts {
  const less = (count: number, gone: number) => Math.max(0, count - gone);
  const gone = onDay(own, both.day);
  const earnedToday = { ...both.earnedToday };
  for (const [currency, points] of Object.entries(gone.earnedToday))
    earnedToday[currency] = less(earnedToday[currency] ?? 0, points);
  const ruleUse = { ...both.ruleUse };
  for (const [ruleId, use] of entriesOf(gone.ruleUse)) {
    const now = ruleUse[ruleId];
    if (!now) continue;
    const then = before.ruleUse[ruleId]?.lastAt ?? null;
    const since = now.lastAt !== null && now.lastAt > (later(then, use.lastAt) ?? 0);
    const times = less(now.times, use.times);
    ruleUse[ruleId] = {
      ...now,
      times,
      timesToday: less(now.timesToday, use.timesToday),
      points: less(now.points, use.points),
      pointsToday: less(now.pointsToday, use.pointsToday),
      // As with returns: what has never applied keeps nobody waiting.
      lastAt: times === 0 ? null : since ? now.lastAt : then,
    };
  }
  return { ...both, earnedToday, ruleUse };
}

/** What was counted on an earlier day is no part of this one. */
function onDay(counts: Counts, day: string | null): Counts {
  if (counts.day === day) return counts;
  const ruleUse = { ...counts.ruleUse };
  for (const [ruleId, use] of entriesOf(ruleUse)) ruleUse[ruleId] = { ...use, timesToday: 0, pointsToday: 0 };
  return { day, earnedToday: {}, ruleUse };
}

function later(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

function entriesOf(use: Counts['ruleUse']): [RuleId, Use][] {
  return Object.entries(use) as [RuleId, Use][];
}
