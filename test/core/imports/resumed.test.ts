import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimImport, SILENT_SECONDS } from '#src/core/imports/claim-import.ts';
import { lookAtFile } from '#src/core/imports/read-file.ts';
import { readImport } from '#src/core/imports/read-import.ts';
import { readParts } from '#src/core/imports/read-parts.ts';
import { ImportLost, runImport } from '#src/core/imports/run-import.ts';
import { cancelImport, checkImport, createImport, writeImport } from '#src/core/imports/start-import.ts';
import { keepLook, keepPart } from '#src/core/imports/upload-import.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { transaction } from '#src/db/client.ts';
import { aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { bring } from '#test/support/an-import.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const MEMBERS = 3_000;
const RECEIPTS = 12_000;
const database = useDatabase();
const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1_000);
const cardOf = (n: number) => String(70_000_000 + (n % MEMBERS));
const receiptsFile = `store,receipt,date,card,sku,quantity,amount\n${Array.from(
  { length: RECEIPTS * 2 },
  (_, n) => `${STORE},R${n >> 1},2026-01-0${1 + ((n >> 1) % 9)} 12:00,${cardOf(n >> 1)},s${n % 7},1,1.50`,
).join('\n')}\n`;

beforeAll(async () => {
  await aShop(database.db);
  const cards = Array.from({ length: MEMBERS }, (_, n) => cardOf(n)).join('\n');
  expect((await bring(database, 'cards', `card\n${cards}\n`)).counts).toEqual([MEMBERS, 0, 0, 0, 0]);
});

const written = async () => {
  const [row] = await database.sql`
    select (select count(*) from receipt)::int as receipts, (select count(*) from receipt_line)::int as lines,
      (select sum(turnover_minor) from standing)::int as turnover, (select sum(receipts) from standing)::int as counted`;
  return { ...row };
};
const EVERYTHING = { receipts: RECEIPTS, lines: RECEIPTS * 2, turnover: RECEIPTS * 300, counted: RECEIPTS };

describe('an import whose process dies', () => {
  it('when the worker goes silent in the middle, then another goes on from there and nothing is counted twice', async () => {
    const bytes = Buffer.from(receiptsFile);
    const importId = await transaction(database.db, (tx) =>
      createImport(tx, { kind: 'receipts', fileName: 'r.csv', actor: 'stf_1', at: NOON }),
    );
    await transaction(database.db, async (tx) => {
      const half = bytes.length >> 1;
      await keepPart(tx, { importId, partNo: 0, bytes: bytes.subarray(0, half) });
      await keepPart(tx, { importId, partNo: 1, bytes: bytes.subarray(half) });
      const look = lookAtFile(bytes.subarray(0, 1_000));
      await keepLook(tx, { importId, look, bytes: bytes.length, actor: 'stf_1', at: NOON });
      await checkImport(tx, { importId, actor: 'stf_1', at: NOON });
    });
    const run = async (at: Date, onProgress?: (progress: { groupsDone?: number }) => void) => {
      const claimed = await transaction(database.db, (tx) => claimImport(tx, at));
      if (!claimed) return null;
      const source = () => readParts(database.db, importId);
      return await runImport(database, {
        ...claimed,
        source,
        now: () => at,
        ...(onProgress && { onProgress }),
      });
    };
    expect(await run(NOON)).toMatchObject({ status: 'checked', countNew: RECEIPTS, countWrong: 0 });
    expect(await written()).toMatchObject({ receipts: 0 });

    await transaction(database.db, (tx) => writeImport(tx, { importId, actor: 'stf_1', at: NOON }));
    const dies = run(later(1), ({ groupsDone }) => {
      if (groupsDone) throw new Error('killed');
    });
    await expect(dies).rejects.toThrow('killed');
    expect(await run(later(2))).toBeNull();
    // What was read is gone too, as after a crash of the database.
    await database.sql.unsafe(`truncate import_stage.${importId}_heads, import_stage.${importId}_lines`);
    expect(await readImport(database.db, importId)).toMatchObject({ status: 'writing', groupsDone: 4_000 });
    expect(await run(later(2 + SILENT_SECONDS))).toMatchObject({
      status: 'done',
      countNew: RECEIPTS,
      countWrong: 0,
    });
    expect(await written()).toEqual(EVERYTHING);
    expect(await database.sql`select 1 from import_part`).toHaveLength(0);
    expect(await database.sql`select 1 from pg_tables where schemaname = 'import_stage'`).toHaveLength(0);
  });

  it('when it is called off while it is at work, then the work stops and says so', async () => {
    const bytes = Buffer.from(receiptsFile);
    const importId = await transaction(database.db, async (tx) => {
      const id = await createImport(tx, { kind: 'receipts', fileName: 'r.csv', actor: 'stf_1', at: NOON });
      await keepPart(tx, { importId: id, partNo: 0, bytes });
      await keepLook(tx, {
        importId: id,
        look: lookAtFile(bytes),
        bytes: bytes.length,
        actor: 'stf_1',
        at: NOON,
      });
      await checkImport(tx, { importId: id, actor: 'stf_1', at: NOON });
      return id;
    });
    const claimed = await transaction(database.db, (tx) => claimImport(tx, NOON));
    if (!claimed) throw new Error('there is nothing to claim');
    const source = () => readParts(database.db, importId);
    const running = runImport(database, {
      ...claimed,
      source: async function* () {
        yield* source();
        await transaction(database.db, (tx) => cancelImport(tx, { importId, actor: 'stf_1', at: NOON }));
      },
      now: () => NOON,
    });
    await expect(running).rejects.toThrow(ImportLost);
    expect(await readImport(database.db, importId)).toMatchObject({ status: 'cancelled' });
  });

  it('when the command is killed with kill -9 and started again, then everything is there once', async () => {
    await database.sql.unsafe('truncate receipt, receipt_line, receipt_key');
    await database.sql`update standing set receipts = 0, turnover_minor = 0, months = '{}'`;
    const folder = await mkdtemp(join(tmpdir(), 'kartka-test-'));
    try {
      const file = join(folder, 'receipts.csv');
      await writeFile(file, receiptsFile);
      const start = () =>
        spawn(process.execPath, ['src/import.ts', 'receipts', file, '--language', 'en'], {
          env: { PATH: process.env.PATH, DATABASE_URL: database.url },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
      const first = start();
      const ended = once(first, 'exit');
      const count = async () => (await written()).receipts;
      await until('some receipts to be written', async () => (await count()) > 0);
      first.kill('SIGKILL');
      await ended;
      const second = start();
      let said = '';
      second.stdout.on('data', (text) => {
        said += text;
      });
      await once(second, 'exit');
      expect(said).toMatch(/^done: \d+ new, 0 changed, \d+ same, 0 skipped, 0 wrong$/m);
      expect(await written()).toEqual(EVERYTHING);
      expect((await auditLedger(database.db)).findings).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
