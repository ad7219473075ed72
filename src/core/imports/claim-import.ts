// Imports as their worker sees them: taken up, heard of, brought to an end. Of one whose worker has gone silent somebody
// else goes on where it stopped, and the old one finds out.
import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#src/db/client.ts';
import type { ImportId } from '#src/lib/id.ts';

export interface Claimed {
  importId: ImportId;
  /** Which try it is; whoever holds an older one has lost it. */
  attempt: number;
}

export const SILENT_SECONDS = 20;

/** Takes up the import that has waited longest, or one whose worker has gone silent; null when there is none. */
export async function claimImport(tx: Tx, at: Date): Promise<Claimed | null> {
  const [row] = await tx.execute<{ importId: ImportId; attempt: number }>(sql`
    update import set attempt = attempt + 1, heard_at = ${at}::timestamptz
    where import_id = (
      select i.import_id from import i
      where i.status in ('checking', 'writing')
        and (i.heard_at is null or i.heard_at < ${at}::timestamptz - ${SILENT_SECONDS} * interval '1 second')
        -- What a command reads from its own file nobody else can go on with.
        and exists (select from import_part p where p.import_id = i.import_id)
      order by i.created_at limit 1 for update skip locked)
    returning import_id as "importId", attempt`);
  return row ?? null;
}

/** Shows that it goes on, and how far it has read. False when it should not: called off, or taken up by somebody else. */
export async function hearImport(
  db: Db,
  {
    importId,
    attempt,
    bytesRead,
    rowsRead,
    at,
  }: Claimed & { bytesRead?: number; rowsRead?: number; at: Date },
): Promise<boolean> {
  const rows = await db.execute(sql`
    update import set heard_at = ${at}::timestamptz, bytes_read = coalesce(${bytesRead ?? null}::bigint, bytes_read),
      rows_read = coalesce(${rowsRead ?? null}::bigint, rows_read)
    where import_id = ${importId} and attempt = ${attempt}::integer and status in ('checking', 'writing') returning 1`);
  return rows.length > 0;
}

/** It cannot be done: the file cannot be read, or there is a fault of ours. */
export async function failImport(
  tx: Tx,
  {
    importId,
    attempt,
    error,
    details = {},
    at,
  }: Claimed & { error: string; details?: Record<string, string | number>; at: Date },
): Promise<void> {
  await tx.execute(sql`
    update import set status = 'failed', error = ${error}, error_details = ${JSON.stringify(details)}::text::jsonb,
      finished_at = ${at}::timestamptz
    where import_id = ${importId} and attempt = ${attempt}::integer and status in ('checking', 'writing')`);
}

/** Its worker ends before it does: the next one goes on at once. */
export async function releaseImport(tx: Tx, { importId, attempt }: Claimed): Promise<void> {
  await tx.execute(sql`
    update import set heard_at = null
    where import_id = ${importId} and attempt = ${attempt}::integer and status in ('checking', 'writing')`);
}
