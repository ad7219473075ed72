// The page of the card in a browser: what a till's scanner reads off the screen, minute after minute, with and without a
// connection; how much it weighs; and that people who use no mouse and no eyes can use it.
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole, CARD_FOLDER } from '#src/console/build.ts';
import type { Acted, ChatView } from '#src/simulator/control.ts';
import { readCodes } from '#test/core/cards/read-picture.ts';
import { openBrowser, openPage } from '#test/support/browser.ts';
import { aPhoneOwner, joinsInTelegram, joinsInViber, type PhoneOwner } from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { textContrasts } from '#test/support/text-contrasts.ts';
import { until } from '#test/support/until.ts';

// Before the shop: it reads what was built when it starts.
beforeAll(() => buildConsole());
const shop = useShop({ cardDir: CARD_FOLDER, welcomePoints: 1_240n });
let browser: Browser;
let owner: PhoneOwner;
let number: string;

beforeAll(async () => {
  browser = await openBrowser();
  owner = await aPhoneOwner(shop);
  await joinsInTelegram(owner);
  await owner.telegram.presses('💳 Картка');
  const { text } = await owner.telegram.sees('Базова');
  number = /\b2\d \d{4} \d{4} \d{3}\b/.exec(text)?.[0].replaceAll(' ', '') ?? '';
});
afterAll(() => browser?.close());

const buttons = ({ messages }: ChatView) => messages.flatMap((each) => each.buttons ?? []).flat();

