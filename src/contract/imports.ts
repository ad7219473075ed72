// Files that admins bring in: uploaded in parts, looked at, checked, written.
import { z } from 'zod';
import { noReply, route } from './route.ts';
import { idOf, instant, line } from './words.ts';

export const importId = idOf('imp', 'The import.');
export const importKind = z.enum(['stores', 'products', 'members', 'cards', 'balances', 'receipts']);
export type ImportKind = z.output<typeof importKind>;
/** A part of a file, before it is base64. */
export const PART_BYTES = 2 * 1024 * 1024;
/** A file of a million receipt lines has about 130 MB. */
export const MOST_FILE_BYTES = 1024 * 1024 * 1024;
const MOST_PARTS = MOST_FILE_BYTES / PART_BYTES;

const count = z.int().min(0);
const importState = z.enum([
  'uploading',
  'ready',
  'checking',
  'checked',
  'writing',
  'done',
  'failed',
  'cancelled',
]);

export const importShown = z.object({
  importId,
  kind: importKind,
  fileName: z.string(),
  fileBytes: count,
  encoding: z.enum(['utf-8', 'windows-1251', 'utf-16le']),
  delimiter: z.enum([',', ';', '\t']),
  header: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  /** A field's place among the columns, from 0. */
  columns: z.record(z.string(), z.int()),
  /** What a file of this kind may have; required ones, and those of which one is enough. */
  fields: z.array(
    z.object({ field: z.string(), label: z.string(), required: z.boolean(), oneOf: z.boolean() }),
  ),
  status: importState,
  /** From 0 to 1, of what is being done now; null where nothing is. */
  progress: z.number().min(0).max(1).nullable(),
  rowsRead: count,
  /** Past receipts give points by the rules of their time. */
  earns: z.boolean(),
  /** Points that they have given; of a dry run about how many they would give. */
  points: count,
  /** Why receipts that were to earn do not and how many of each, in the reader's language. */
  unearned: z.array(z.string()),
  counts: z.object({ new: count, changed: count, same: count, skipped: count, wrong: count }),
  /** Why it failed, in the reader's language. */
  problem: z.string().nullable(),
  canWrite: z.boolean(),
  askedBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type ImportShown = z.output<typeof importShown>;

export const importErrorShown = z.object({
  rowNo: count,
  /** The column as the file calls it. */
  column: z.string(),
  value: z.string(),
  /** What is wrong and what to do. */
  problem: z.string(),
});
export type ImportErrorShown = z.output<typeof importErrorShown>;

const one = z.strictObject({ importId });

export const importRoutes = {
  listImports: route({
    method: 'GET',
    url: '/api/admin/imports',
    summary: 'The last imports, newest first',
    reply: z.object({ imports: z.array(importShown) }),
  }),
  createImport: route({
    method: 'POST',
    url: '/api/admin/imports',
    summary: 'Begin an import; its file follows in parts',
    body: z.strictObject({ kind: importKind, fileName: line(200) }),
    reply: importShown,
    statuses: [201],
  }),
  uploadPart: route({
    method: 'PUT',
    url: '/api/admin/imports/:importId/parts/:partNo',
    summary: 'One part of the file, in order from 0; sending it again is harmless',
    params: one.extend({ partNo: z.coerce.number<string>().int().min(0).max(MOST_PARTS) }),
    body: z.strictObject({ base64: z.base64().max(Math.ceil(PART_BYTES / 3) * 4) }),
    reply: noReply,
    statuses: [204],
  }),
  finishUpload: route({
    method: 'POST',
    url: '/api/admin/imports/:importId/uploaded',
    summary: 'All parts are there: look at the file and guess its columns',
    params: one,
    body: z.strictObject({
      parts: z
        .int()
        .min(0)
        .max(MOST_PARTS + 1),
    }),
    reply: importShown,
  }),
  readImport: route({
    method: 'GET',
    url: '/api/admin/imports/:importId',
    summary: 'How far an import has come',
    params: one,
    reply: importShown,
  }),
  checkImport: route({
    method: 'POST',
    url: '/api/admin/imports/:importId/check',
    summary: 'Dry run: read and check every row, write nothing',
    params: one,
    body: z.strictObject({
      columns: z.record(z.string().max(40), z.int().min(0).max(1_000)).optional(),
      earns: z.boolean().optional(),
    }),
    reply: importShown,
    statuses: [202],
  }),
  writeImport: route({
    method: 'POST',
    url: '/api/admin/imports/:importId/write',
    summary: 'Write what was checked; wrong rows are left out',
    params: one,
    reply: importShown,
    statuses: [202],
  }),
  cancelImport: route({
    method: 'POST',
    url: '/api/admin/imports/:importId/cancel',
    summary: 'Call an import off; what is written stays',
    params: one,
    reply: importShown,
  }),
  listImportErrors: route({
    method: 'GET',
    url: '/api/admin/imports/:importId/errors',
    summary: 'The first rows that cannot be brought in, and why',
    params: one,
    reply: z.object({ errors: z.array(importErrorShown) }),
  }),
  /** A CSV, sent as it is. */
  downloadImportErrors: route({
    method: 'GET',
    url: '/api/admin/imports/:importId/errors.csv',
    summary: 'All kept wrong rows as a CSV',
    params: one,
    reply: z.string(),
  }),
};
