// `npm start` with nothing set: the pretend messengers, the console, the demo shop, and a short list of addresses.
import { join } from 'node:path';
import { type Config, ConfigError } from './config.ts';
import { buildConsole, CARD_FOLDER, GAME_FOLDER } from './console/build.ts';
import { transaction } from './db/client.ts';
import { DEMO_STAFF, storeStaff } from './demo/demo-staff.ts';
import { loadDemo } from './demo/load-demo.ts';
import { PLASTIC_CARDS } from './demo/plastic.ts';
import { PROGRAMME } from './demo/shop.ts';
import { traceTo } from './demo/trace.ts';
import { type Running, type RunOptions, run } from './run.ts';
import { startSimulator } from './simulator/start.ts';

/** Starts everything and says on the terminal what it is doing and where it can be seen. */
export async function startDemo(parts: RunOptions, demo: { simulatorPort: number }): Promise<Running> {
  const { config, clock } = parts;
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say('Kartka, the demo shop. One moment.');
  const simulator = await startSimulator({
    host: config.host,
    port: demo.simulatorPort,
    botName: PROGRAMME.shopName,
    dataFile: join(config.dataDir, 'simulator.json'),
  });
  const trace = traceTo(simulator.url, () => clock.now());
  try {
    const consoleDir = await buildConsole({ log: (line) => say(`  ${line}`) });
    const running = await run({
      ...parts,
      config: withSimulator(config, simulator.url),
      consoleDir,
      cardDir: CARD_FOLDER,
      gameDir: GAME_FOLDER,
      trace: (line) => trace.tell(line),
      async beforeStart(database) {
        let told = 0;
        const onProgress = (share: number) => {
          const tenth = Math.floor(share * 10);
          if (tenth > told) say(`  loading a year of receipts: ${tenth * 10} %`);
          told = tenth;
        };
        const { ours } = await loadDemo({ database, at: clock.now(), onProgress });
        // Passwords that anyone may know open no other shop.
        if (!ours) throw new ConfigError(otherShop(config.dataDir));
        await transaction(database.db, (tx) => storeStaff(tx, clock.now()));
      },
    });
    for (const line of addresses(running.url, simulator.url)) say(line);
    return {
      url: running.url,
      async stop() {
        await running.stop();
        trace.stop();
        await simulator.stop();
      },
    };
  } catch (error) {
    trace.stop();
    await simulator.stop();
    throw error;
  }
}

function otherShop(dataDir: string): string {
  return `The database in ${dataDir} holds another shop: set TELEGRAM_TOKEN or VIBER_TOKEN to start it, or DATA_DIR to another folder for the demo.`;
}

/** The same settings with the pretend outside world in the place of the real one. */
function withSimulator(config: Config, url: string): Config {
  return {
    ...config,
    telegram: config.telegram && { ...config.telegram, apiRoot: url },
    viber: config.viber && { ...config.viber, apiRoot: url },
    sms: config.sms && { ...config.sms, apiRoot: `${url}/sms` },
  };
}

function addresses(url: string, phones: string): string[] {
  const staff = DEMO_STAFF.map(
    ({ login, password, role }) => `              ${login} / ${password}  (${role})`,
  );
  return [
    '',
    `  Phones      ${phones}`,
    `  Console     ${url}/console/`,
    ...staff,
    `  API         ${url}/api/reference`,
    `  A plastic card to bring along in the chat: ${PLASTIC_CARDS[0].number}`,
    '',
    '  Ctrl+C stops it; the data stays in ./data.',
  ];
}
