// Files that are brought in, their parts and the rows that could not be.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { bigint, customType, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ImportId } from '#src/lib/id.ts';
import { moment } from './columns.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const count = (name: string) => bigint(name, { mode: 'number' }).default(sql`0`).notNull();

export const importTable = pgTable('import', {
  importId: text('import_id').$type<ImportId>().primaryKey(),
  kind: text('kind').$type<'members' | 'cards' | 'balances' | 'products' | 'stores' | 'receipts'>().notNull(),
  fileName: text('file_name').notNull(),
  fileBytes: count('file_bytes'),
  encoding: text('encoding').$type<'utf-8' | 'windows-1251' | 'utf-16le'>().default('utf-8').notNull(),
  delimiter: text('delimiter').$type<',' | ';' | '\t'>().default(',').notNull(),
  header: jsonb('header').default([]).notNull(),
  sample: jsonb('sample').default([]).notNull(),
  columns: jsonb('columns').default({}).notNull(),
  options: jsonb('options').default({}).notNull(),
  status: text('status')
    .$type<'uploading' | 'ready' | 'checking' | 'checked' | 'writing' | 'done' | 'failed' | 'cancelled'>()
    .default('uploading')
    .notNull(),
  bytesRead: count('bytes_read'),
  rowsRead: count('rows_read'),
  groupsRead: count('groups_read'),
  readSkipped: count('read_skipped'),
  readWrong: count('read_wrong'),
  groupsDone: count('groups_done'),
  countNew: count('count_new'),
  countChanged: count('count_changed'),
  countSame: count('count_same'),
  countSkipped: count('count_skipped'),
  countWrong: count('count_wrong'),
  points: count('points'),
  refused: jsonb('refused').$type<Record<string, number>>().default({}).notNull(),
  attempt: integer('attempt').default(0).notNull(),
  heardAt: moment('heard_at'),
  error: text('error'),
  errorDetails: jsonb('error_details').default({}).notNull(),
  askedBy: text('asked_by').notNull(),
  createdAt: moment('created_at').notNull(),
  finishedAt: moment('finished_at'),
});

export const importPart = pgTable(
  'import_part',
  {
    importId: text('import_id').$type<ImportId>().notNull(),
    partNo: integer('part_no').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.partNo] })],
);

export const importError = pgTable(
  'import_error',
  {
    importId: text('import_id').$type<ImportId>().notNull(),
    errorNo: bigint('error_no', { mode: 'number' }).generatedAlwaysAsIdentity(),
    rowNo: bigint('row_no', { mode: 'number' }).notNull(),
    foundIn: text('found_in').$type<'reading' | 'judging'>().notNull(),
    field: text('field'),
    code: text('code').notNull(),
    details: jsonb('details').default({}).notNull(),
    value: text('value').default('').notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.errorNo] })],
);
