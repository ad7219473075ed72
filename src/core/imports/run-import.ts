// Carries an import through: reads the file into tables of its own, then goes through the groups, a commit for each run of
// them, checking or writing. Its place moves in the same commit, so whoever goes on after a kill repeats nothing.
import { type SQL, sql } from 'drizzle-orm';
import { type Database, type Db, type Tx, transaction } from '#src/db/client.ts';
import { restartDailyPass } from '../members/take-daily-pass.ts';
import { type Claimed, hearImport } from './claim-import.ts';
import { type Earning, earning, type Refused } from './earn-receipts.ts';
import { forgetFile } from './forget-import.ts';
import { importContext } from './import-context.ts';
import { type ImportKind, MOST_ERRORS, type StageNames } from './import-kind.ts';
import { KINDS } from './kinds.ts';
import { type Import, lockImport, readImport } from './read-import.ts';
import { isStaged, stageNames, withinGroups } from './stage.ts';
import { stageImport } from './stage-import.ts';

export interface RunImport extends Claimed {
  /** The bytes of the file, from its beginning. */
  source: () => AsyncIterable<Uint8Array>;
  now: () => Date;
  onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  bytesRead?: number;
  rowsRead?: number;
  groupsDone?: number;
  groups?: number;
}

/** Thrown when the import was called off or somebody else has taken it up. */
export class ImportLost extends Error {}

const HEAR_MS = 1_000;
const EARN_AT_ONCE = 500;

/** Returns the import as it is afterwards: checked, or done. Throws ImportFileError and ImportLost. */
export async function runImport(database: Pick<Database, 'db' | 'sql'>, run: RunImport): Promise<Import> {
  const { db } = database;
  const { importId, now } = run;
  const read = await readImport(db, importId);
  const kind = KINDS[read.kind];
  const ready = read.groupsRead > 0 && (await isStaged(db, importId, { groups: read.groupsRead, kind }));
  if (!ready) await stage(database, { run, read, kind });
  const writes = read.status === 'writing';
  const stages = stageNames(importId, kind);
  const { groupsRead, groupsDone } = await readImport(db, importId);
  const earns = read.options.earns ? earning(database, { importId, now }) : null;
  await passAll(db, { run, kind, stages, writes, earning: earns }, { done: groupsDone, groups: groupsRead });
  return await transaction(db, (tx) => finish(tx, { run, writes, at: now() }));
}

async function stage(
  database: Pick<Database, 'db' | 'sql'>,
  { run, read, kind }: { run: RunImport; read: Import; kind: ImportKind },
): Promise<void> {
  const { db } = database;
  const { importId, attempt, now } = run;
  const context = await importContext(db, { importId, at: read.createdAt });
  let heardAt = 0;
  const staged = await stageImport(database, {
    read,
    kind,
    context,
    source: run.source(),
    async onRows(progress) {
      run.onProgress?.(progress);
      const at = now();
      if (at.getTime() - heardAt < HEAR_MS) return;
      heardAt = at.getTime();
      if (!(await hearImport(db, { importId, attempt, ...progress, at }))) throw new ImportLost();
    },
  });
  const { groups, rows, wrong, skipped } = staged;
  await mine(
    db,
    run,
    sql`
    bytes_read = file_bytes, rows_read = ${rows}::bigint, groups_read = ${groups}::bigint, read_wrong = ${wrong}::bigint,
    read_skipped = ${skipped}::bigint,
    count_wrong = case when groups_done = 0 then ${wrong}::bigint else count_wrong end,
    count_skipped = case when groups_done = 0 then ${skipped}::bigint else count_skipped end`,
  );
}

interface Passing {
  run: RunImport;
  kind: ImportKind;
  /** For past receipts that give points. */
  earning: Earning | null;
  stages: StageNames;
  writes: boolean;
}

/**
 * Goes through the groups, a run of them in each lane. A run is committed only after the one before it, and not at all when
 * that one fails, so the place from which somebody else would go on is always true.
 */
async function passAll(
  db: Db,
  passing: Passing,
  { done, groups }: { done: number; groups: number },
): Promise<void> {
  const { run, kind, earning: earns } = passing;
  // Receipts that earn go one after the other, and come to a commit each some hundred.
  const [atOnce, most] = earns ? [EARN_AT_ONCE, 1] : [kind.groupsAtOnce, kind.lanes ?? 1];
  let next = done;
  let before: Promise<void> = Promise.resolve();
  const pass = async (from: number, to: number, turn: Promise<void>) => {
    const earned = earns ? await earn(db, earns, { ...passing, from: from + 1, to }) : null;
    await transaction(db, (tx) =>
      passGroups(tx, { ...passing, from: from + 1, to, at: run.now(), turn, earned }),
    );
    run.onProgress?.({ groupsDone: to, groups });
  };
  const lane = async () => {
    while (next < groups) {
      const from = next;
      next = Math.min(groups, from + atOnce);
      before = pass(from, next, before);
      await before;
    }
  };
  const lanes = Array.from({ length: most }, () =>
    lane().catch((error: unknown) => {
      next = groups;
      throw error;
    }),
  );
  for (const ended of await Promise.allSettled(lanes)) if (ended.status === 'rejected') throw ended.reason;
}

