import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startEmbedded } from '#src/db/embedded.ts';
import { migrate } from '#src/db/migrate.ts';
import { chaosReceipts } from './receipts.ts';

it('loses and doubles nothing when the service, PostgreSQL and its sessions are killed under the tills', async () => {
  // A server of its own: this one is killed.
  const dataDir = await mkdtemp(join(tmpdir(), 'kartka-chaos-'));
  await chmod(dataDir, 0o755);
  const server = await startEmbedded({ dataDir });
  try {
    await migrate(server.url);
    const { lost, doubled, wrong, cycles, answered } = await chaosReceipts({
      databaseUrl: server.url,
      clusterDir: join(dataDir, 'postgres'),
      cycles: 3,
      seed: 20_261_122,
      faults: ['service killed', 'PostgreSQL killed', 'backends ended'],
      tills: 6,
    });
    expect({ lost, doubled, wrong, cycles }).toEqual({ lost: 0, doubled: 0, wrong: [], cycles: 3 });
    expect(answered).toBeGreaterThan(20);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 120_000);
