// Everything that can be brought in, in the order in which a new shop does it.
import type { ImportKind, ImportKindName } from './import-kind.ts';
import { BALANCES } from './kinds/balances.ts';
import { CARDS } from './kinds/cards.ts';
import { MEMBERS } from './kinds/members.ts';
import { PRODUCTS } from './kinds/products.ts';
import { RECEIPTS } from './kinds/receipts.ts';
import { STORES } from './kinds/stores.ts';

export const KINDS: Readonly<Record<ImportKindName, ImportKind>> = {
  stores: STORES,
  products: PRODUCTS,
  members: MEMBERS,
  cards: CARDS,
  balances: BALANCES,
  receipts: RECEIPTS,
};
