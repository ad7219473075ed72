// The worker of the chaos runs: the real loops, the real adapters and Telegram's conversation, in a process that can be
// killed. Says `ready` and how its sessions are called on standard output once it is loaded, begins at the first byte on
// standard input, and goes by itself when that ends.
import { converseAll } from '#bots/dialogue/converse.ts';
import type { DialogueEvent } from '#bots/dialogue/event.ts';
import { telegramMessenger } from '#bots/telegram/messenger.ts';
import { readTelegramUpdate } from '#bots/telegram/read-update.ts';
import { viberMessenger } from '#bots/viber/messenger.ts';
import { menuKeyboard } from '#src/core/deliveries/menu-keys.ts';
import { connect } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import { startWorkers } from '#src/workers/start-workers.ts';
import { dialogueDeps } from '#test/bots/dialogue/person.ts';

const [databaseUrl = '', simulatorUrl = '', telegramPerSecond = ''] = process.argv.slice(2);
const name = `chaos worker ${process.pid}`;
const database = connect(databaseUrl, { max: 5, applicationName: name });
const dialogue = dialogueDeps(database.db);
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
  startWorkers<DialogueEvent>({
    database,
    databaseUrl,
    clock: systemClock,
    log: { info: () => {}, warn: tell, error: tell },
    messengers: [{ ...telegram, bulkPerSecond: Number(telegramPerSecond) }, viber],
    readUpdate: {
      telegram: (payload, at) => readTelegramUpdate(payload, at)?.event ?? null,
      viber: () => null,
    },
    converse: (tx, events) => converseAll(tx, events, dialogue),
    keyboard: menuKeyboard,
    name,
  });

process.stdin.once('data', begin).once('end', () => process.exit(0));
console.log(`ready ${name}`);
