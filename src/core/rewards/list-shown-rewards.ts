// What a member sees of the catalogue: on, in its days, for their tier. What is sold out, or what they had as often as
// they may, is told so and not hidden: who looks for it finds out why.
import { and, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { reward, rewardOrder } from '#src/db/schema/rewards.ts';
import type { MemberId } from '#src/lib/id.ts';
import { readBalance } from '../ledger/read-balance.ts';
import type { Member } from '../members/read-member.ts';
import { ordersOf } from './orders-of.ts';
import { asReward, type Reward, TAKEN } from './reward-shape.ts';

export interface ShownReward {
  reward: Reward;
  /** What the member could spend on it now, of its currency. */
  spendable: bigint;
  /** How many more they may have by their own limit; null: no limit. */
  leftForMember: number | null;
  /** Whether they could order it this moment. */
  can: boolean;
}

/** What can be had first, the dearest of it first; then what is nearest; what is gone last. */
export async function listShownRewards(
  db: Reader,
  { member, at }: { member: Pick<Member, 'memberId' | 'tierKey'>; at: Date },
): Promise<ShownReward[]> {
  const rows = await db
    .select()
    .from(reward)
    .where(
      and(
        eq(reward.status, 'on'),
        or(isNull(reward.ordersFrom), lte(reward.ordersFrom, at)),
        or(isNull(reward.ordersUntil), gt(reward.ordersUntil, at)),
        sql`(${reward.tierKeys} = '{}' or ${member.tierKey} = any(${reward.tierKeys}))`,
      ),
    );
  if (rows.length === 0) return [];
  const currencies = [...new Set(rows.map((row) => row.currency))];
  const spendable = new Map<string, bigint>();
  for (const each of currencies)
    spendable.set(each, (await readBalance(db, member.memberId, at, each)).spendable);
  const had = await countTaken(db, member.memberId);
  return rows
    .map((row): ShownReward => {
      const { memberLimit, rewardId, currency, price, stock } = row;
      const leftForMember = memberLimit === null ? null : Math.max(0, memberLimit - (had.get(rewardId) ?? 0));
      const has = spendable.get(currency) ?? 0n;
      const can = stock !== 0 && leftForMember !== 0 && has >= price;
      return { reward: asReward(row), spendable: has, leftForMember, can };
    })
    .sort(inOrder);
}

function isGone({ reward: { stock }, leftForMember }: ShownReward): boolean {
  return stock === 0 || leftForMember === 0;
}

function inOrder(one: ShownReward, other: ShownReward): number {
  const group = (each: ShownReward) => (each.can ? 0 : isGone(each) ? 2 : 1);
  if (group(one) !== group(other)) return group(one) - group(other);
  const price = Number(one.reward.price - other.reward.price);
  const byPrice = one.can ? -price : price;
  return byPrice || (one.reward.rewardId < other.reward.rewardId ? -1 : 1);
}

/** How often the member has each reward, by its id. */
async function countTaken(db: Reader, memberId: MemberId): Promise<Map<string, number>> {
  const rows = await db
    .select({ rewardId: rewardOrder.rewardId, taken: sql<number>`count(*)::integer` })
    .from(rewardOrder)
    .where(and(ordersOf(memberId), inArray(rewardOrder.status, TAKEN)))
    .groupBy(rewardOrder.rewardId);
  return new Map(rows.map((row) => [row.rewardId, row.taken]));
}
