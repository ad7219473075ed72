// The console in a browser, worked as people work it.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { openBrowser, openPage } from './browser.ts';
import { LOGINS, PASSWORD, type Shop, useShop } from './shop.ts';

export interface ConsolePage {
  page: Page;
  context: BrowserContext;
  /** What the page complained about: exceptions, and errors in its console beyond refused requests. */
  complaints: string[];
}

interface Visit {
  as: keyof typeof LOGINS;
  viewport?: { width: number; height: number };
}

/**
 * A shop for the tests of a file, and its console as somebody at a desk opens it. After each test what was opened is closed,
 * and must not have complained.
 */
export function useConsole(
  usual: Visit,
  options: Omit<NonNullable<Parameters<typeof useShop>[0]>, 'consoleDir'> = {},
): {
  shop: Shop;
  open: (at?: string, other?: Partial<Visit>) => Promise<Page>;
} {
  let browser: Browser;
  let opened: ConsolePage[] = [];
  beforeAll(async () => {
    await buildConsole();
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  const shop = useShop({ consoleDir: CONSOLE_FOLDER, ...options });
  afterEach(async () => {
    const closing = opened;
    opened = [];
    for (const { context } of closing) await context.close();
    expect(closing.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
  return {
    shop,
    async open(at = '', other = {}) {
      const viewport = { width: 1280, height: 900 };
      const visited = await openConsole(browser, shop, { at, viewport, ...usual, ...other });
      opened.push(visited);
      return visited.page;
    },
  };
}

/** Opens the console as somebody who has just signed in with the keyboard. */
export async function openConsole(
  browser: Browser,
  shop: Shop,
  {
    as,
    at = '',
    ...options
  }: { as: keyof typeof LOGINS; at?: string } & Parameters<Browser['newContext']>[0],
): Promise<ConsolePage> {
  const { page, context } = await openPage(browser, `${shop.url}/console/${at}`, options);
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  await page.getByLabel('Ім’я для входу').fill(LOGINS[as]);
  await page.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  return { page, context, complaints };
}

/** Types as a USB scanner does: at once, wherever the focus is, with Enter at the end. */
export async function scan(page: Page, code: string): Promise<void> {
  // One message to the browser for the whole code: a scanner types faster than single keys travel to it.
  await page.evaluate((text) => {
    const startedAt = performance.now();
    text
      .split('')
      .concat('Enter')
      .forEach((key, i) => {
        const target = document.activeElement ?? document.body;
        const pressed = new KeyboardEvent('keydown', {
          key,
          bubbles: true,
          cancelable: true,
          composed: true,
        });
        // The scanner's own pace, however busy this machine is.
        Object.defineProperty(pressed, 'timeStamp', { value: startedAt + i * 8 });
        const went = target.dispatchEvent(pressed);
        // What a browser does by itself for a real key, and not for one that a script has pressed.
        if (went && key.length === 1 && target instanceof HTMLInputElement) {
          target.setRangeText(key, target.value.length, target.value.length, 'end');
          target.dispatchEvent(new Event('input', { bubbles: true }));
        }
      });
  }, code);
}
