// What members want to buy.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { MemberId, ShoppingItemId } from '#src/lib/id.ts';
import { moment } from './columns.ts';

export const shoppingItem = pgTable(
  'shopping_item',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    itemId: text('item_id').$type<ShoppingItemId>().notNull(),
    name: text('name').notNull(),
    quantityMilli: integer('quantity_milli'),
    unit: text('unit').default('').notNull(),
    addedAt: moment('added_at').notNull(),
    tickedAt: moment('ticked_at'),
    clearedAt: moment('cleared_at'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.itemId] })],
);
