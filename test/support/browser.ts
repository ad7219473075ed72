// A Chromium from npm, so that the browser tests need nothing beyond the install.
import { access, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

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

/**
 * Chromium's path. The package unpacks it (a second, 200 MB) into the folder for temporary files under one name, where
 * another account could not run it and a second process would find it half written. Here each account has a folder of
 * its own, which appears whole.
 */
export async function unpackedChromium(): Promise<string> {
  const folder = join(tmpdir(), `kartka-chromium-${userInfo().uid}`);
  const program = join(folder, 'chromium');
  const there = await access(program).then(
    () => true,
    () => false,
  );
  if (there) return program;
  const fresh = await mkdtemp(`${folder}-`);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = fresh;
  try {
    await sparticuz.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  // Somebody else may have been quicker.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }));
  return program;
}
