// Groups of the staff: connected by a code, shown what waits, and heard once.
import { beforeAll, describe, expect, it } from 'vitest';
import { converse } from '#bots/dialogue/converse.ts';
import { readTelegramUpdate } from '#bots/telegram/read-update.ts';
import { findIdentity } from '#src/core/members/ensure-identity.ts';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { disconnectChat, listChats, makeChatCode } from '#src/core/quests/live/chats/connect-chat.ts';
import { postReviews } from '#src/core/quests/live/chats/post-reviews.ts';
import { decidePressed, tellDecided } from '#src/core/quests/live/chats/settle-posts.ts';
import { decideAttempt } from '#src/core/quests/live/decide-attempt.ts';
import { transaction } from '#src/db/client.ts';
import type { StaffId } from '#src/lib/id.ts';
import { dialogueDeps, SECRET_KEY } from '#test/bots/dialogue/person.ts';
import { aPlayer, aQuest, later } from '#test/support/a-running-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const STAFF = 'stf_reviewer' as StaffId;
beforeAll(async () => {
  await aShop(database.db);
  await database.sql`insert into staff (staff_id, name, login, email, role, created_at, updated_at)
    values (${STAFF}, 'Марта', 'marta', 'marta@kartka.example', 'marketer', ${NOON}, ${NOON})`;
});

let updates = 0;
/** Telegram tells of something in a group; returns everything that was queued for it so far, in order. */
async function tells(chatId: number, update: object, at = NOON) {
  const event = readTelegramUpdate({ update_id: ++updates, ...update }, at)?.event;
  if (!event) throw new Error('nothing was read');
  await transaction(database.db, (tx) => converse(tx, event, dialogueDeps(database.db)));
  return await said(chatId);
}
async function said(chatId: number) {
  return await database.sql<
    {
      delivery_id: string;
      say: string;
      text: string;
      prompt: { picture?: object; buttons?: { label: string }[][] };
    }[]
  >`
    select delivery_id, prompt->>'say' as say, prompt->>'text' as text, prompt from delivery
    where identity_id = (select identity_id from identity where external_id = ${String(chatId)}) order by delivery_no`;
}
const from = (id: number, first_name: string) => ({ id, is_bot: false, first_name, language_code: 'uk' });
const chatOf = (id: number) => ({ id, type: 'supergroup', title: 'Перевірка' });
const writes = (chatId: number, text: string, at = NOON) =>
  tells(
    chatId,
    { message: { message_id: 1, date: 1, chat: chatOf(chatId), from: from(5, 'Олена'), text } },
    at,
  );
const presses = (chatId: number, data: string, who = from(5, 'Олена')) => {
  const message = { message_id: 2, date: 1, chat: chatOf(chatId) };
  return tells(chatId, {
    callback_query: { id: `c${updates}`, from: who, chat_instance: '1', data, message },
  });
};
const newCode = async () =>
  (
    await transaction(database.db, (tx) =>
      makeChatCode(tx, { staffId: STAFF, secretKey: SECRET_KEY, at: NOON }),
    )
  ).code;
const post = (at = NOON) => transaction(database.db, (tx) => postReviews(tx, at));
const settle = async () => {
  await decidePressed(database.db, later(60_000));
  return await transaction(database.db, (tx) => tellDecided(tx, later(60_000)));
};

let chats = -1000;
async function aChat() {
  await database.sql`update staff_chat set disconnected_at = ${NOON}`;
  await database.sql`delete from quest_review_post`;
  await database.sql`update quest_attempt set verdict = 'wrong' where verdict = 'waiting'`;
  chats -= 1;
  await writes(chats, `/staff@poruch_bot ${(await newCode()).toLowerCase()}`);
  return chats;
}
async function aPhoto() {
  const questId = await aQuest(database.db, { tasks: [{ ask: { type: 'photo' }, points: 40 }] });
  const player = await aPlayer(database.db, questId);
  const key = `photo:${++updates}`;
  const given = { kind: 'photo', pictureId: `${'a'.repeat(64)}.jpg` } as const;
  const { playerId } = player;
  await transaction(database.db, (tx) => answerTask(tx, { playerId, taskNo: 1, given, key, at: NOON }));
  const stand = async () =>
    (
      await database.sql`select score, (select decided_by from quest_attempt where player_id = ${playerId}) as by
        from quest_player where player_id = ${playerId}`
    )[0];
  return { ...player, key, stand };
}

describe('connecting a group', () => {
  it('when the code is right, then it is connected, once; a wrong and an old one connect nothing', async () => {
    const code = await newCode();
    expect((await writes(-71, '/staff ABCDE')).at(-1)?.text).toContain('не підходить');
    expect((await writes(-71, '/staff')).at(-1)?.text).toContain('не підходить');
    expect((await writes(-71, `/staff ${code}`, later(15 * 60_000))).at(-1)?.text).toContain('не підходить');
    expect(await listChats(database.db)).toEqual([]);
    expect((await writes(-71, `/staff ${code}`)).at(-1)?.text).toContain('під’єднано');
    expect(await listChats(database.db)).toEqual([expect.objectContaining({ title: 'Перевірка' })]);
    expect((await writes(-72, `/staff ${code}`)).at(-1)?.text).toContain('не підходить');
    expect(await listChats(database.db)).toHaveLength(1);
  });

  it('when somebody guesses, then the group is heard no more for an hour, even with a right code', async () => {
    for (let tries = 0; tries < 10; tries++) await writes(-73, `/staff WRONG${tries}`);
    expect((await writes(-73, `/staff ${await newCode()}`)).at(-1)?.text).toContain('Забагато спроб');
  });
});