/** What Telegram opens when the button under the card is pressed. */
async function pressed(dark = false): Promise<string> {
  const button = buttons(await owner.telegram.view()).find((each) => each.kind === 'web_app');
  const path = `/control/chats/telegram/${owner.person.personId}/act`;
  const reply = await fetch(`${shop.simulatorUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ act: 'webApp', url: button?.url, dark }),
  });
  return ((await reply.json()) as Acted).url ?? 'nothing opened';
}

/** The page as it opens on a phone, with a clock of ours in it. */
async function opened(
  address: string,
  options: Parameters<typeof openPage>[2] = {},
): Promise<{ page: Page; complaints: string[]; close: () => Promise<void> }> {
  const { page, context } = await openPage(browser, 'about:blank', options);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text());
  });
  await page.clock.install();
  await page.goto(address);
  return { page, complaints, close: () => context.close() };
}

const codesOn = async (page: Page) => {
  await page.locator('.code svg').waitFor();
  return await readCodes(await page.screenshot({ scale: 'css' }));
};
const liveOn = async (page: Page) =>
  (await codesOn(page)).find((code) => code.startsWith('QRCode'))?.slice('QRCode '.length) ?? 'none';

/** The live code that comes after `before`: it is drawn a moment after its answer is there. */
const liveAfter = (page: Page, before: string) =>
  until('another code', async () => {
    const now = await liveOn(page);
    return now !== before && now.startsWith('K1-') && now;
  });

describe('the card on the screen', () => {
  it('when it is opened in Telegram, then a scanner reads the live code and the number, and nobody complains', async () => {
    const { page, complaints, close } = await opened(await pressed());
    const [bars, qr] = await codesOn(page);
    expect(bars).toBe(`EAN13 ${number}`);
    expect(qr).toMatch(/^QRCode K1-[0-9A-Z]{44}$/);
    await page.getByText('1 240 балів').first().waitFor();
    expect(await page.locator('.left').textContent()).toMatch(/^\d{2} с$/);
    expect(complaints).toEqual([]);
    await close();
  });

  it('when it is dark, then the codes stand on white all the same', async () => {
    const { page, close } = await opened(await pressed(true), { colorScheme: 'dark' });
    expect(await codesOn(page)).toHaveLength(2);
    const ground = (selector: string) =>
      page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);
    expect([await ground('.paper'), await ground('body')]).toEqual(['rgb(255, 255, 255)', 'rgb(14, 22, 33)']);
    await close();
  });

  it('when the minute goes by, then the code has turned over before it ends', async () => {
    const { page, close } = await opened(await pressed());
    let last = await liveOn(page);
    const seen = new Set([last]);
    for (let turn = 0; turn < 3; turn++) {
      const renewed = page.waitForResponse(/\/api\/card\?/);
      await page.clock.runFor(49_000);
      await renewed;
      await page.clock.runFor(1_000);
      last = await liveAfter(page, last);
      seen.add(last);
    }
    expect(seen.size).toBe(4);
    await close();
  });

  it('when the phone has slept for an hour, then a new code is there at once', async () => {
    const { page, close } = await opened(await pressed());
    const before = await liveOn(page);
    const renewed = page.waitForResponse(/\/api\/card\?/);
    await page.clock.fastForward(3_600_000);
    await renewed;
    await page.clock.runFor(1_000);
    expect(await liveAfter(page, before)).toMatch(/^K1-/);
    await close();
  });

  it('when one comes back from the chat, then the balance is the newest and the code a new one', async () => {
    const { page, close } = await opened(await pressed());
    const before = await liveOn(page);
    await page.route('**/api/card?*', async (route) => {
      const answer = await route.fetch();
      const balance = { shown: '1 283 бали', notes: [] };
      await route.fulfill({ response: answer, json: { ...(await answer.json()), balance } });
    });
    await page.clock.runFor(3_000);
    await page.evaluate(() => {
      for (const state of ['hidden', 'visible']) {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }
    });
    await page.getByText('1 283 бали').waitFor();
    expect(await liveOn(page)).not.toBe(before);
    await close();
  });

  it('when the network goes, then it says so and shows the code that only earns; and the live one when it is back', async () => {
    const { page, close } = await opened(await pressed());
    await codesOn(page);
    await page.context().setOffline(true);
    await page.getByRole('status').getByText('Немає зв’язку').waitFor();
    expect(await liveOn(page)).toMatch(/^K1-/);
    await page.clock.runFor(61_000);
    await page.getByText('Код картки: лише нараховує').waitFor();
    expect(await codesOn(page)).toEqual([`EAN13 ${number}`, `QRCode ${number}`]);
    await page.context().setOffline(false);
    await page.clock.runFor(5_000);
    await page.getByText('Код для каси').waitFor();
    expect(await liveAfter(page, number)).toMatch(/^K1-/);
    expect(await page.getByText('Немає зв’язку').isVisible()).toBe(false);
    await close();
  });

  it('when it is opened in the phone of the phones page, then the code turns over there by itself, and it closes', async () => {
    const { page, complaints, close } = await opened('about:blank', {
      viewport: { width: 1440, height: 900 },
    });
    await page.addInitScript((personId) => {
      localStorage.setItem('kartka.phones.person.telegram', personId);
    }, owner.person.personId);
    await page.goto(shop.simulatorUrl);
    const phone = page.getByRole('region', { name: 'Telegram' });
    await phone.getByRole('button', { name: 'Картка на весь екран' }).last().click();
    const layer = phone.getByRole('dialog');
    const frame = layer.frameLocator('iframe');
    await frame.locator('.code svg').waitFor();
    const shown = async () =>
      (await readCodes(await layer.screenshot())).find((code) => code.startsWith('QRCode'));
    const first = await shown();
    expect(first).toMatch(/^QRCode K1-/);
    const renewed = page.waitForResponse(/\/api\/card\?/);
    await page.clock.runFor(49_000);
    await renewed;
    await page.clock.runFor(1_000);
    await until('another code', async () => {
      const now = await shown();
      return now !== first && now?.startsWith('QRCode K1-');
    });
    await layer.getByRole('button', { name: 'Закрити' }).click();
    expect(await layer.count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('when the page is opened without what opens it, then it says where the card is', async () => {
    const { page, close } = await opened(`${shop.url}/card`);
    await page.getByRole('alert').getByText('Відкрийте картку в чаті ще раз').waitFor();
    await close();
  });
});

describe('the card from Viber', () => {
  it('when the button is pressed, then the page opens, the link leaves the address, and another phone gets nothing with it', async () => {
    const second = await aPhoneOwner(shop);
    await joinsInViber(second);
    await second.viber.presses('💳 Картка');
    await second.viber.sees('Базова');
    const { keyboard } = await second.viber.view();
    const key = keyboard?.flat().find((each) => each.label === 'Картка на весь екран');
    expect(key).toMatchObject({ kind: 'url', internal: true });
    const address = key?.url ?? '';
    expect(new URL(address).hash.length).toBeLessThan(64);

    const first = await opened(address);
    expect(await liveOn(first.page)).toMatch(/^K1-/);
    expect(new URL(first.page.url()).hash).toBe('');
    await first.page.reload();
    expect(await liveOn(first.page)).toMatch(/^K1-/);
    const stranger = await opened(address);
    await stranger.page.getByRole('alert').getByText('Відкрийте картку в чаті ще раз').waitFor();
    await Promise.all([first.close(), stranger.close()]);
  });
});

describe('a slow phone', () => {
  it('when it loads the page, then the script is far below 60 kB and everything together, too', async () => {
    const { page, context } = await openPage(browser, 'about:blank');
    const bodies: Promise<[string, Buffer]>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'fetch') return;
      bodies.push(response.body().then((body) => [response.url(), body]));
    });
    await page.goto(await pressed());
    await page.locator('.code svg').waitFor();
    const loaded = new Map(await Promise.all(bodies));
    const weigh = (of: RegExp) =>
      [...loaded].reduce((sum, [url, bytes]) => (of.test(url) ? sum + bytes.length : sum), 0);
    const script = weigh(/\.js$/);
    const all = weigh(/./);
    const packed = [...loaded].reduce((sum, [, bytes]) => sum + gzipSync(bytes).length, 0);
    console.info(`the page of the card: script ${script} bytes, all ${all} bytes, gzip ${packed} bytes`);
    expect(script).toBeGreaterThan(2_000);
    expect(script).toBeLessThan(60_000);
    expect(all).toBeLessThan(60_000);
    await context.close();
  });

  it('when the script has not come yet, then the frame is painted and says what happens', async () => {
    const { page, context } = await openPage(browser, `${shop.url}/card?lang=en`, {
      javaScriptEnabled: false,
    });
    await page.getByText('Opening the card…').waitFor();
    const header = page.locator('header');
    expect(await header.textContent()).toContain('Поруч');
    expect(await header.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
      'rgb(11, 107, 79)',
    );
    await context.close();
  });

  it('when the page is fetched, then its policy lets in nothing but itself, and only Telegram may frame it', async () => {
    const reply = await fetch(`${shop.url}/card`);
    const policy = reply.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'sha256-");
    expect(policy).toContain(
      `frame-ancestors https://web.telegram.org https://webk.telegram.org https://webz.telegram.org ${shop.simulatorUrl}`,
    );
    expect(reply.headers.get('x-frame-options')).toBeNull();
  });
});

