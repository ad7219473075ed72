// A replay counts for seconds without a pause, so it has a thread of its own: the process around it goes on answering.
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { replayRule } from '#src/core/replays/replay-rule.ts';
import { listVersions } from '#src/core/rules/list-versions.ts';
import { readRuleState } from '#src/core/rules/read-rule-state.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { connect } from '#src/db/client.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import type { FromReplay, ToReplay } from './replay-loop.ts';

const LESS_URGENT = 10;

if (parentPort) {
  const port = parentPort;
  const tell = (message: FromReplay) => port.postMessage(message);
  // On Linux this is about the one thread; elsewhere it would slow down everything.
  if (process.platform === 'linux') setPriority(0, LESS_URGENT);
  await replay(workerData as ToReplay, tell).catch((error: unknown) => {
    tell({ fault: describeFault(error) });
  });
}

async function replay(
  { databaseUrl, readUrl, job }: ToReplay,
  tell: (message: FromReplay) => void,
): Promise<void> {
  const main = connect(databaseUrl, { max: 1, applicationName: 'kartka replay' });
  // One statement may read for minutes, and nobody waits for it.
  const reading = connect(readUrl, { max: 1, applicationName: 'kartka replay', statementTimeoutMs: 900_000 });
  try {
    const [known, versions, { excluded }] = await Promise.all([
      knownProgramme(main.db)(),
      listVersions(main.db),
      readRuleState(main.db),
    ]);
    const live = versions.filter(({ until }) => until === Number.POSITIVE_INFINITY);
    const onProgress = (done: number, all: number) => tell({ done, all });
    tell({ result: await replayRule(reading.sql, { ...job, live, excluded, known }, { onProgress }) });
  } finally {
    await Promise.all([main.close(), reading.close()]);
  }
}
