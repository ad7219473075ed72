// The real service as a process that can be killed: every route, the receipt desk and the workers. Says `ready` on standard
// output once it is loaded, begins at the first byte on standard input, says where it listens, and goes by itself when
// standard input ends. Its log goes to standard error.
import { once } from 'node:events';
import { pino } from 'pino';
import { readConfig } from '#src/config.ts';
import { systemClock } from '#src/lib/clock.ts';
import { run } from '#src/run.ts';

const [databaseUrl = '', port = '', secretKey = ''] = process.argv.slice(2);
process.stdin.once('end', () => process.exit(0));
console.log('ready');
await once(process.stdin, 'data');
const running = await run({
  config: readConfig({
    PORT: port,
    DATABASE_URL: databaseUrl,
    SECRET_KEY: secretKey,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_TOKEN: '700000001:a-token-that-nobody-answers-to',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
    TELEGRAM_MODE: 'webhook',
  }),
  databaseUrl,
  log: pino({ level: 'warn', base: null }, pino.destination({ fd: 2, sync: true })),
  clock: systemClock,
});
console.log(`listening ${running.url}`);
