// Where an import's rows wait: tables of its own in the schema import_stage, unlogged, because after a crash of the database
// the file is simply read again.
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { type SQL, sql } from 'drizzle-orm';
import type { Reader, Sql, Tx } from '#src/db/client.ts';
import { type ImportId, isId } from '#src/lib/id.ts';
import type { ImportKind, StageNames, StageTable, StageValue } from './import-kind.ts';

/** Text that is gathered before it is sent. */
const FLUSH_CHARS = 256 * 1024;

export function stageNames(importId: ImportId, { tables }: Pick<ImportKind, 'tables'>): StageNames {
  return tables.map((table) => sql.raw(nameOf(importId, table)));
}

/** The table's name stands in statements as it is, so only what is surely an identifier gets there. */
function nameOf(importId: ImportId, { name }: StageTable): string {
  if (!isId('imp', importId)) throw new Error('a stage belongs to an import');
  return `import_stage.${importId}_${name}`;
}

/** Empty tables, whatever was there before. */
export async function createStage(
  tx: Tx,
  importId: ImportId,
  { tables }: Pick<ImportKind, 'tables'>,
): Promise<void> {
  for (const table of tables) {
    const name = sql.raw(nameOf(importId, table));
    await tx.execute(sql`drop table if exists ${name}`);
    await tx.execute(
      sql`create unlogged table ${name} (group_no bigint, ${sql.raw(table.columns.join(', '))})`,
    );
  }
}

/** An index for going through the groups, which lie in their order, and what the planner should know. */
export async function finishStage(tx: Tx, stage: StageNames): Promise<void> {
  for (const name of stage) {
    await tx.execute(sql`create index on ${name} (group_no)`);
    await tx.execute(sql`analyze ${name}`);
  }
}

export async function dropStage(
  tx: Tx,
  importId: ImportId,
  { tables }: Pick<ImportKind, 'tables'>,
): Promise<void> {
  for (const table of tables) await tx.execute(sql`drop table if exists ${sql.raw(nameOf(importId, table))}`);
}

/** Whether everything that was read is still there: a crash of the database empties unlogged tables. */
export async function isStaged(
  db: Reader,
  importId: ImportId,
  { kind, groups }: { kind: ImportKind; groups: number },
): Promise<boolean> {
  const [table] = kind.tables;
  if (!table) return false;
  const name = nameOf(importId, table);
  const [there] = await db.execute<{ found: boolean }>(sql`select to_regclass(${name}) is not null as found`);
  if (!there?.found) return false;
  if (groups === 0) return true;
  const [last] = await db.execute<{ group_no: bigint | null }>(
    sql`select max(group_no) as group_no from ${sql.raw(name)}`,
  );
  return last?.group_no !== null && last !== undefined;
}

export interface StageWriter {
  put(values: readonly StageValue[]): void;
  /** Waits while the server is behind. */
  drain(): Promise<void>;
  end(): Promise<void>;
  abandon(): void;
}

/** Writes rows by COPY. Each writer keeps a connection for itself. */
export async function openStageWriter(db: Sql, importId: ImportId, table: StageTable): Promise<StageWriter> {
  const stream = await db.unsafe(`copy ${nameOf(importId, table)} from stdin`).writable();
  let failed: Error | null = null;
  stream.on('error', (error: Error) => {
    failed = error;
  });
  let text = '';
  const send = async () => {
    const sent = text;
    text = '';
    if (failed) throw failed;
    if (sent !== '' && !stream.write(sent)) await once(stream, 'drain');
  };
  return {
    put(values) {
      let row = '';
      for (const value of values) row += `${copyValue(value)}\t`;
      text += `${row.slice(0, -1)}\n`;
    },
    async drain() {
      if (text.length >= FLUSH_CHARS) await send();
    },
    async end() {
      await send();
      stream.end();
      await finished(stream);
    },
    abandon: () => stream.destroy(),
  };
}

const TO_ESCAPE = /[\\\t\n\r]/;

/** As COPY's text form has it. */
function copyValue(value: StageValue): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return value === true ? 't' : value === false ? 'f' : String(value);
  if (!TO_ESCAPE.test(value)) return value;
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}

export function withinGroups(from: number, to: number): SQL {
  return sql.raw(`s.group_no between ${from} and ${to}`);
}
