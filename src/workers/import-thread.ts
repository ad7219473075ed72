import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { ImportFileError } from '#src/core/imports/import-file-error.ts';
import { readParts } from '#src/core/imports/read-parts.ts';
import { ImportLost, runImport } from '#src/core/imports/run-import.ts';
import { connect } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import type { FromImport, ToImport } from './import-loop.ts';

const LESS_URGENT = 10;

if (parentPort) {
  // On Linux this is about the one thread; elsewhere it would slow down everything.
  if (process.platform === 'linux') setPriority(0, LESS_URGENT);
  parentPort.postMessage(await work(workerData as ToImport));
}

async function work({ databaseUrl, ...claimed }: ToImport): Promise<FromImport> {
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
    return { outcome: 'done' };
  } catch (error) {
    if (error instanceof ImportLost) return { outcome: 'lost' };
    if (error instanceof ImportFileError)
      return { outcome: 'unreadable', problem: error.problem, details: error.details };
    return { outcome: 'fault', fault: describeFault(error) };
  } finally {
    await database.close();
  }
}
