// `npm run chaos -- deliveries --cycles 50`: what must never happen, tried. The last line tells; exit code 1 when it
// happened.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '#src/db/embedded.ts';
import { migrate } from '#src/db/migrate.ts';
import { chaosDeliveries } from './deliveries.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cycles: { type: 'string', default: '50' }, people: { type: 'string', default: '2000' } },
});
if (positionals[0] !== 'deliveries') {
  console.error('npm run chaos -- deliveries [--cycles 50] [--people 2000]');
  process.exit(1);
}

const dataDir = await mkdtemp(join(tmpdir(), 'kartka-chaos-'));
// Started by root, the server runs as another account, which has to get in.
await chmod(dataDir, 0o755);
const server = await startEmbedded({ dataDir });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The other processes end with this one.
  process.once(signal, () => void server.stop().finally(() => process.exit(1)));
}
try {
  await migrate(server.url);
  const outcome = await chaosDeliveries({
    databaseUrl: server.url,
    cycles: Number(values.cycles),
    people: Number(values.people),
    log: console.log,
  });
  const { lost, doubled, unknown, inFlight, cycles, broadcasts, audience, seconds } = outcome;
  console.log(
    `${broadcasts} broadcasts, ${audience} messages, ${inFlight} in flight at the kills, ${seconds} s`,
  );
  console.log(`lost=${lost} doubled=${doubled} unknown=${unknown} cycles=${cycles}`);
  if (lost > 0 || doubled > 0 || unknown > inFlight) process.exitCode = 1;
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
