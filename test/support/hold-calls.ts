// A slow way to the server: what a page sends is held until the test lets it go on.
import type { Page } from 'playwright-core';

export interface HeldCalls {
  /** Is there when the first of them has been sent. */
  sent: Promise<void>;
  /** Lets them all go on, and those that follow. */
  letGo(): Promise<void>;
}

/** Holds the calls of `method` to addresses that end with `path`. */
export async function holdCalls(page: Page, method: string, path: string | RegExp): Promise<HeldCalls> {
  const sent = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const matches = (url: URL) => (typeof path === 'string' ? url.pathname === path : path.test(url.pathname));
  await page.route(matches, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    sent.resolve();
    await gate.promise;
    return route.continue();
  });
  return {
    sent: sent.promise,
    async letGo() {
      gate.resolve();
      await page.unrouteAll({ behavior: 'wait' });
    },
  };
}
