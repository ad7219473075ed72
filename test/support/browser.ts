// A Chromium from npm, so that the browser tests need nothing beyond the install.
import { mkdir, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { until } from './until.ts';

/** Starts Chromium without a window. `y4m` is a film that its pretend camera shows. The caller closes it. */
export async function openBrowser({ y4m }: { y4m?: string } = {}): Promise<Browser> {
  return await chromium.launch({
    executablePath: await unpackedChromium(),
    headless: true,
    args: [
      // The package's own list is made for a cloud function; a sandbox cannot be had as root.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--headless=shell',
      ...(y4m
        ? [
            '--use-fake-device-for-media-stream',
            '--use-fake-ui-for-media-stream',
            `--use-file-for-fake-video-capture=${y4m}`,
          ]
        : []),
    ],
  });
}

/** A page of a device of its own: a phone at the counter, unless told otherwise. */
export async function openPage(
  browser: Browser,
  address: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'uk-UA',
    timezoneId: 'Europe/Kyiv',
    ...options,
  });
  const page = await context.newPage();
  await page.goto(address);
  return { page, context };
}

/** The package unpacks itself at its first use; two test files at once must not see each other's half of it. */
async function unpackedChromium(): Promise<string> {
  const lock = join(tmpdir(), 'kartka-chromium.lock');
  const taken = () =>
    mkdir(lock).then(
      () => true,
      () => false,
    );
  // A run that was killed leaves the lock behind: after a while it counts for nothing.
  const mine = await until('Chromium to be unpacked', taken, { withinMs: 30_000 }).catch(() => true);
  try {
    return await sparticuz.executablePath();
  } finally {
    if (mine) await rmdir(lock).catch(() => undefined);
  }
}
