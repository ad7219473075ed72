// Groups of Telegram: people play a quest together there, and the staff looks at photos.
import { beforeAll, describe, expect, it } from 'vitest';
import { makeChatCode } from '#src/core/quests/live/chats/connect-chat.ts';
import { transaction } from '#src/db/client.ts';
import type { QuestId, StaffId } from '#src/lib/id.ts';
import type { GroupName } from '#src/simulator/control.ts';
import { aQuest } from '#test/support/a-running-quest.ts';
import { aGroup, aPhoneOwner, type PhoneOwner } from '#test/support/phone.ts';
import { SECRET_KEY, useShop } from '#test/support/shop.ts';
import { until } from '#test/support/until.ts';

const shop = useShop();
const STAFF = 'stf_reviewer' as StaffId;
const HOUR_MS = 3_600_000;
const fromNow = (hours: number) => new Date(Date.now() + hours * HOUR_MS);
const fields = {
  startsAt: fromNow(-1),
  endsAt: fromNow(48),
  launchedAt: fromNow(-1),
  createdAt: fromNow(-2),
};

beforeAll(async () => {
  await shop.database.sql`insert into staff (staff_id, name, login, email, role, created_at, updated_at)
    values (${STAFF}, 'Марта', 'marta', 'marta@kartka.example', 'marketer', now(), now())`;
});
const here = { name: 'Олена', language: 'uk' } as const;

/** Joins by the meter in the group, and does one task. */
async function plays(player: PhoneOwner, group: GroupName) {
  await player.inGroup(group).presses('▶️ Грати в нашій команді');
  await player.telegram.sees(`👥 ${group.title}: `);
  await player.telegram.types('Київ');
  return await player.telegram.sees('✅ Так! +10');
}

describe('a group that plays together', () => {
  it('when the bot is let in, then its meter follows what everybody gathers in private, and its goal is told once', async () => {
    await aQuest(shop.database.db, {
      tasks: [{ points: 10 }, { points: 10 }],
      terms: { team: { goal: 20, titles: { uk: 'Двадцять балів на всіх' } } },
      prizes: [{ prize: { kind: 'points', points: 5 }, qualifies: { team: true } }],
      fields,
    });
    const [olena, taras] = await Promise.all([
      aPhoneOwner(shop, here),
      aPhoneOwner(shop, { name: 'Тарас', language: 'uk' }),
    ]);
    const group = await aGroup(shop, 'Сусіди', olena, taras);
    const meter = await olena.inGroup(group).sees('граємо разом');
    expect(meter.text).toContain('0 з 20');
    expect(meter.text).toContain('Поки що ніхто не грає');
    expect(meter.buttons).toEqual(['▶️ Грати в нашій команді']);
    expect((await plays(olena, group)).text).toContain('👥 Сусіди: 10 з 20');
    await plays(taras, group);
    const reached = await taras.inGroup(group).sees('🎉 Мети досягнуто: Двадцять балів на всіх.');
    expect(reached.text).toContain('У команді 2 людини');
    const own = await taras.inGroup(group).sees('20 з 20');
    expect(own.messageId).toBe(meter.messageId);
    const { messages } = await olena.inGroup(group).view();
    expect(messages.filter(({ text }) => text.some((span) => span.text.includes('🎉')))).toHaveLength(1);
    const waiting = await olena.telegram.sees('Приз чекає');
    expect(waiting.buttons[0]).toBe('📱 Поділитися номером');
    await olena.telegram.presses('📱 Поділитися номером');
    await olena.telegram.sees('кнопка внизу');
    await olena.telegram.sharesPhone();
    await olena.telegram.sees('до вас звертатися');
    await olena.telegram.types('Олена');
    await olena.telegram.sees('правила програми');
    await olena.telegram.presses('Погоджуюсь');
    await olena.telegram.sees('Ваша картка готова');
    await olena.telegram.sees('вже у вас');
  });

  it('when it becomes a supergroup, then its meter goes on there, and the old one stays behind', async () => {
    await shop.database.sql`update quest set status = 'ended', ended_at = now()`;
    await aQuest(shop.database.db, {
      tasks: [{ points: 10 }, { points: 10 }],
      terms: { team: { goal: 20, titles: { uk: 'Двадцять балів на всіх' } } },
      fields,
    });
    const [olena, taras] = await Promise.all([
      aPhoneOwner(shop, here),
      aPhoneOwner(shop, { name: 'Тарас', language: 'uk' }),
    ]);
    const group = await aGroup(shop, 'Під’їзд', olena, taras);
    await plays(olena, group);
    await olena.inGroup(group).sees('10 з 20');
    await taras.inGroup(group).does({ act: 'upgrade' });
    await olena.inGroup(group).sees('10 з 20');
    await plays(taras, group);
    await taras.inGroup(group).sees('🎉 Мети досягнуто: Двадцять балів на всіх.');
    const { messages } = await olena.inGroup(group).view();
    const texts = messages.map(({ kind, text }) =>
      kind === 'text' ? text.map((span) => span.text).join('') : kind,
    );
    expect(texts).toEqual(['service', expect.stringContaining('20 з 20'), expect.stringContaining('🎉')]);
  });

  it('when people talk among themselves, then the bot hears nothing; nor does it after it was removed', async () => {
    const [olena, taras] = await Promise.all([
      aPhoneOwner(shop, here),
      aPhoneOwner(shop, { name: 'Тарас', language: 'uk' }),
    ]);
    const group = await aGroup(shop, 'Друзі', olena, taras);
    const chat = taras.inGroup(group);
    await chat.sees('граємо разом');
    await chat.types('Київ');
    await olena.inGroup(group).types('привіт усім');
    const { messages } = await olena.inGroup(group).view();
    expect(messages.filter(({ kind }) => kind === 'text').map((message) => message.from)).toEqual([
      'bot',
      'other',
      'person',
    ]);
    await olena.inGroup(group).does({ act: 'block' });
    await chat.types('/quest');
    await olena.inGroup(group).does({ act: 'unblock' });
    // In the order in which it happened, so that nothing which was said before that is still to come.
    const heard = () => shop.database.sql`
      select payload->'my_chat_member'->'new_chat_member'->>'status' as status, payload->'message'->>'text' as text
      from inbox where payload::text like '%"title": "Друзі"%' order by inbox_no`;
    await until('the bot to hear that it is back', async () => (await heard()).length > 2);
    expect(await heard()).toEqual(['member', 'kicked', 'member'].map((status) => ({ status, text: null })));
  });
});

