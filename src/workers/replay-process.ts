// A replay counts for seconds without a pause.
import { replayRule } from '#src/core/replays/replay-rule.ts';
import { listVersions } from '#src/core/rules/list-versions.ts';
import { readRuleState } from '#src/core/rules/read-rule-state.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { connect } from '#src/db/client.ts';
import type { FromReplay, ToReplay } from './replay-loop.ts';
import { doTheWork } from './work-in-process.ts';

doTheWork<ToReplay, FromReplay>(async ({ databaseUrl, readUrl, job }, tell) => {
  const main = connect(databaseUrl, { max: 1, applicationName: 'kartka replay' });
  // One statement may read for minutes, and nobody waits for it.
  const reading = connect(readUrl, { max: 1, applicationName: 'kartka replay', statementTimeoutMs: 900_000 });
  try {
    const [known, versions, { excluded }] = await Promise.all([
      knownProgramme(main.db)(),
      listVersions(main.db),
      readRuleState(main.db),
    ]);
    const asked = job.until.getTime();
    const live = versions.filter(({ from, until }) => from <= asked && asked < until);
    const onProgress = (done: number, all: number) => tell({ done, all });
    tell({ result: await replayRule(reading.sql, { ...job, live, excluded, known }, { onProgress }) });
  } finally {
    await Promise.all([main.close(), reading.close()]);
  }
});