describe('everybody', () => {
  it('when the page is read out or used by keyboard, then everything has a name and can be reached', async () => {
    const { page, close } = await opened(await pressed());
    await codesOn(page);
    expect(await page.locator('html').getAttribute('lang')).toBe('uk');
    await page.getByRole('button', { name: 'Збільшити код' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Зменшити код' }).waitFor();
    const width = await page.locator('.code').evaluate((element) => element.getBoundingClientRect().width);
    expect(width).toBeGreaterThan(330);
    expect(await codesOn(page)).toHaveLength(2);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Збільшити код' }).waitFor();
    await page.getByRole('button', { name: /^Номер картки: 29/ }).waitFor();
    await page.getByRole('heading', { name: 'На рахунку' }).waitFor();
    await close();
  });

  it.each([
    ['light', 'Telegram’s colours', null],
    ['dark', 'Telegram’s colours', null],
    ['light', 'its own colours', ''],
    ['dark', 'its own colours', ''],
    [
      'light',
      'a pale theme',
      { bg_color: '#ffffff', secondary_bg_color: '#f0f0f0', text_color: '#222222', hint_color: '#a8a8a8' },
    ],
  ] as const)(
    'when it is %s in %s, then everything can be read: 4.5 to 1 or more',
    async (scheme, _name, theme) => {
      const address = new URL(await pressed(scheme === 'dark'));
      const told = new URLSearchParams(address.hash.slice(1));
      if (theme === '') told.delete('tgWebAppThemeParams');
      else if (theme) told.set('tgWebAppThemeParams', JSON.stringify(theme));
      address.hash = told.toString();
      const { page, close } = await opened('about:blank', { colorScheme: scheme });
      // With everything that a page can have.
      await page.route('**/api/card/session*', async (route) => {
        const answer = await route.fetch();
        const shown = await answer.json();
        const wallets = { apple: 'https://wallet.example/a', google: 'https://wallet.example/g' };
        const offers = [{ title: 'Сири −20 %', terms: 'Один раз.', until: 'до 31 грудня' }];
        await route.fulfill({ response: answer, json: { ...shown, wallets, offers } });
      });
      await page.goto(address.href);
      await page.locator('.wallets a').first().waitFor();
      expect(await page.evaluate(textContrasts)).toEqual(
        expect.arrayContaining([expect.objectContaining({ text: 'Сири −20 %' })]),
      );
      const faint = (await page.evaluate(textContrasts)).filter(({ ratio }) => ratio < 4.5);
      expect(faint).toEqual([]);
      await close();
    },
  );
});
