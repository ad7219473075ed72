// A long table as CSV, from the first row to the last one in a file, beside COPY of the same query by the server itself;
// and the memory that it takes, which must not grow with the table.
import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EXPORT_TABLES } from '#src/core/exports/export-tables.ts';
import { streamExport } from '#src/core/exports/stream-export.ts';
import { STORE } from '#test/support/a-shop.ts';
import { benchShop } from './bench-shop.ts';
import { alternate, ratioLine } from './rounds.ts';
import { watched } from './watch-memory.ts';

const ROWS = 1_000_000;
const MEMBERS = 10_000;
const ROUNDS = 2;
/** Lines of a receipt. */
const LINES = 5;

export async function run(rows = String(ROWS)): Promise<void> {
  const shop = await benchShop(MEMBERS);
  const { sql } = shop.database;
  const folder = await mkdtemp(join(tmpdir(), 'kartka-export-'));
  // PostgreSQL runs as another user.
  await chmod(folder, 0o777);
  try {
    const receipts = Number(rows) / LINES;
    await sql`
      insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt, balance_after,
        accepted_by, occurred_at, recorded_at)
      select 'mem_' || lpad((n % ${MEMBERS})::text, 20, '0'), 'rcp_' || lpad(n::text, 20, '0'), ${STORE}, n, n, 20250, 10, 0, 10,
        'bench', '2026-01-01'::timestamptz, '2026-01-01'::timestamptz from generate_series(1, ${receipts}::integer) n`;
    await sql`
      insert into receipt_line (member_id, receipt_id, line_no, sku, name, category, quantity_milli, price_minor, amount_minor)
      select r.member_id, r.receipt_id, l, l, '=Молоко "Галичина"; 2,5 %', 'Молочне', 1000, 4250, 4050
      from receipt r cross join generate_series(1, ${LINES}) l`;
    await sql`vacuum analyze receipt, receipt_line`;
    const { columns, from, order } = EXPORT_TABLES.lines;
    const memory: number[] = [];
    const timed = async (work: () => Promise<unknown>) => {
      const began = performance.now();
      await work();
      return Number(rows) / ((performance.now() - began) / 1_000);
    };
    const rounds = await alternate(ROUNDS, {
      floor: () =>
        timed(() =>
          sql.unsafe(
            `copy (select ${columns.join(', ')} from ${from} order by ${order}) to '${join(folder, 'floor')}' csv`,
          ),
        ),
      ours: () =>
        timed(() =>
          watched(memory, async () => {
            const asked = { name: 'lines', delimiter: ';', mark: true, wholePhones: false } as const;
            await pipeline(Readable.from(streamExport(sql, asked)), createWriteStream(join(folder, 'ours')));
          }),
        ),
    });
    const { size } = await stat(join(folder, 'ours'));
    console.log(`${rows} rows, ${Math.round(size / 1e6)} MB`);
    for (const side of ['ours', 'floor'] as const)
      console.log(`${side} ${rounds[side].map((rate) => Math.round(rate)).join(' ')} rows a second`);
    console.log(`memory of the process by the quarters of each export, MB: ${memory.join(' ')}`);
    console.log(ratioLine(rounds));
  } finally {
    await shop.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
