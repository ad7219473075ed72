// The real service as a process of its own, for benches that load it from outside. The settings come as the real
// ones do; the first argument may say how receipts share commits: `{"maxBatch":1,"lanes":8}`.
import { readConfig } from '#src/config.ts';
import { systemClock } from '#src/lib/clock.ts';
import { makeLog } from '#src/lib/log.ts';
import { run } from '#src/run.ts';

const config = readConfig();
const receipts: { maxBatch: number; lanes: number } | undefined =
  process.argv[2] && JSON.parse(process.argv[2]);
const running = await run({
  config,
  databaseUrl: config.databaseUrl ?? '',
  log: makeLog('warn'),
  clock: systemClock,
  ...(receipts && { receipts }),
});
process.send?.({ url: running.url });
const stop = () => void running.stop().then(() => process.exit(0));
process.once('SIGTERM', stop);
// A bench that died takes its service along.
process.once('disconnect', stop);
