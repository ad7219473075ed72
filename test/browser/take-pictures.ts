// `npm run pictures`: starts the demo shop on free ports with an empty folder of its own, walks the README's tour and
// leaves its pictures in docs/.
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { readConfig } from '#src/config.ts';
import { systemClock } from '#src/lib/clock.ts';
import { makeLog } from '#src/lib/log.ts';
import { openDatabase } from '#src/open-database.ts';
import { startDemo } from '#src/start-demo.ts';
import { openBrowser } from '#test/support/browser.ts';
import {
  type Addresses,
  chooseBurn,
  draftCampaign,
  enterReceipt,
  launchCampaign,
  openCampaigns,
  openPhones,
  openTill,
  press,
  register,
} from './walk-tour.ts';

const DOCS = join(import.meta.dirname, '../../docs');

const dataDir = await mkdtemp(join(tmpdir(), 'kartka-pictures-'));
// Started by root, the database server runs as another account, which has to get in.
await chmod(dataDir, 0o755);
try {
  await withShop(dataDir, takePictures);
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

async function withShop(folder: string, work: (addresses: Addresses) => Promise<void>): Promise<void> {
  const [port, simulatorPort] = await freePorts();
  const config = readConfig({
    DATA_DIR: folder,
    PORT: String(port),
    SIMULATOR_PORT: String(simulatorPort),
  });
  if (!config.demo) throw new Error('without settings the demo starts');
  const log = makeLog('warn');
  const database = await openDatabase(config, log);
  try {
    const parts = { config, databaseUrl: database.url, log, clock: systemClock };
    const shop = await startDemo(parts, config.demo);
    try {
      await work({ shop: shop.url, phones: `http://127.0.0.1:${simulatorPort}` });
    } finally {
      await shop.stop();
    }
  } finally {
    await database.stop();
  }
}

async function takePictures(addresses: Addresses): Promise<void> {
  await mkdir(DOCS, { recursive: true });
  const browser = await openBrowser();
  try {
    const tour = await openPhones(browser, addresses);
    const { cardNumber } = await register(tour);

    const till = await openTill(browser, addresses);
    await enterReceipt(till, { cardNumber, number: '214', amount: '862,40' });
    await press(till, 'Готово');
    await tour.telegram.getByRole('log').getByText('Чек 214').waitFor();
    await press(till, /^\+/);

    await enterReceipt(till, { cardNumber, number: '215', amount: '240,00' });
    await chooseBurn(till);
    await take(till, 'till.png');
    await press(till, 'Запитати в чаті');
    await tour.telegram.getByRole('button', { name: 'Так, списати' }).waitFor();
    await tour.viber.getByRole('button', { name: 'Так, списати' }).waitFor();
    await take(tour.phones, 'phones.jpg');
    await press(tour.telegram, 'Так, списати');
    await till.getByText('На рахунку 4 бали').waitFor();

    const campaigns = await openCampaigns(browser, addresses);
    await draftCampaign(campaigns);
    await take(campaigns, 'campaign.png');
    await launchCampaign(campaigns);
    await tour.telegram.getByRole('log').getByText('камамбер').waitFor({ timeout: 120_000 });
  } finally {
    await browser.close();
  }
}

/** A picture of the page as it is once nothing moves any more. A desk with its shades is smaller as a JPEG. */
async function take(page: Page, file: string): Promise<void> {
  await page.evaluate(async () => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    await document.fonts.ready;
    await Promise.all(
      document
        .getAnimations()
        .filter((each) => each.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((each) => each.finished.catch(() => {})),
    );
  });
  const path = join(DOCS, file);
  await page.screenshot(file.endsWith('.jpg') ? { path, type: 'jpeg', quality: 88 } : { path });
  process.stdout.write(`  docs/${file}\n`);
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()].map((server) => server.listen(0, '127.0.0.1'));
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address ? address.port : 0;
    }),
  );
  for (const server of servers) server.close();
  const [first = 0, second = 0] = ports;
  return [first, second];
}