interface Earned {
  /** What the run would give; null when it has given it, which the books tell. */
  points: number | null;
  refused: Refused;
}

/** Gives points for a run of receipts and commits them, or tells how many they would be. */
async function earn(
  db: Db,
  earns: Earning,
  { run, stages, writes, from, to }: Passing & { from: number; to: number },
): Promise<Earned> {
  if (!(await hearImport(db, { importId: run.importId, attempt: run.attempt, at: run.now() })))
    throw new ImportLost();
  const asked = { stage: stages, within: withinGroups(from, to) };
  if (!writes) return await earns.foretell(asked);
  return { points: null, refused: await earns.earn(asked) };
}

interface Pass extends Passing {
  from: number;
  to: number;
  at: Date;
  earned: Earned | null;
  /** The run before this one is committed. */
  turn: Promise<void>;
}

async function passGroups(
  tx: Tx,
  { run, kind, stages, writes, from, to, at, turn, earned }: Pass,
): Promise<void> {
  const { importId } = run;
  const within = withinGroups(from, to);
  const writing = { stage: stages, within, importId, at };
  // Imports of one kind look at the same things: one after the other, unless no two groups ever meet.
  if (!kind.lanes) await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`import ${kind.kind}`}))`);
  await tx.execute(sql`create temp table judged on commit drop as ${kind.judge(stages, within, importId)}`);
  await tx.execute(sql`analyze judged (group_no, verdict)`);
  if (writes) await kind.write(tx, writing);
  await turn;
  if (writes) await kind.settle?.(tx, writing);
  await tx.execute(sql`
    insert into import_error (import_id, row_no, found_in, field, code, details, value)
    select ${importId}, j.row_no, 'judging', j.field, j.problem, j.details, left(coalesce(to_jsonb(j)->>(case j.field
      when 'externalId' then 'external_id' when 'receipt' then 'receipt_key' when 'points' then 'amount' else j.field end), ''), 200)
    from judged j where j.verdict = 'wrong'
      and (select count(*) from import_error e where e.import_id = ${importId}) < ${MOST_ERRORS}
    order by j.row_no`);
  if (earned) await keepEarned(tx, run, earned);
  await mine(
    tx,
    run,
    sql`
    groups_done = ${to}::bigint, heard_at = ${at}::timestamptz,
    count_new = count_new + c.new, count_changed = count_changed + c.changed, count_same = count_same + c.same,
    count_skipped = count_skipped + c.skipped, count_wrong = count_wrong + c.wrong`,
    sql`
    from (select count(*) filter (where verdict in ('new', 'brought')) as new, count(*) filter (where verdict = 'changed') as changed,
      count(*) filter (where verdict = 'same') as same, count(*) filter (where verdict = 'skipped') as skipped,
      count(*) filter (where verdict = 'wrong') as wrong from judged) c`,
  );
}

/** Adds what a run of receipts has given: also what an attempt gave that died before it could say so. */
async function keepEarned(tx: Tx, run: RunImport, { points, refused }: Earned): Promise<void> {
  const given = sql`(
    select coalesce(sum(r.earned), 0) from judged j
      join receipt_key k on k.store_id = j.store_id and k.external_id = j.receipt_key
      join receipt r on r.member_id = k.member_id and r.receipt_id = k.receipt_id
    where j.verdict = 'brought')`;
  await mine(
    tx,
    run,
    sql`
    points = points + ${points === null ? given : sql`${points}::bigint`},
    refused = (
      select coalesce(jsonb_object_agg(code, receipts), '{}') from (
        select code, sum(receipts::bigint) as receipts from (
          select * from jsonb_each_text(refused) union all select * from jsonb_each_text(${JSON.stringify(refused)}::text::jsonb)
        ) as each (code, receipts) group by code) as all_of_it)`,
  );
}

async function finish(tx: Tx, { run, writes, at }: Pick<Pass, 'run' | 'writes' | 'at'>): Promise<Import> {
  const { importId } = run;
  await mine(
    tx,
    run,
    writes
      ? sql`status = 'done', finished_at = ${at}::timestamptz`
      : sql`status = 'checked', groups_done = 0`,
  );
  const read = await lockImport(tx, importId);
  if (writes) await forgetFile(tx, read);
  // Turnover has come that tiers have not seen.
  if (writes && read.kind === 'receipts') await restartDailyPass(tx, 'tiers');
  return await lockImport(tx, importId);
}

/** Changes the import while it is ours. */
async function mine(
  db: Db | Tx,
  { importId, attempt }: Claimed,
  change: SQL,
  from: SQL = sql``,
): Promise<void> {
  const rows = await db.execute(sql`
    update import set ${change} ${from}
    where import_id = ${importId} and attempt = ${attempt}::integer and status in ('checking', 'writing') returning 1`);
  if (rows.length === 0) throw new ImportLost();
}
