// The picture of an offer as staff have it at hand: WebP from a web page, a photo from a phone held upright. The chats
// take PNG and JPEG, so the browser makes one of it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openConsole } from '#test/support/console.ts';
import { useShop } from '#test/support/shop.ts';

beforeAll(() => buildConsole());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  ({ page } = await openConsole(browser, shop, { as: 'marketer', viewport: { width: 1280, height: 900 } }));
  await page.getByRole('link', { name: 'Пропозиції' }).waitFor();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await shop.database.sql`delete from picture`;
  await page.goto(`${shop.url}/console/offers/${await anOffer(shop.database.db)}`);
});

/** A picture that the browser itself has made, of two halves, so that it can be seen which way up it stands. */
async function drawn(type: 'image/webp' | 'image/jpeg', width: number, height: number): Promise<Buffer> {
  const bytes = await page.evaluate(
    async ([kind, wide, high]) => {
      const canvas = new OffscreenCanvas(wide, high);
      const context = canvas.getContext('2d');
      if (!context) return [];
      context.fillStyle = '#0b6b4f';
      context.fillRect(0, 0, wide, high / 2);
      return [...new Uint8Array(await (await canvas.convertToBlob({ type: kind })).arrayBuffer())];
    },
    [type, width, height] as const,
  );
  return Buffer.from(bytes);
}

/** The JPEG with the note of a camera that was turned by a quarter (EXIF, orientation 6). */
function turned(jpeg: Buffer): Buffer {
  const exif = Buffer.from(
    'ffe1002245786966000049492a00080000000100120103000100000006000000000000000000',
    'hex',
  );
  exif.writeUInt16BE(exif.length - 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

async function uploaded(file: { mimeType: string; buffer: Buffer }) {
  await page.locator('input[type=file][accept*="webp"]').setInputFiles({ name: 'picture', ...file });
  await page.getByAltText('Вибрана картинка').waitFor();
  const [stored] = await shop.database.sql<{ kind: string; width: number; height: number }[]>`
    select right(picture_id, 3) as kind, width, height from picture`;
  return stored;
}

it('when it is a WebP, and larger than a chat shows, then it becomes a JPEG that fits', async () => {
  const buffer = await drawn('image/webp', 2_400, 1_200);
  expect(buffer.subarray(8, 12).toString()).toBe('WEBP');
  expect(await uploaded({ mimeType: 'image/webp', buffer })).toEqual({
    kind: 'jpg',
    width: 1_600,
    height: 800,
  });
});

it('when the camera was turned, then the picture stands upright without its note', async () => {
  const buffer = turned(await drawn('image/jpeg', 400, 200));
  expect(await uploaded({ mimeType: 'image/jpeg', buffer })).toEqual({
    kind: 'jpg',
    width: 200,
    height: 400,
  });
});
