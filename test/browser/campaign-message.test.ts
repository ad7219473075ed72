// A marketer writes a message that is another one for different people, and sees it as one of them.
import { describe, it } from 'vitest';
import { systemClock } from '#src/lib/clock.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useConsole } from '#test/support/console.ts';
import { aPhoneOwner, joinsInTelegram } from '#test/support/phone.ts';

const { shop, open } = useConsole({ as: 'marketer', viewport: { width: 1280, height: 1400 } });

describe('the message of a campaign', () => {
  it('is written in versions out of pasted cells, with own offers, and shown as a member will see it', async () => {
    const olena = await aPhoneOwner(shop);
    await joinsInTelegram(olena, { offers: true });
    await anOffer(shop.database.db, { title: 'Мінус десять на все' }, systemClock.now());
    const page = await open('campaigns/new');
    const preview = page.getByRole('complementary', { name: 'Як це побачать' });
    await page.getByLabel('Назва').first().fill('Рівні');
    await page.getByLabel('Текст, Українська').fill('{{name}}, вітаємо!');
    await page.getByText('Збережено').waitFor();

    await page.getByRole('switch', { name: 'Кожному — його пропозиції' }).click();
    await page.getByLabel('Текст, Українська').fill('{{name}}, вітаємо!\n{{offers}}\n{{імя}}');
    await page.getByText('{{імя}} тут нічим заповнити').waitFor();
    await page.getByLabel('Текст, Українська').fill('{{name}}, вітаємо!\n{{offers}}');
    await preview.getByText('Мінус десять на все').first().waitFor();

    await page.getByRole('button', { name: 'Різні тексти для різних людей' }).click();
    await page.getByRole('button', { name: 'Вставити' }).click();
    const cells = page.getByLabel('Клітинки з таблиці');
    await cells.fill('рівень\tукраїнська\nплатина\tТак\n');
    await page.getByRole('button', { name: 'Взяти ці версії' }).click();
    await page.getByText('рядок 2, рівень').waitFor();
    await cells.fill('рівень\tукраїнська\nЗолота\tЗолоті: {{balance}}\n\tУсім: {{balance}}\n\tНікому');
    await page.getByRole('button', { name: 'Взяти ці версії' }).click();
    await page.getByText('Взято 3 версії.').waitFor();
    await page.getByText('нікому').first().waitFor();

    await preview.getByLabel('Показати, як побачить').fill(olena.person.phone);
    await preview.getByRole('button', { name: 'Показати' }).click();
    await preview
      .getByText(/Усім: 50\sбалів/)
      .first()
      .waitFor();
  });
});