describe('a photo in a group', () => {
  it('when it waits, then it is shown once, with a nickname and without anything else of anybody', async () => {
    const chat = await aChat();
    const photo = await aPhoto();
    expect([await post(), await post()]).toEqual([1, 0]);
    const shown = (await said(chat)).at(-1);
    expect(shown?.text).toContain(photo.nickname);
    expect(shown?.prompt.picture).toEqual({ picture: 'stored', pictureId: `${'a'.repeat(64)}.jpg` });
  });

  it('when two press at once, then the first is heard, it counts once, and the message says who it was', async () => {
    const chat = await aChat();
    const photo = await aPhoto();
    await post();
    const postId = (await said(chat)).at(-1)?.delivery_id;
    await Promise.all([
      presses(chat, `review.right:${postId}`, from(5, 'Олена')),
      presses(chat, `review.right:${postId}`, from(6, 'Іван')),
    ]);
    const toasts = (await said(chat)).filter(({ say }) => say === 'toast').map(({ text }) => text);
    expect(toasts.toSorted()).toEqual(['Прийнято. Гравець дізнається в чаті.', 'Це фото вже вирішили.']);
    expect([await settle(), await settle()]).toEqual([1, 0]);
    const { score, by } = (await photo.stand()) ?? {};
    expect(score).toBe(40);
    const edits = (await said(chat)).filter(({ say }) => say === 'edit');
    expect(edits).toHaveLength(1);
    expect(edits[0]?.text).toContain(`Зараховано</b>: ${by === 'telegram:5' ? 'Олена' : 'Іван'}`);
  });

  it('when it is decided in the console, then the message says by whom, and a press comes too late', async () => {
    const chat = await aChat();
    const { questId, playerId, key: attemptKey, stand } = await aPhoto();
    await post();
    const postId = (await said(chat)).at(-1)?.delivery_id;
    const decision = {
      questId,
      playerId,
      attemptKey,
      verdict: 'wrong',
      note: '',
      actor: STAFF,
      at: NOON,
    } as const;
    await transaction(database.db, (tx) => decideAttempt(tx, decision));
    expect(await settle()).toBe(1);
    expect((await said(chat)).at(-1)).toMatchObject({
      say: 'edit',
      text: expect.stringContaining('Не зараховано</b>: Марта'),
    });
    expect((await presses(chat, `review.right:${postId}`)).at(-1)?.text).toBe('Це фото вже вирішили.');
    await settle();
    expect(await stand()).toEqual({ score: 0, by: STAFF });
  });

  it('when it is refused with a reason, then the player reads it in their language, and the group what they read', async () => {
    const chat = await aChat();
    const { identityId, stand } = await aPhoto();
    await database.sql`update identity set language = 'en' where identity_id = ${identityId}`;
    await post();
    const shown = (await said(chat)).at(-1);
    const buttons = shown?.prompt.buttons?.map((row) => row.map(({ label }) => label));
    expect(buttons).toEqual([
      ['✅ Зарахувати'],
      ['❌ Погано видно', '❌ Не те фото'],
      ['❌ Не своє фото', '❌ Уже було'],
      ['❌ Не зараховувати, без пояснень'],
    ]);
    for (const odd of ['review.right.blurred', 'review.wrong.ugly', 'review.wrong.'])
      expect((await presses(chat, `${odd}:${shown?.delivery_id}`)).at(-1)?.text).toBe('');
    await presses(chat, `review.wrong.blurred:${shown?.delivery_id}`);
    await settle();
    expect(await stand()).toEqual({ score: 0, by: 'telegram:5' });
    const words = 'It is hard to see what is in the photo. Try closer and with more light.';
    const [heard] = await database.sql`
      select prompt->>'text' as text from delivery where identity_id = ${identityId} order by delivery_no desc limit 1`;
    expect(heard?.text).toContain(words);
    expect((await said(chat)).at(-1)?.text).toContain(`Не зараховано</b>: Олена\nГравцеві: ${words}`);
  });

  it('when it is refused without one, then the player reads that it does not count, and no more', async () => {
    const chat = await aChat();
    const { identityId } = await aPhoto();
    await post();
    await presses(chat, `review.wrong:${(await said(chat)).at(-1)?.delivery_id}`);
    await settle();
    const [heard] = await database.sql`
      select prompt->>'text' as text from delivery where identity_id = ${identityId} order by delivery_no desc limit 1`;
    expect(heard?.text).toContain('❌ Не зараховано.');
    expect(heard?.text).not.toContain('Відповідь магазину');
    expect((await said(chat)).at(-1)?.text).toMatch(/Не зараховано<\/b>: Олена$/);
  });

  it('when a group is not connected, or no more, then a press there does nothing', async () => {
    const chat = await aChat();
    const photo = await aPhoto();
    await post();
    const action = `review.right:${(await said(chat)).at(-1)?.delivery_id}`;
    expect((await presses(-99, action)).at(-1)).toMatchObject({ say: 'toast', text: '' });
    const group = await findIdentity(database.db, { messenger: 'telegram', externalId: String(chat) });
    if (!group) throw new Error('there is no group');
    await transaction(database.db, (tx) => disconnectChat(tx, { ...group, actor: STAFF, at: NOON }));
    await presses(chat, action);
    await settle();
    expect(await photo.stand()).toEqual({ score: 0, by: null });
  });
});
