// `npm run export -- TABLE [FILE]`: a table of the database that the settings name as CSV, into a file or to the standard
// output, while the shop runs or while it does not. Phones are masked unless --phones is given.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { readDatabaseConfig } from './config.ts';
import { EXPORT_NAMES } from './core/exports/export-tables.ts';
import { noteExport, streamExport } from './core/exports/stream-export.ts';
import { connect, transaction } from './db/client.ts';
import { systemClock } from './lib/clock.ts';
import { makeLog } from './lib/log.ts';
import { joinDatabase } from './open-database.ts';

const USAGE = `Usage: npm run export -- TABLE [FILE] [options]

  TABLE        ${EXPORT_NAMES.join(', ')}
  FILE         where to; the standard output when left out
  --excel      semicolons and a byte order mark, as Excel wants them
  --phones     whole phones instead of masked ones
  --help       shows this`;

const flag = { type: 'boolean' } as const;
const { values, positionals } = parseArgs({
  options: { excel: flag, phones: flag, help: flag },
  allowPositionals: true,
});
const [wanted, file] = positionals;
const name = EXPORT_NAMES.find((each) => each === wanted);
if (values.help) console.log(USAGE);
else if (!name) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const opened = await joinDatabase(readDatabaseConfig(), makeLog('warn'));
  const database = connect(opened.url, { max: 2, applicationName: 'kartka export', statementTimeoutMs: 0 });
  try {
    const excel = values.excel ?? false;
    const asked = {
      name,
      delimiter: excel ? ';' : ',',
      mark: excel,
      wholePhones: values.phones ?? false,
    } as const;
    await transaction(database.db, (tx) =>
      noteExport(tx, { asked, actor: 'command', at: systemClock.now() }),
    );
    const rows = Readable.from(streamExport(database.sql, asked));
    await pipeline(rows, file ? createWriteStream(file) : process.stdout, { end: file !== undefined });
  } finally {
    await database.close();
    await opened.stop();
  }
}
