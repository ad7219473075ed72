import { ImportFileError } from '#src/core/imports/import-file-error.ts';
import { readParts } from '#src/core/imports/read-parts.ts';
import { ImportLost, runImport } from '#src/core/imports/run-import.ts';
import { connect } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import type { FromImport, ToImport } from './import-loop.ts';
import { doTheWork } from './work-in-process.ts';

doTheWork<ToImport, FromImport>(async ({ databaseUrl, ...claimed }, tell) => {
  // Reading keeps a connection for each table it fills, and nobody waits for a statement.
  const options = {
    max: 4,
    applicationName: 'kartka import',
    statementTimeoutMs: 900_000,
    lockTimeoutMs: 60_000,
    // A run of groups waits for the one before it.
    idleInTransactionTimeoutMs: 900_000,
  };
  const database = connect(databaseUrl, options);
  try {
    const source = () => readParts(database.db, claimed.importId);
    await runImport(database, { ...claimed, source, now: () => systemClock.now() });
    tell({ outcome: 'done' });
  } catch (error) {
    if (error instanceof ImportLost) tell({ outcome: 'lost' });
    else if (error instanceof ImportFileError)
      tell({ outcome: 'unreadable', problem: error.problem, details: error.details });
    else throw error;
  } finally {
    await database.close();
  }
});
