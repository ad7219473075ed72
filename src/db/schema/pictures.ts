// Uploaded pictures, and which bots hold them already.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { customType, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

export const picture = pgTable('picture', {
  pictureId: text('picture_id').primaryKey(),
  bytes: bytea('bytes').notNull(),
  width: integer('width').notNull(),
  height: integer('height').notNull(),
  storedBy: text('stored_by').notNull(),
  storedAt: moment('stored_at').notNull(),
});

export const pictureUpload = pgTable(
  'picture_upload',
  {
    pictureId: text('picture_id').notNull(),
    bot: text('bot').notNull(),
    fileId: text('file_id').notNull(),
    storedAt: moment('stored_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.pictureId, table.bot] })],
);
