import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { ImportId } from '#src/lib/id.ts';
import { forgetErrors, forgetFile } from './forget-import.ts';
import type { ImportKindName } from './import-kind.ts';

const AT_ONCE = 5;

/**
 * Lets go of what nobody goes on with: files that were brought a week ago and not written, what a killed command has left,
 * and the wrong rows of a month ago.
 */
export async function sweepImports(tx: Tx, at: Date): Promise<void> {
  const left = await tx.execute<{ importId: ImportId; kind: ImportKindName }>(sql`
    update import set finished_at = ${at}::timestamptz,
      status = case when status in ('checking', 'writing') then 'failed' else 'cancelled' end,
      error = case when status in ('checking', 'writing') then 'interrupted' end
    where import_id in (
      select i.import_id from import i
      where (i.status in ('uploading', 'ready', 'checked') and i.created_at < ${at}::timestamptz - interval '7 days')
        or (i.status in ('checking', 'writing') and i.heard_at < ${at}::timestamptz - interval '10 minutes'
          and not exists (select from import_part p where p.import_id = i.import_id))
      order by i.created_at limit ${AT_ONCE} for update skip locked)
    returning import_id as "importId", kind`);
  for (const each of left) await forgetFile(tx, each);
  const over = await tx.execute<{ importId: ImportId; kind: ImportKindName }>(sql`
    select i.import_id as "importId", i.kind from import i
    where i.status in ('cancelled', 'failed') and coalesce(i.finished_at, i.created_at) < ${at}::timestamptz - interval '5 minutes'
      and i.error is distinct from 'fault'
      and exists (select from pg_tables t where t.schemaname = 'import_stage' and t.tablename like i.import_id || '%')
    order by i.created_at limit ${AT_ONCE}`);
  for (const each of over) await forgetFile(tx, each);
  const old = await tx.execute<{ importId: ImportId }>(sql`
    select distinct e.import_id as "importId" from import_error e join import i on i.import_id = e.import_id
    where i.created_at < ${at}::timestamptz - interval '30 days' limit ${AT_ONCE}`);
  for (const { importId } of old) await forgetErrors(tx, importId);
}
