// The shopping list: what a scene asks for and hears back.
import type { ShoppingItem } from '#src/core/shopping/shopping-list.ts';

/** What is to be done with the shopping list; `at`: when it was cleared, milliseconds since the epoch. */
export type ListAsked =
  | { list: 'show' | 'repeat' | 'offers' }
  | { list: 'add'; written: string }
  | { list: 'tick'; itemId: string }
  | { list: 'clear'; ticked: boolean }
  | { list: 'undo'; at: number };

export interface ListOutcome {
  kind: 'did';
  did: 'shopping';
  asked: ListAsked['list'];
  page: number;
  items: ShoppingItem[];
  added?: number;
  /** How many had no room. */
  left?: number;
  cleared?: { count: number; at: number };
  /** Things that offers are about, with their titles. */
  found?: { name: string; offers: string[] }[];
}
