// The simulator as a process of its own: node src/simulator/main.ts --port 3001
import { parseArgs } from 'node:util';
import { startSimulator } from './start.ts';

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '3001' },
    seed: { type: 'string', default: '1' },
    'time-scale': { type: 'string', default: '1' },
    'telegram-token': { type: 'string' },
    'viber-token': { type: 'string' },
    'data-file': { type: 'string' },
  },
});

if (process.env.NODE_ENV === 'production') {
  console.error('The simulator does not start with NODE_ENV=production.');
  process.exit(1);
}

const simulator = await startSimulator({
  host: values.host,
  port: Number(values.port),
  seed: Number(values.seed),
  timeScale: Number(values['time-scale']),
  ...(values['telegram-token'] === undefined ? {} : { telegramToken: values['telegram-token'] }),
  ...(values['data-file'] === undefined ? {} : { dataFile: values['data-file'] }),
  ...(values['viber-token'] === undefined ? {} : { viberToken: values['viber-token'] }),
});
console.log(`Phones on ${simulator.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.stop());
