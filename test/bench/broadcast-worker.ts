// The worker of the broadcast bench: the real loops and the real adapters, as fast as they go, or at their own pace. Says `ready` once it is
// loaded; each broadcast begins at one line on standard input (`paced` or `free`) and ends at the next, when it tells how much memory it had,
// quarter by quarter. It stays the same process, as a worker is one for days.
import { createInterface } from 'node:readline';
import { telegramMessenger } from '#bots/telegram/messenger.ts';
import { viberMessenger } from '#bots/viber/messenger.ts';
import type { Messenger } from '#src/core/deliveries/messenger.ts';
import { connect } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import { collectAlone } from '#src/lib/collect-alone.ts';
import { startWorkers } from '#src/workers/start-workers.ts';
import { watched } from './watch-memory.ts';

/** No messenger takes so many: the machine is the limit. */
const UNPACED = 100_000;

// As the service does; the floors do it, too.
collectAlone();
const [databaseUrl = '', stubUrl = ''] = process.argv.slice(2);
const database = connect(databaseUrl, { max: 5, applicationName: 'bench worker' });
const telegram = telegramMessenger({
  token: '700000001:bench-telegram-token-000',
  apiRoot: stubUrl,
  drawPicture: () => Promise.reject(new Error('no pictures here')),
});
const viber = viberMessenger({
  token: 'bench-viber-token',
  apiRoot: stubUrl,
  sender: { name: 'Poruch' },
  publicPictureUrl: () => '',
});
const unpaced = (messenger: Messenger): Messenger => ({
  ...messenger,
  bulkPerSecond: UNPACED,
  ...(messenger.broadcast && { broadcast: { ...messenger.broadcast, perSecond: UNPACED } }),
});
const tell = (details: object, words: string) => console.error(words, JSON.stringify(details));

console.log('ready');
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
for (;;) {
  const { value: pace, done } = await lines.next();
  if (done) break;
  const workers = startWorkers({
    database,
    databaseUrl,
    clock: systemClock,
    log: { info: () => {}, warn: tell, error: tell },
    messengers: pace === 'paced' ? [telegram, viber] : [telegram, viber].map(unpaced),
    readUpdate: { telegram: () => null, viber: () => null },
    converse: async () => [],
    name: 'bench worker',
  });
  const memory: number[] = [];
  await watched(memory, async () => {
    await lines.next();
  });
  await workers.stop();
  console.log(`memory ${memory.join(' ')}`);
}
await Promise.all([telegram.close(), viber.close(), database.close()]);
process.exit(0);
