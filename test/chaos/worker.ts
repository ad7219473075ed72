// The worker of the chaos runs: the real loops and the real adapters, in a process that can be killed. It has no
// conversation. Says `ready` on standard output once it is loaded, begins at the first byte on standard input, and goes
// by itself when that ends.
import { telegramMessenger } from '#bots/telegram/messenger.ts';
import { viberMessenger } from '#bots/viber/messenger.ts';
import { connect } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import { startWorkers } from '#src/workers/start-workers.ts';

const [databaseUrl = '', simulatorUrl = '', telegramPerSecond = ''] = process.argv.slice(2);
const database = connect(databaseUrl, { max: 5, applicationName: 'chaos worker' });
const telegram = telegramMessenger({
  token: '700000001:chaos-telegram-token-000',
  apiRoot: simulatorUrl,
  drawPicture: () => Promise.reject(new Error('no pictures here')),
});
const viber = viberMessenger({
  token: 'chaos-viber-token',
  apiRoot: simulatorUrl,
  sender: { name: 'Poruch' },
  publicPictureUrl: () => '',
});
// Words go to standard error: the parent shows them when something went wrong.
const tell = (details: object, words: string) => console.error(words, JSON.stringify(details));

const begin = () =>
  startWorkers({
    database,
    databaseUrl,
    clock: systemClock,
    log: { info: () => {}, warn: tell, error: tell },
    messengers: [{ ...telegram, bulkPerSecond: Number(telegramPerSecond) }, viber],
    readUpdate: { telegram: () => null, viber: () => null },
    converse: async () => [],
    name: 'chaos worker',
  });

process.stdin.once('data', begin).once('end', () => process.exit(0));
console.log('ready');
