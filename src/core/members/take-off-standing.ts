import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { standing } from '#src/db/schema/members.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';

/** Of the use of a rule that has limits. */
export interface RuleBack {
  /** 1 when it is as if it had never applied. */
  times: 0 | 1;
  points: bigint;
}

export interface TakeOff {
  memberId: MemberId;
  /** Money that went back, in minor units. */
  amountMinor: bigint;
  /** What no longer counts for the tier, in the month of the purchase. */
  counts: bigint;
  /** The local day of the purchase, `YYYY-MM-DD`. */
  day: string;
  /** Points taken back by currency: on the same day they can be earned again. */
  points: ReadonlyMap<string, bigint>;
  /** When the whole purchase is undone: when it was, and what the purchases that are left say. */
  undone: { at: Date; lastReceiptAt: Date | null; lastUses: ReadonlyMap<RuleId, number> } | null;
  /** What limits of rules count no more; rules whose use is not counted are passed over. */
  rules: ReadonlyMap<RuleId, RuleBack>;
}

/** As rules count it. */
interface Use {
  times: number;
  timesToday: number;
  points: number;
  pointsToday: number;
  lastAt: number | null;
}

/** Takes a return off the member's standing. The tier stays: going down is a matter of the daily review. */
export async function takeOffStanding(tx: Tx, input: TakeOff): Promise<void> {
  const { memberId, amountMinor, counts, day, points, undone, rules } = input;
  const month = day.slice(0, 7);
  const [now] = await tx.select().from(standing).where(eq(standing.memberId, memberId)).for('update');
  if (!now) return;
  const earned: Record<string, number> = { ...(now.earnedToday as Record<string, number>) };
  for (const [currency, amount] of points)
    earned[currency] = Math.max(0, (earned[currency] ?? 0) - Number(amount));
  const months: Record<string, number> = { ...(now.months as Record<string, number>) };
  months[month] = (months[month] ?? 0) - Number(counts);
  await tx
    .update(standing)
    .set({
      version: sql`${standing.version} + 1`,
      turnoverMinor: sql`${standing.turnoverMinor} - ${amountMinor}`,
      receipts: sql`greatest(0, ${standing.receipts} - ${undone ? 1 : 0})`,
      // A later one stays the last.
      ...(undone &&
        (now.lastReceiptAt === null || now.lastReceiptAt <= undone.at) && {
          lastReceiptAt: undone.lastReceiptAt,
        }),
      months,
      ruleUse: usedAfter(now.ruleUse as Record<RuleId, Use>, { rules, undone, isToday: now.day === day }),
      ...(now.day === day && { earnedToday: earned }),
    })
    .where(eq(standing.memberId, memberId));
}

function usedAfter(
  before: Record<RuleId, Use>,
  { rules, undone, isToday }: Pick<TakeOff, 'rules' | 'undone'> & { isToday: boolean },
): Record<RuleId, Use> {
  const after = { ...before };
  for (const [ruleId, back] of rules) {
    const use = before[ruleId];
    if (!use) continue;
    const less = (count: number, taken: number) => Math.max(0, count - taken);
    const times = less(use.times, back.times);
    // Where no receipt tells of the uses that are left, as of those from before they were noted, the last one stays.
    const wasLast = undone !== null && use.lastAt !== null && use.lastAt <= undone.at.getTime();
    const lastAt = wasLast ? (undone.lastUses.get(ruleId) ?? use.lastAt) : use.lastAt;
    after[ruleId] = {
      ...use,
      times,
      points: less(use.points, Number(back.points)),
      lastAt: times === 0 ? null : lastAt,
      ...(isToday && {
        timesToday: less(use.timesToday, back.times),
        pointsToday: less(use.pointsToday, Number(back.points)),
      }),
    };
  }
  return after;
}
