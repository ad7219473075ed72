// Quests in the chat: the screens, their buttons and the words that answer, for members and guests, in both messengers.
import { beforeAll, describe, expect, it } from 'vitest';
import { tellWins } from '#src/core/quests/prizes/tell-wins.ts';
import type { QuestTerms } from '#src/core/quests/quest-terms.ts';
import type { TaskAsk } from '#src/core/quests/task-content.ts';
import { ensureOwnTeam } from '#src/core/quests/teams/join-team.ts';
import { teamPayload } from '#src/core/quests/teams/team.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { QuestId } from '#src/lib/id.ts';
import { type ATask, aPlayer, aQuest } from '#test/support/a-running-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { STORE_PLACE } from '#test/support/quest-moves.ts';
import { theShop } from './member-in-chat.ts';
import { aPerson, type Person } from './person.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
let shop: ReturnType<typeof theShop>;

beforeAll(async () => {
  await aShop(database.db);
  await database.sql`update store set lat = ${STORE_PLACE.lat}, lon = ${STORE_PLACE.lon}`;
  shop = theShop(database, clock);
});

const linkOf = (questId: QuestId) => `q-${questId.slice(4)}`;
const action = (questId: QuestId, rest = '') => `q:${questId.slice(4)}${rest}`;
const presses = async (person: Person, what: string) =>
  await person.does({ kind: 'action', action: what }, true);
const textOf = (prompts: Awaited<ReturnType<Person['does']>>) =>
  prompts.map(({ text }) => text).join('\n---\n');
const rowsOf = (prompts: Awaited<ReturnType<Person['does']>>) =>
  (prompts.at(-1)?.buttons ?? []).map((row) => row.map(({ label }) => label));
const writes = async (person: Person, text: string) => await person.does({ kind: 'text', text });

const options = (...all: string[]) => all.map((uk) => ({ uk }));
const quiz = (...right: number[]): TaskAsk => ({
  type: 'quiz',
  options: options('Кава', 'Чай', 'Какао'),
  right,
});

/** A guest who plays it, right after joining. */
async function plays(
  messenger: 'telegram' | 'viber',
  { tasks, terms }: { tasks: ATask[]; terms?: Partial<QuestTerms> },
) {
  const questId = await aQuest(database.db, { tasks, ...(terms && { terms }) });
  const guest = aPerson(database.db, { messenger, clock });
  await guest.does({ kind: 'start', payload: linkOf(questId) });
  const first = await presses(guest, action(questId, ':j'));
  return { questId, guest, first };
}

