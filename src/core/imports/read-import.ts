// Imports as their people see them.
import { asc, desc, eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { importError, importTable } from '#src/db/schema/imports.ts';
import type { ImportId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Columns } from './columns.ts';
import type { RowProblem } from './import-kind.ts';

type Row = typeof importTable.$inferSelect;

export interface ImportOptions {
  /** Past receipts give points by the rules of their time. */
  earns?: boolean;
}

export type Import = Omit<Row, 'header' | 'sample' | 'columns' | 'options' | 'errorDetails'> & {
  header: string[];
  sample: string[][];
  columns: Columns;
  options: ImportOptions;
  errorDetails: Record<string, string | number>;
};

/** Throws Refusal `not_found` {what: 'import'}. */
export async function readImport(db: Reader, importId: ImportId): Promise<Import> {
  const [row] = await db.select().from(importTable).where(eq(importTable.importId, importId));
  return asImport(row);
}

/** The same, kept as it is until the transaction ends. */
export async function lockImport(tx: Tx, importId: ImportId): Promise<Import> {
  const [row] = await tx.select().from(importTable).where(eq(importTable.importId, importId)).for('update');
  return asImport(row);
}

/** The latest first. */
export async function listImports(db: Reader, limit: number): Promise<Import[]> {
  const rows = await db.select().from(importTable).orderBy(desc(importTable.createdAt)).limit(limit);
  return rows.map(asImport);
}

function asImport(row: Row | undefined): Import {
  if (!row) throw new Refusal('not_found', { what: 'import' });
  // Only this room writes them.
  const { header, sample, columns, options, errorDetails } = row as unknown as Import;
  return { ...row, header, sample, columns, options, errorDetails };
}

export interface RowError {
  rowNo: number;
  field: string | null;
  code: RowProblem;
  details: Record<string, string | number>;
  value: string;
}

/** In the order of the file's rows. */
export async function listRowErrors(
  db: Reader,
  { importId, limit }: { importId: ImportId; limit: number },
): Promise<RowError[]> {
  const rows = await db
    .select()
    .from(importError)
    .where(eq(importError.importId, importId))
    .orderBy(asc(importError.rowNo), asc(importError.errorNo))
    .limit(limit);
  return rows.map(({ rowNo, field, code, details, value }) => ({
    rowNo,
    field,
    code: code as RowProblem,
    details: details as RowError['details'],
    value,
  }));
}
