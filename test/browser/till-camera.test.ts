// The till's camera: Chromium's pretend camera shows the card that members get, and the till reads it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { parseCardNumber } from '#src/core/cards/card-number.ts';
import { CARD_SIZE, drawCard } from '#src/core/cards/draw-card.ts';
import { aMember } from '#test/support/a-shop.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openConsole } from '#test/support/console.ts';
import { filmPicture } from '#test/support/fake-camera.ts';
import { useShop } from '#test/support/shop.ts';

let folder: string;
beforeAll(async () => {
  await buildConsole();
  folder = await mkdtemp(join(tmpdir(), 'kartka-camera-'));
});
afterAll(() => rm(folder, { recursive: true }));
const shop = useShop({ consoleDir: CONSOLE_FOLDER });

/** The card picture with one of its codes covered: `[x, y, width, height]` of what is painted over. */
async function cardWithout(cardNumber: string, [x, y, width, height]: number[]): Promise<Buffer> {
  const number = parseCardNumber(cardNumber);
  if (!number) throw new Error(`${cardNumber} is no card number`);
  const brand = { shopName: 'Поруч', colour: '#0B6B4F', accent: '#F2A33A' };
  const png = await drawCard({ memberName: 'Олена', cardNumber: number, brand });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_SIZE.width}" height="${CARD_SIZE.height}">
    <image href="data:image/png;base64,${png.toString('base64')}" width="${CARD_SIZE.width}" height="${CARD_SIZE.height}"/>
    <rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#fff"/>
  </svg>`;
  return new Resvg(svg).render().asPng();
}

async function readsFromCamera(png: Buffer, shownName: string): Promise<void> {
  const y4m = join(folder, `${shownName}.y4m`);
  await filmPicture(y4m, { png, ...CARD_SIZE });
  const browser = await openBrowser({ y4m });
  try {
    const { page, complaints } = await openConsole(browser, shop, { as: 'cashier', permissions: ['camera'] });
    await page.getByRole('button', { name: 'Сканувати камерою' }).click();
    await page.getByRole('heading', { name: shownName }).waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
}

describe('the camera of the till', () => {
  it('reads the QR of a card when nothing else is in sight', async () => {
    const { cardNumber } = await aMember(shop.database.db, { name: 'Олена Кущ' });
    await readsFromCamera(await cardWithout(cardNumber, [40, 240, 540, 380]), 'Олена К.');
  });

  it('reads the EAN-13 of a card when nothing else is in sight', async () => {
    const { cardNumber } = await aMember(shop.database.db, { name: 'Захар Бик' });
    await readsFromCamera(await cardWithout(cardNumber, [600, 220, 400, 400]), 'Захар Б.');
  });

  it('says in words that there is no camera, and lets the number be typed', async () => {
    const { cardNumber } = await aMember(shop.database.db, { name: 'Юрій Сом' });
    const browser = await openBrowser();
    try {
      const { page } = await openConsole(browser, shop, { as: 'cashier' });
      await page.getByRole('button', { name: 'Сканувати камерою' }).click();
      await page.getByRole('alert').getByText('Введіть номер картки').waitFor();
      await page.getByLabel('Або номер картки чи телефон').fill(cardNumber);
      await page.getByRole('button', { name: 'Знайти' }).click();
      await page.getByRole('heading', { name: 'Юрій С.' }).waitFor();
    } finally {
      await browser.close();
    }
  });
});
