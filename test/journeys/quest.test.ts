// A quest from the first screen to the last, on both phones.
import { beforeAll, describe, expect, it } from 'vitest';
import type { QuestId } from '#src/lib/id.ts';
import { aQuest } from '#test/support/a-running-quest.ts';
import { aPhoneOwner, joinsInTelegram } from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';

const shop = useShop();
let questId: QuestId;

const HOUR_MS = 3_600_000;
const fromNow = (hours: number) => new Date(Date.now() + hours * HOUR_MS);

beforeAll(async () => {
  questId = await aQuest(shop.database.db, {
    chapters: [{}, { chapter: { chapterNo: 1, need: 2 } }],
    tasks: [
      { ask: { type: 'quiz', options: [{ uk: 'Лев' }, { uk: 'Кіт' }], right: [0] }, points: 10 },
      { points: 40, hintPrice: 10, hint: 'Столиця' },
      { points: 5 },
      { ask: { type: 'quiz', options: ['А', 'Б', 'В'].map((uk) => ({ uk })), right: [0, 2] }, chapterNo: 2 },
    ],
    fields: { startsAt: fromNow(-1), endsAt: fromNow(48), launchedAt: fromNow(-1), createdAt: fromNow(-2) },
  });
});

const payload = () => `q-${questId.slice('qst_'.length)}`;

describe('a quest', () => {
  it('when a member plays in Telegram, then it is one message that changes, from the welcome to the finish', async () => {
    const olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
    await joinsInTelegram(olena);
    const { telegram } = olena;
    await telegram.types('/quest');
    const welcome = await telegram.sees('4 завдання, 2 розділи');
    await telegram.presses('Беру участь');
    const first = await telegram.sees('Ви в грі');
    expect(first.messageId).toBe(welcome.messageId);
    expect(first.buttons).toEqual(['Лев', 'Кіт', 'Пропустити', '🗺 Мапа', '🏆 Таблиця']);
    await telegram.presses('Лев');
    const second = await telegram.sees('✅ Так! +10');
    await telegram.presses('💡 Підказка −10');
    expect((await telegram.sees('💡 Столиця')).text).toContain('Завдання 2 · 30\u00a0балів');
    await telegram.types('львів');
    await telegram.sees('❌ Ні, не так.');
    await telegram.types('Киев');
    await telegram.types('КИЇВ');
    const third = await telegram.sees('+30');
    expect(third.text).toContain('🔓 Відкрито розділ «Розділ 2»');
    await telegram.presses('Пропустити');
    await telegram.sees('Пропустити це завдання?');
    await telegram.presses('Так, пропустити');
    await telegram.sees('Позначте всі правильні');
    await telegram.presses('☐ А');
    await telegram.presses('☐ В');
    await telegram.presses('Готово');
    const end = await telegram.sees('Ви пройшли «Квест вихідного дня»!');
    expect(end.text).toContain('3 з 4 завдань, 50\u00a0балів');
    expect([second.messageId, third.messageId, end.messageId]).toEqual(Array(3).fill(welcome.messageId));
    await telegram.presses('До пропущених');
    await telegram.sees('Ви це пропустили');
    await telegram.types('Київ');
    expect((await telegram.sees('4 з 4 завдань')).text).not.toContain('Пропущено');
  });

  it('when a guest plays in Viber and registers in the middle, then the quest goes on as theirs', async () => {
    const taras = await aPhoneOwner(shop, { name: 'Тарас', language: 'uk' });
    const { viber } = taras;
    await viber.opens(payload());
    await viber.sees('Вас чекає квест');
    await viber.presses('🎯 Грати');
    await viber.sees('4 завдання, 2 розділи');
    await viber.presses('Беру участь');
    await viber.sees('Ви в грі');
    await viber.presses('Кіт');
    await viber.sees('❌ Ні, не так.');
    await viber.presses('Лев');
    await viber.sees('✅ Так! +10');
    await viber.sharesPhone();
    await viber.sees('до вас звертатися');
    await viber.types('Тарас');
    await viber.sees('правила програми');
    await viber.presses('Погоджуюсь');
    await viber.sees('Ваша картка готова');
    const resumed = await viber.sees('Завдання 2');
    expect(resumed.text).toContain('1 з 4 · 10\u00a0балів');
    await viber.types('Київ');
    await viber.sees('+40');
  });

  it('when a photo is sent, then it waits for staff and the quest goes on, in both messengers', async () => {
    const snaps = await aQuest(shop.database.db, {
      tasks: [{ ask: { type: 'photo' } }, {}],
      fields: { startsAt: fromNow(-1), endsAt: fromNow(48) },
    });
    const iryna = await aPhoneOwner(shop, { name: 'Ірина', language: 'uk' });
    for (const chat of [iryna.telegram, iryna.viber]) {
      await chat.opens(`q-${snaps.slice('qst_'.length)}`);
      if (chat === iryna.viber) await chat.presses('🎯 Грати');
      await chat.presses('Беру участь');
      await chat.sees('Сфотографуйте просто зараз');
      await chat.does({ act: 'photo' });
      const taken = await chat.sees('Фото в нас');
      expect(taken.text).toContain('0 з 2');
      await chat.presses('Далі: завдання 2');
      await chat.sees('Яке місто?');
    }
    const attempts = await shop.database.sql`
      select a.verdict, p.width from quest_attempt a join picture p on p.picture_id = a.given ->> 'pictureId'
      where a.quest_id = ${snaps}`;
    expect(attempts).toEqual([
      { verdict: 'waiting', width: 64 },
      { verdict: 'waiting', width: 64 },
    ]);
  });

  it('when a task asks to subscribe, then Telegram is asked whether they have', async () => {
    const news = await aQuest(shop.database.db, {
      tasks: [{ ask: { type: 'subscribe', url: 'https://t.me/poruch_news', channel: '@poruch_news' } }, {}],
      fields: { startsAt: fromNow(-1), endsAt: fromNow(48) },
    });
    const { telegram } = await aPhoneOwner(shop, { name: 'Юрій', language: 'uk' });
    await telegram.opens(`q-${news.slice('qst_'.length)}`);
    await telegram.presses('Беру участь');
    const task = await telegram.sees('Підпишіться й натисніть');
    await telegram.presses('Готово');
    expect((await telegram.sees('Ми не бачимо вас у каналі')).messageId).toBe(task.messageId);
    await telegram.presses('Відкрити');
    await telegram.presses('Готово');
    expect((await telegram.sees('✅ Так! +10')).messageId).toBe(task.messageId);
    await telegram.presses('Далі: завдання 2');
    await telegram.sees('Яке місто?');
  });
});
