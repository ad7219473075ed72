// `npm run import -- KIND FILE`: brings a file of members, cards, balances, products, stores or receipts into the database
// that the settings name, while the shop runs or while it does not. With --dry nothing is written. Running it again with
// the same file changes nothing, so a run that was stopped is simply started again. Exit code 1 when rows were wrong.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, readDatabaseConfig } from './config.ts';
import { guessColumns } from './core/imports/columns.ts';
import { ImportFileError } from './core/imports/import-file-error.ts';
import { IMPORT_KINDS, type ImportKindName } from './core/imports/import-kind.ts';
import { KINDS } from './core/imports/kinds.ts';
import { type FileLook, LOOK_BYTES, lookAtFile } from './core/imports/read-file.ts';
import { type Import, listRowErrors } from './core/imports/read-import.ts';
import { runImport } from './core/imports/run-import.ts';
import { beginImport } from './core/imports/start-import.ts';
import { Refusal } from './core/refusal.ts';
import { connect, type Database, transaction } from './db/client.ts';
import { migrate } from './db/migrate.ts';
import { webSentence } from './http/sentences.ts';
import { unearnedSentences } from './http/unearned-sentences.ts';
import { systemClock } from './lib/clock.ts';
import { refusalSentence } from './lib/i18n.ts';
import { LANGUAGES, type Language } from './lib/language.ts';
import { makeLog } from './lib/log.ts';
import { joinDatabase } from './open-database.ts';

const USAGE = `Usage: npm run import -- KIND FILE [options]

  KIND              ${IMPORT_KINDS.join(', ')}
  FILE              CSV in UTF-8 or cp1251, with commas, semicolons or tabs; its first row names the columns
  --dry             reads and checks, writes nothing
  --earn            past receipts give points by the rules of their time, and nobody is told; else they only count for
                    turnover and tiers. Points whose time would be over, and receipts older than 400 days, give none
                    Rows of one receipt may lie about; what of it is there twice counts once, and is told
  --map FIELD=NAME  the column NAME is FIELD, where its name does not say so; may be repeated
  --language CODE   uk, ru or en, for what is wrong with rows   uk
  --help            shows this`;

const SHOWN_ERRORS = 50;
const OPTIONS = {
  dry: { type: 'boolean' },
  earn: { type: 'boolean' },
  map: { type: 'string', multiple: true },
  language: { type: 'string' },
  help: { type: 'boolean' },
} as const;

interface Asked {
  kind: ImportKindName;
  file: string;
  dry: boolean;
  earns: boolean;
  map: string[];
  language: Language;
}

process.exitCode = await main();

async function main(): Promise<number> {
  const asked = readArguments();
  if (typeof asked === 'number') return asked;
  try {
    const look = await lookAt(asked.file);
    const opened = await joinDatabase(readDatabaseConfig(), makeLog('warn'));
    try {
      await migrate(opened.url, { log: () => {} });
      const database = connect(opened.url, {
        max: 4,
        applicationName: 'kartka import',
        statementTimeoutMs: 0,
        // A run of groups waits for the one before it.
        idleInTransactionTimeoutMs: 0,
      });
      try {
        return await bring(database, { asked, look });
      } finally {
        await database.close();
      }
    } finally {
      await opened.stop();
    }
  } catch (error) {
    const told = tell(error, asked.language);
    if (told === null) throw error;
    console.error(told);
    return 2;
  }
}

function readArguments(): Asked | number {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const [kind, file] = positionals;
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const known = IMPORT_KINDS.find((each) => each === kind);
  const language = LANGUAGES.find((each) => each === (values.language ?? 'uk'));
  const earns = values.earn ?? false;
  if (!known || !file || !language || (earns && known !== 'receipts')) {
    console.error(USAGE);
    return 2;
  }
  return { kind: known, file, dry: values.dry ?? false, earns, map: values.map ?? [], language };
}

async function lookAt(file: string): Promise<FileLook> {
  const opened = await open(file);
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(LOOK_BYTES), 0, LOOK_BYTES, 0);
    return lookAtFile(buffer.subarray(0, bytesRead));
  } finally {
    await opened.close();
  }
}

async function bring(database: Database, { asked, look }: { asked: Asked; look: FileLook }): Promise<number> {
  const { kind, file, dry, earns, language } = asked;
  const columns = { ...guessColumns(KINDS[kind], look.header), ...mapped(asked.map, look.header) };
  for (const { field } of KINDS[kind].fields) {
    const place = columns[field];
    if (place !== undefined)
      console.log(`${webSentence(`imports.fields.${field}`, language)} = ${look.header[place]}`);
  }
  const { size } = await stat(file);
  const begun = await transaction(database.db, (tx) =>
    beginImport(tx, {
      kind,
      fileName: basename(file),
      look,
      columns,
      bytes: size,
      dry,
      earns,
      actor: 'command',
      at: systemClock.now(),
    }),
  );
  const bar = progressLine(size);
  const done = await runImport(database, {
    ...begun,
    source: () => createReadStream(file, { highWaterMark: 1024 * 1024 }),
    now: () => systemClock.now(),
    onProgress: (progress) => bar.show(progress),
  });
  bar.end();
  await report(database, { done, language });
  return done.countWrong > 0 ? 1 : 0;
}

function mapped(pairs: readonly string[], header: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [field = '', ...name] = pair.split('=');
      const place = header.indexOf(name.join('=').trim());
      if (place < 0) throw new ImportFileError('columns_missing', { fields: name.join('=') });
      return [field, place];
    }),
  );
}

async function report(
  database: Database,
  { done, language }: { done: Import; language: Language },
): Promise<void> {
  const { importId, countNew, countChanged, countSame, countSkipped, countWrong, status } = done;
  const points = done.options.earns ? `, ${status === 'done' ? '' : 'about '}${done.points} points` : '';
  for (const error of await listRowErrors(database.db, { importId, limit: SHOWN_ERRORS })) {
    const problem = webSentence(`imports.rows.${error.code}`, language, error.details);
    const field = error.field === null ? '' : webSentence(`imports.fields.${error.field}`, language);
    const key = field === '' ? 'line' : 'lineField';
    console.error(
      webSentence(`imports.report.${key}`, language, {
        row: error.rowNo,
        field,
        value: error.value,
        problem,
      }),
    );
  }
  if (countWrong > SHOWN_ERRORS) console.error(`… ${countWrong - SHOWN_ERRORS}`);
  for (const sentence of unearnedSentences(done, language)) console.error(sentence);
  console.log(
    `${status}: ${countNew} new, ${countChanged} changed, ${countSame} same, ${countSkipped} skipped, ${countWrong} wrong${points}`,
  );
}

function progressLine(bytes: number) {
  const shows = process.stderr.isTTY;
  const write = (text: string) => shows && process.stderr.write(`\r${text.padEnd(60)}`);
  return {
    show({ bytesRead, groupsDone, groups }: { bytesRead?: number; groupsDone?: number; groups?: number }) {
      if (bytesRead !== undefined) write(`${Math.round((bytesRead / Math.max(1, bytes)) * 100)} %`);
      if (groupsDone !== undefined) write(`${groupsDone} / ${groups}`);
    },
    end: () => shows && process.stderr.write('\r'.padEnd(62)),
  };
}

/** A sentence for what a person can mend; null for a fault. */
function tell(error: unknown, language: Language): string | null {
  if (error instanceof ImportFileError)
    return webSentence(`imports.file.${error.problem}`, language, error.details);
  if (error instanceof Refusal) return refusalSentence(language, error.code, error.details);
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? error.message : null;
}