describe.each(['telegram', 'viber'] as const)('a quest in %s', (messenger) => {
  it('when a guest comes by its link, then they join and play without a number', async () => {
    const questId = await aQuest(database.db, { tasks: [{ ask: quiz(0) }, {}] });
    const guest = aPerson(database.db, { messenger, clock });
    const [hello, welcome] = await guest.does({ kind: 'start', payload: linkOf(questId) });
    expect(hello?.text).toContain('без номера');
    expect(hello?.keyboard).toEqual([
      [
        { label: '🎯 Грати', action: 'quest' },
        { label: '📱 Поділитися номером', share: 'phone' },
      ],
    ]);
    expect(welcome?.text).toContain('2 завдання');
    const first = await presses(guest, action(questId, ':j'));
    expect(textOf(first)).toContain('Ви в грі');
    expect(textOf(first)).toContain('Завдання 1 · 10\u00a0балів');
    expect(rowsOf(first)[0]).toEqual(['Кава', 'Чай', 'Какао']);
    const second = textOf(await presses(guest, action(questId, ':a:1:0')));
    expect(second).toContain('✅ Так! +10');
    expect(second).toContain('Яке місто?');
    expect(textOf(await writes(guest, 'Львів'))).toContain('❌ Ні, не так.');
    const end = textOf(await writes(guest, ' київ! '));
    expect(end).toContain('🏁');
    expect(end).toContain('20\u00a0балів чекають. Поділіться номером');
  });

  it('when an answer is wrong, then it says when the next one is taken, and takes none before', async () => {
    const { guest } = await plays(messenger, {
      tasks: [{ mostAttempts: 2, cooldownSeconds: 300 }, { ask: quiz(0) }],
    });
    const wrong = await writes(guest, 'Львів');
    expect(textOf(wrong)).toContain('Лишилася 1 спроба.');
    expect(textOf(wrong)).toContain('⏳ Наступна спроба о 12:05:00.');
    expect(rowsOf(wrong)).toContainEqual(['Далі ›']);
    clock.advance(60_000);
    expect(textOf(await writes(guest, 'Київ'))).toContain('Трохи зачекайте');
    clock.advance(240_000);
    expect(textOf(await writes(guest, 'Одеса'))).toContain('це була остання спроба');
    expect(textOf(await writes(guest, 'кава'))).toContain('✅ Так! +10');
    clock.set(NOON);
  });

  it('when the same wrong button is pressed twice, then it says so and takes no second try', async () => {
    const { guest, questId } = await plays(messenger, { tasks: [{ ask: quiz(0), mostAttempts: 2 }, {}] });
    await presses(guest, action(questId, ':a:1:1'));
    const again = textOf(await presses(guest, action(questId, ':a:1:1')));
    expect(again).toContain('❌ Ні, не так. Цю відповідь ви вже давали.');
    expect(again).toContain('Лишилася 1 спроба.');
    expect(textOf(await presses(guest, action(questId, ':a:1:0')))).toContain('✅ Так! +10');
  });

  it('when a place is sent twice, then the second costs no try, and what it has done is not spoken of again', async () => {
    const place: TaskAsk = { type: 'place', storeIds: [], metres: 200 };
    const tasks = [
      { ask: place, mostAttempts: 2 },
      { ask: place, mostAttempts: 1 },
    ];
    const { guest } = await plays(messenger, { tasks });
    const { lat, lon } = STORE_PLACE;
    const sends = (north = 0) => guest.does({ kind: 'location', lat: lat + north, lon });
    const far = [await sends(0.01), await sends(0.01001)].map(textOf);
    for (const text of far) expect(text).toContain('❌ Це ще не тут.');
    for (const text of far) expect(text).toContain('Лишилася 1 спроба.');

    expect(textOf(await sends())).toContain('✅ Так! +10');
    expect(await sends(0.01)).toEqual([]);
    clock.advance(20_000);
    expect(textOf(await sends())).toContain('🏁');
    expect(await sends()).toEqual([]);
    clock.advance(20_000);
    expect(textOf(await sends())).toContain('Це завдання вже виконано.');
    clock.set(NOON);
  });

  it('when several answers are right, then they are ticked one by one, and kept until they are sent', async () => {
    const { guest, questId, first } = await plays(messenger, { tasks: [{ ask: quiz(0, 2) }, {}] });
    expect(rowsOf(first).slice(0, 2)).toEqual([['☐ Кава', '☐ Чай', '☐ Какао'], ['Готово']]);
    await presses(guest, action(questId, ':i:1:0'));
    await presses(guest, action(questId, ':i:1:1'));
    await presses(guest, action(questId, ':i:1:1'));
    const ticked = await presses(guest, action(questId, ':i:1:2'));
    expect(rowsOf(ticked)[0]).toEqual(['☑ Кава', '☐ Чай', '☑ Какао']);
    expect(textOf(await presses(guest, action(questId, ':d:1')))).toContain('✅ Так! +10');
  });

  it('when a task is passed over, then it asks first, and can be done from the map', async () => {
    const { guest, questId } = await plays(messenger, { tasks: [{ ask: quiz(0) }, { ask: quiz(1) }] });
    const asked = await presses(guest, action(questId, ':k:1'));
    expect(rowsOf(asked)).toEqual([['Так, пропустити', 'Ні, лишаюся']]);
    expect(textOf(await presses(guest, action(questId, ':x:1')))).toContain('Завдання 2');
    expect(textOf(await presses(guest, action(questId, ':m')))).toContain('1. Розділ 1');
    const chapter = await presses(guest, action(questId, ':c:1:0'));
    expect(rowsOf(chapter)[0]).toEqual(['⏭ 1. Завдання 1', '▫️ 2. Завдання 2']);
    expect(textOf(await presses(guest, action(questId, ':t:1')))).toContain('Ви це пропустили');
    expect(textOf(await presses(guest, action(questId, ':a:1:0')))).toContain('+10');
  });

  it('when old buttons are pressed, then nothing is lost and the quest is shown as it is', async () => {
    const { guest, questId } = await plays(messenger, { tasks: [{ ask: quiz(0) }, {}] });
    await presses(guest, action(questId, ':a:1:0'));
    const again = textOf(await presses(guest, action(questId, ':a:1:1')));
    expect(again).toContain('1 з 2 · 10\u00a0балів');
    expect(again).toContain('Яке місто?');
    for (const odd of [':t:99', ':a:99:0', ':c:9:9', ':h:2', ':z', ':s:2:9', ':y:2'])
      expect(textOf(await presses(guest, action(questId, odd))).length).toBeGreaterThan(0);
    expect(textOf(await writes(guest, 'Київ'))).toContain('Ви пройшли');
  });

  it('when buttons are made up, then nothing is read before its time, and no question without its clock', async () => {
    const questId = await aQuest(database.db, {
      chapters: [{}, { chapter: { chapterNo: 1, need: 'all' } }],
      tasks: [{ ask: quiz(0) }, { seconds: 60 }, { ask: quiz(1), chapterNo: 2 }],
    });
    const guest = aPerson(database.db, { messenger, clock });
    await guest.does({ kind: 'start', payload: linkOf(questId) });
    await presses(guest, action(questId, ':j'));
    for (const what of [':t:3', ':k:3', ':i:3:0', ':h:3', ':a:3:1'])
      expect(textOf(await presses(guest, action(questId, what)))).not.toContain('Завдання 3 ·');
    expect(textOf(await presses(guest, action(questId, ':k:2')))).toContain('Яке місто?');
    clock.advance(61_000);
    expect(textOf(await writes(guest, 'Київ'))).not.toContain('+10');
    clock.set(NOON);
  });

  it('keeps its buttons within seven rows above the menu, whatever is asked', async () => {
    const long = Array.from({ length: 9 }, (_, at) => ({
      uk: `Дуже довга відповідь під номером ${at}, яка не вміститься`,
    }));
    const asks: TaskAsk[] = [
      { type: 'quiz', options: long, right: [0, 1] },
      { type: 'poll', options: options('Так', 'Ні'), several: true },
      { type: 'rate' },
      { type: 'visit', url: 'https://poruch.example' },
      { type: 'subscribe', url: 'https://t.me/poruch', channel: null },
      { type: 'friend', count: 2 },
      { type: 'purchase', where: null, count: 2 },
      { type: 'place', storeIds: [], metres: 100 },
      { type: 'photo' },
      { type: 'survey' },
    ];
    const { guest, questId } = await plays(messenger, {
      tasks: asks.map((ask) => ({ ask, hintPrice: 5, hint: 'Так' })),
    });
    for (const [index, { type }] of asks.entries()) {
      const shown = await presses(guest, action(questId, `:t:${index + 1}`));
      expect(rowsOf(shown).length, type).toBeLessThanOrEqual(7);
      expect(textOf(shown), type).toContain(`Завдання ${index + 1}`);
      for (const button of (shown.at(-1)?.buttons ?? []).flat())
        if ('action' in button) expect(Buffer.byteLength(button.action)).toBeLessThanOrEqual(60);
    }
    const many = Array.from({ length: 20 }, (): ATask => ({ ask: quiz(0) }));
    const big = await plays(messenger, { tasks: many });
    expect(rowsOf(await presses(big.guest, action(big.questId, ':c:1:0'))).length).toBeLessThanOrEqual(7);
  });
});

