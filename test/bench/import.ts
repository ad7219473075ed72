// A file of past receipts, from its bytes to the books with everything on (letters, quotes, cells, members, keys, lines,
// standings, errors), beside COPY of the same finished rows into the same tables.

import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guessColumns } from '#src/core/imports/columns.ts';
import { KINDS } from '#src/core/imports/kinds.ts';
import { lookAtFile } from '#src/core/imports/read-file.ts';
import { runImport } from '#src/core/imports/run-import.ts';
import { beginImport } from '#src/core/imports/start-import.ts';
import { type Sql, transaction } from '#src/db/client.ts';
import { STORE } from '#test/support/a-shop.ts';
import { type BenchShop, benchShop } from './bench-shop.ts';
import { cpuMicros, parentOf } from './cpu.ts';
import { median, type Rounds, ratioLine } from './rounds.ts';
import { watched } from './watch-memory.ts';

const MEMBERS = 50_000;
const LINES = 1_000_000;
const ROUNDS = 3;
const HEADER = 'магазин;чек;дата;картка;артикул;товар;категорія;кількість;ціна;знижка;сума\n';
/** What a round writes, and so what the floor copies. */
const TABLES = ['receipt_key', 'receipt', 'receipt_line'] as const;

export async function run(lines = String(LINES), times = String(ROUNDS)): Promise<void> {
  const shop = await benchShop(MEMBERS);
  const folder = await mkdtemp(join(tmpdir(), 'kartka-import-'));
  // PostgreSQL runs as another user.
  await chmod(folder, 0o777);
  try {
    const file = join(folder, 'receipts.csv');
    const receipts = await writeFile(file, { shop, lines: Number(lines) });
    const { size } = await stat(file);
    console.log(`${lines} lines of ${receipts} receipts, ${Math.round(size / 1e6)} MB`);
    const rounds: Rounds = { ours: [], floor: [] };
    const memory: number[] = [];
    for (let round = 0; round <= Number(times); round++) {
      await empty(shop.database.sql);
      const ours = await timed(shop, () => watched(memory, () => bring(shop, file)));
      await keep(shop.database.sql, folder);
      await empty(shop.database.sql);
      const floor = await timed(shop, () => copyBack(shop.database.sql, folder));
      // The first round is not counted.
      if (round === 0) continue;
      rounds.ours.push(1 / ours.seconds);
      rounds.floor.push(1 / floor.seconds);
      console.log(`ours ${told(ours, Number(lines))}; COPY ${told(floor, Number(lines))}`);
    }
    const seconds = (rates: number[]) => (1 / median(rates)).toFixed(1);
    console.log(`ours ${seconds(rounds.ours)} s (at most 60 a million), COPY ${seconds(rounds.floor)} s`);
    console.log(`memory of the process by the quarters of each import, MB: ${memory.join(' ')}`);
    console.log(ratioLine(rounds));
  } finally {
    await shop.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Receipts of one to nine lines, five on the average, as a till exports them. Returns how many. */
async function writeFile(file: string, { shop, lines }: { shop: BenchShop; lines: number }): Promise<number> {
  const out = createWriteStream(file);
  out.write(HEADER);
  let made = 0;
  let receipt = 0;
  for (; made < lines; receipt++) {
    const card = shop.members[(receipt * 7_919) % shop.members.length]?.cardNumber;
    const day = String(1 + (receipt % 28)).padStart(2, '0');
    const at = `${day}.0${1 + (receipt % 2)}.2026 ${String(9 + (receipt % 10)).padStart(2, '0')}:${10 + (receipt % 50)}`;
    let text = '';
    for (let line = 0; line <= receipt % 9 && made < lines; line++, made++)
      text += `${STORE};${receipt};${at};${card};${made % 4_000};"Молоко ""Галичина"" 2,5 % ${made % 4_000}";Молочне;1,000;42,50;2,00;40,50\n`;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return receipt;
}

async function bring({ database }: BenchShop, file: string): Promise<void> {
  const { size } = await stat(file);
  const { value } = await createReadStream(file, { highWaterMark: 64 * 1024 })
    [Symbol.asyncIterator]()
    .next();
  const look = lookAtFile(value);
  const columns = guessColumns(KINDS.receipts, look.header);
  const kind = 'receipts';
  const begun = await transaction(database.db, (tx) =>
    beginImport(tx, {
      kind,
      fileName: 'bench',
      look,
      columns,
      bytes: size,
      dry: false,
      actor: 'bench',
      at: new Date(),
    }),
  );
  const source = () => createReadStream(file, { highWaterMark: 1024 * 1024 });
  const done = await runImport(database, {
    ...begun,
    source,
    now: () => new Date(),
  });
  if (done.countWrong > 0 || done.countNew === 0) throw new Error('the file was not brought in');
}

/** The server writes and reads the files itself: nothing is faster. */
async function keep(sql: Sql, folder: string): Promise<void> {
  for (const table of TABLES) await sql.unsafe(`copy ${table} to '${join(folder, table)}'`);
}

async function copyBack(sql: Sql, folder: string): Promise<void> {
  for (const table of TABLES) await sql.unsafe(`copy ${table} from '${join(folder, table)}'`);
}

async function empty(sql: Sql): Promise<void> {
  await sql.unsafe(`truncate ${TABLES.join(', ')}`);
  await sql`update standing set receipts = 0, turnover_minor = 0, months = '{}', first_receipt_at = null, last_receipt_at = null`;
  await sql`vacuum full standing`;
  await sql`checkpoint`;
}

interface Spent {
  seconds: number;
  /** CPU of this process and of PostgreSQL. */
  ownMicros: number;
  serverMicros: number;
}

async function timed({ database }: BenchShop, work: () => Promise<void>): Promise<Spent> {
  const [backend] = await database.sql`select pg_backend_pid() as pid`;
  const server = parentOf(Number(backend?.pid));
  const before = { own: process.cpuUsage(), server: cpuMicros(server, { children: true }) };
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(before.own);
  return {
    seconds,
    ownMicros: user + system,
    serverMicros: cpuMicros(server, { children: true }) - before.server,
  };
}

function told({ seconds, ownMicros, serverMicros }: Spent, lines: number): string {
  const each = (micros: number) => (micros / lines).toFixed(1);
  return `${seconds.toFixed(1)} s (CPU a line: ${each(ownMicros)} µs, PostgreSQL ${each(serverMicros)} µs)`;
}
