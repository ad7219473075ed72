import type { reward, rewardOrder } from '#src/db/schema/rewards.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';

/** A text in one language or more. */
export type Texts = Partial<Record<Language, string>>;

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

/** The text in `language`, or else in `fallback`, or else in whichever there is; empty when there is none. */
export function textIn(texts: Texts, language: Language, fallback: Language): string {
  const found = [language, fallback, ...LANGUAGES].find((each) => texts[each]?.trim());
  return found ? (texts[found]?.trim() ?? '') : '';
}