describe('quests', () => {
  it('when there are several, then a member chooses; when one alone is on, it opens at once and stands under the card', async () => {
    const member = await shop.aMemberInChat();
    const listed = await presses(member, 'quest');
    expect(textOf(listed)).toContain('Виберіть, у що пограти');
    const questId = await aQuest(database.db, {
      terms: { titles: { uk: 'Лише для членів' }, openTo: 'members' },
    });
    const guest = aPerson(database.db, { clock });
    const said = textOf(await guest.does({ kind: 'start', payload: linkOf(questId) }));
    expect(said).toContain('Лише для членів');
    expect(
      rowsOf(await presses(member, 'card'))
        .flat()
        .some((text) => text.startsWith('🎯')),
    ).toBe(true);
  });

  it('when a code of a task is scanned by somebody new, then they join and the task is done', async () => {
    await aQuest(database.db, {
      tasks: [{}, { ask: { type: 'qr', token: 'lion-on-the-shelf', storeId: null } }],
    });
    const guest = aPerson(database.db, { clock });
    const said = textOf(await guest.does({ kind: 'start', payload: 't-lion-on-the-shelf' }));
    expect(said).toContain('✅ Так! +10');
    expect(said).toContain('1 з 2');
    const again = textOf(await guest.does({ kind: 'start', payload: 't-lion-on-the-shelf' }));
    expect(again).toContain('1 з 2');
  });

  it('when a member joins, then what asks for a card is done, and says so', async () => {
    const member = await shop.aMemberInChat();
    const questId = await aQuest(database.db, { tasks: [{}, { ask: { type: 'register' } }] });
    await member.does({ kind: 'start', payload: linkOf(questId) });
    const first = textOf(await presses(member, action(questId, ':j')));
    expect(first).toContain('✅ Так! +10');
    expect(first).toContain('1 з 2');
    expect(first).toContain('Яке місто?');
    expect(textOf(await presses(member, action(questId, ':j')))).toContain('1 з 2');
    const end = textOf(await writes(member, 'Київ'));
    expect(end).toContain('🏁');
    expect(end).toContain('20\u00a0балів');
  });

  it.each(['a code of a task', 'the link of a team'])(
    'when a member comes by %s, then what their card has won is said there, once',
    async (what) => {
      const member = await shop.aMemberInChat();
      const token = `shelf-${what.length}`;
      const questId = await aQuest(database.db, {
        tasks: [{}, { ask: { type: 'register' } }, { ask: { type: 'qr', token, storeId: null }, points: 7 }],
        terms: { team: { goal: 50, titles: { uk: 'П’ятдесят балів' } } },
        prizes: [{ prize: { kind: 'points', points: 5 }, qualifies: { tasks: 1 } }],
      });
      const captain = await aPlayer(database.db, questId);
      const teamId = await transaction(database.db, (tx) => ensureOwnTeam(tx, { player: captain, at: NOON }));
      const payload = what === 'a code of a task' ? `t-${token}` : teamPayload(teamId);
      const said = textOf(await member.does({ kind: 'start', payload }));
      expect(said).toContain('Ви в грі');
      // Nobody has just answered it, so that its name says what the points are for.
      expect(said).toContain('Завдання «Завдання 2»:\n✅ Так! +10');
      const ofCode = '✅ Так! +7';
      expect(said.includes(ofCode)).toBe(what === 'a code of a task');
      expect(said.includes('Завдання «Завдання 3»:\n✅ Так! +7')).toBe(said.includes(ofCode));
      expect(said.split('Ви виграли: Приз 1')).toHaveLength(2);
      await transaction(database.db, (tx) => tellWins(tx, NOON));
      expect((await member.lastMessage()).text).toBe(said);
    },
  );
});
