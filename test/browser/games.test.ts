// The games of quests in a browser, each played to its end by keys alone, as somebody does who uses no mouse and no finger.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole, GAME_FOLDER } from '#src/console/build.ts';
import type { GamePage } from '#src/contract/games.ts';
import { signGameLink } from '#src/core/quests/games/game-link.ts';
import type { TaskAsk } from '#src/core/quests/task-content.ts';
import { aPlayer, aQuest } from '#test/support/a-running-quest.ts';
import { anIdentity, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, SECRET_KEY } from '#test/support/an-app.ts';
import { openBrowser, openPage } from '#test/support/browser.ts';
import { useDatabase } from '#test/support/database.ts';
import { textContrasts } from '#test/support/text-contrasts.ts';

const HOUR_MS = 3_600_000;
const database = useDatabase();
let server: AnApp;
let browser: Browser;
let url: string;

beforeAll(async () => {
  await buildConsole();
  await aShop(database.db);
  server = await anApp(database, { gameDir: GAME_FOLDER });
  url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const GAMES: Record<'memory' | 'catch' | 'wheel', TaskAsk> = {
  memory: { type: 'game', game: 'memory', goal: 4 },
  catch: { type: 'game', game: 'catch', goal: 5 },
  wheel: {
    type: 'game',
    game: 'wheel',
    odds: [
      { share: 1, points: 40, titles: { uk: 'Велика удача', en: 'Great luck' } },
      { share: 3, points: 5, titles: { uk: 'Маленька удача', en: 'A little luck' } },
    ],
  },
};

/** Opens the game as a chat in Viber does, and tells what was dealt. */
async function opens(
  game: keyof typeof GAMES,
  {
    language = 'uk',
    dark = false,
    calm = false,
  }: { language?: 'uk' | 'en'; dark?: boolean; calm?: boolean } = {},
): Promise<{ page: Page; dealt: GamePage; complaints: string[]; close: () => Promise<void> }> {
  const at = server.clock.now();
  const questId = await aQuest(database.db, {
    tasks: [{ ask: GAMES[game] }],
    fields: { startsAt: new Date(at.getTime() - HOUR_MS), endsAt: new Date(at.getTime() + 48 * HOUR_MS) },
  });
  const identityId = await anIdentity(database.db);
  await database.sql`update identity set language = ${language} where identity_id = ${identityId}`;
  const { playerId } = await aPlayer(database.db, questId, { identityId, at });
  const link = signGameLink({ playerId, taskNo: 1 }, { secretKey: SECRET_KEY, at });
  const { page, context } = await openPage(browser, 'about:blank', {
    viewport: { width: 360, height: 740 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: calm ? 'reduce' : 'no-preference',
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text());
  });
  const answer = page.waitForResponse(/\/api\/game\/opening/);
  await page.goto(`${url}/game#g=${link}`);
  const dealt = (await (await answer).json()) as GamePage;
  await page.locator('.how').waitFor();
  return { page, dealt, complaints, close: () => context.close() };
}

/** Nothing is cut off at the side, and everything can be read: 4.5 to 1 or more. */
async function looksRight(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect((await page.evaluate(textContrasts)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
}

/**
 * As quick as a hand and no quicker: the next one comes when this one lies open, and no sooner than the rules believe of
 * anybody, since a card that was just closing opens in no time. With the last pair the table goes.
 */
const turned = async (at: number) => {
  const moves = document.querySelectorAll('.card')[at]?.getAnimations({ subtree: true }) ?? [];
  const hand = new Promise((done) => setTimeout(done, 150));
  await Promise.allSettled([hand, ...moves.map(({ finished }) => finished)]);
};

/** Cards are turned one after the other by Tab and Enter; nobody looks under them before they have been seen. */
async function playMemory(page: Page, cards: number): Promise<void> {
  const seen = new Map<string, number>();
  const press = async (card: number) => {
    const place = page.locator('.card').nth(card);
    const thing = await place.locator('svg').innerHTML();
    await place.focus();
    await page.keyboard.press('Enter');
    await page.evaluate(turned, card);
    return thing;
  };
  const found = () => page.locator('.card.found').count();
  for (let card = 0; card < cards; card++) {
    if ((await page.locator('.card:not(.found)').count()) === 0) return;
    const isFound = await page.locator('.card').nth(card).getAttribute('class');
    if (isFound?.includes('found')) continue;
    const thing = await press(card);
    const mate = seen.get(thing);
    const next = mate ?? card + 1;
    const before = await found();
    const other = await press(next);
    if (mate !== undefined || other === thing) {
      await page.waitForFunction(
        (count) => document.querySelectorAll('.card.found').length > count || document.querySelector('.over'),
        before,
      );
      continue;
    }
    seen.set(thing, card);
    // The one that was turned to compare is looked at again in its turn.
    await page.waitForFunction(() => document.querySelectorAll('.card.open:not(.found)').length === 0);
  }
}

it('when the button is tapped twice, then both pages open the game', async () => {
  const { page, close } = await opens('wheel');
  const [[name, kept] = ['', '']] = await page.evaluate(() => Object.entries(localStorage));
  // The first tap's answer comes to the phone after the second has been refused.
  await page.evaluate(() => localStorage.clear());
  const second = await page.context().newPage();
  // Its time stands still: it goes on because it hears of the answer, not because it has waited.
  const time = server.clock.now().getTime();
  await second.clock.install({ time });
  await second.clock.pauseAt(time + 1_000);
  const refused = second.waitForResponse(/\/api\/game\/opening/);
  await second.goto(page.url());
  expect((await refused).status()).toBe(401);
  await page.evaluate(([key, value]) => localStorage.setItem(key, value), [name, kept] as const);
  await second.locator('.how').waitFor();
  await close();
});

describe('memory pairs', () => {
  it.each([
    ['uk', false],
    ['en', true],
  ] as const)(
    'when it is played by keys in %s, dark %s, then it is told to its end',
    async (language, dark) => {
      const { page, dealt, complaints, close } = await opens('memory', { language, dark });
      await looksRight(page);
      server.clock.advance(HOUR_MS / 10);
      await playMemory(page, dealt.dealt?.game === 'memory' ? dealt.dealt.deck.length : 0);
      await page.getByRole('heading', { name: language === 'uk' ? 'Вийшло!' : 'You did it!' }).waitFor();
      await looksRight(page);
      expect(complaints).toEqual([]);
      await close();
    },
  );
});

describe('the wheel', () => {
  it('when it is turned by a key, then it stops where the server has drawn it, and says so', async () => {
    const { page, complaints, close } = await opens('wheel', { calm: true });
    await looksRight(page);
    await page.getByText('25\u00a0%').waitFor();
    await page.getByRole('button', { name: 'Крутити' }).focus();
    const told = page.waitForResponse(/\/api\/game\/result/);
    await page.keyboard.press('Enter');
    const { title } = await (await told).json();
    await page.getByRole('heading', { name: title }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(complaints).toEqual([]);
    await close();
  });
});

/** A digit for what falls next, as soon as the one before has landed: keys that travel to the page come too late at times. */
const steerByScore = (lanes: number[]) => {
  const score = document.querySelector('.score');
  if (!score) throw new Error('there is no score');
  const steer = () => {
    const left = Number(score.textContent?.match(/\d+/g)?.at(-1));
    const key = String((lanes[lanes.length - left] ?? 0) + 1);
    document.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
  };
  new MutationObserver(steer).observe(score, { childList: true });
};

describe('catch', () => {
  it.each([false, true])(
    'when it is steered by digits, calm %s, and the network is away at its end, then the result comes later',
    async (calm) => {
      const { page, dealt, close } = await opens('catch', { dark: calm, calm });
      await looksRight(page);
      const lanes = dealt.dealt?.game === 'catch' ? dealt.dealt.drops.map(({ lane }) => lane) : [];
      server.clock.advance(HOUR_MS / 10);
      await page.getByRole('button', { name: 'Почати' }).focus();
      await page.keyboard.press('Enter');
      await page.context().setOffline(true);
      await page.keyboard.press(String((lanes[0] ?? 0) + 1));
      await page.evaluate(steerByScore, lanes);
      await page.getByText('Немає зв’язку').waitFor();
      await page.context().setOffline(false);
      await page.getByRole('heading', { name: 'Вийшло!' }).waitFor();
      await close();
    },
  );
});