/** A group that is shown photos. */
async function aStaffGroup(first: PhoneOwner, ...others: PhoneOwner[]) {
  const group = await aGroup(shop, 'Перевірка фото', first, ...others);
  const { code } = await transaction(shop.database.db, (tx) =>
    makeChatCode(tx, { staffId: STAFF, secretKey: SECRET_KEY, at: new Date() }),
  );
  await first.inGroup(group).types(`/staff ${code}`);
  await first.inGroup(group).sees('під’єднано');
  return group;
}

/** Joins a quest whose first task asks for a photo, and sends one. */
async function snapsFor({ telegram }: PhoneOwner, questId: QuestId) {
  await telegram.opens(`q-${questId.slice('qst_'.length)}`);
  await telegram.presses('Беру участь');
  await telegram.sees('Сфотографуйте просто зараз');
  await telegram.does({ act: 'photo' });
  await telegram.sees('Фото в нас');
}

describe('a group of the staff', () => {
  it('when it is connected by its code, then photos come there and one press decides, for good', async () => {
    const snaps = await aQuest(shop.database.db, { tasks: [{ ask: { type: 'photo' } }, {}], fields });
    const [marta, petro, iryna] = await Promise.all([
      aPhoneOwner(shop, { name: 'Марта', language: 'uk' }),
      aPhoneOwner(shop, { name: 'Петро', language: 'uk' }),
      aPhoneOwner(shop, { name: 'Ірина', language: 'uk' }),
    ]);
    const group = await aStaffGroup(marta, petro);
    await snapsFor(iryna, snaps);
    const shown = await petro.inGroup(group).sees('Гравець:');
    expect(shown.message.kind).toBe('photo');
    await petro.inGroup(group).presses(shown.buttons[0] ?? '');
    const decided = await marta.inGroup(group).sees('Петро');
    expect(decided.messageId).toBe(shown.messageId);
    expect(decided.buttons).toEqual([]);
    await iryna.telegram.sees('+10');
  });

  it('when it becomes a supergroup, then photos that wait and new ones come there, and a press decides', async () => {
    const snaps = await aQuest(shop.database.db, { tasks: [{ ask: { type: 'photo' } }, {}], fields });
    const [marta, iryna, oleh] = await Promise.all([
      aPhoneOwner(shop, { name: 'Марта', language: 'uk' }),
      aPhoneOwner(shop, { name: 'Ірина', language: 'uk' }),
      aPhoneOwner(shop, { name: 'Олег', language: 'uk' }),
    ]);
    await shop.database.sql`update staff_chat set disconnected_at = now()`;
    const group = await aStaffGroup(marta);
    await snapsFor(iryna, snaps);
    await marta.inGroup(group).sees('Гравець:');
    await marta.inGroup(group).does({ act: 'upgrade' });
    const waiting = await marta.inGroup(group).sees('Гравець:');
    await marta.inGroup(group).presses(waiting.buttons[0] ?? '');
    await marta.inGroup(group).sees('Марта');
    await iryna.telegram.sees('+10');
    await snapsFor(oleh, snaps);
    await until('the second photo', async () => (await marta.inGroup(group).counts('Гравець:')) === 2);
    const { messages } = await marta.inGroup(group).view();
    expect(messages.filter(({ kind }) => kind === 'photo')).toHaveLength(2);
  });
});
