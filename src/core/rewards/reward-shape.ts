import type { reward, rewardOrder } from '#src/db/schema/rewards.ts';
import type { Texts } from '#src/lib/texts.ts';

type Stored = typeof reward.$inferSelect;

export type Reward = Omit<Stored, 'names' | 'descriptions'> & { names: Texts; descriptions: Texts };
export type Order = typeof rewardOrder.$inferSelect;
export type OrderStatus = Order['status'];

/** What a member, or staff for them, can still have or fetch. */
export const OPEN: OrderStatus[] = ['ordered', 'ready'];
/** What counts against a member's limit. */
export const TAKEN: OrderStatus[] = [...OPEN, 'handed_over'];

// Only createReward and changeReward write texts, after the contract has checked them.
export function asReward(row: Stored): Reward {
  return { ...row, names: row.names as Texts, descriptions: row.descriptions as Texts };
}
