// Quests in the chat: the screens, their buttons and the words that answer, for members and guests, in both messengers.
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '#src/lib/clock.ts';
import type { QuestId } from '#src/lib/id.ts';
import { aQuest } from '#test/support/a-running-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { aPerson, type Person } from './person.ts';

const database = useDatabase();
const clock = fixedClock(NOON);

beforeAll(async () => {
  await aShop(database.db);
});

const linkOf = (questId: QuestId) => `q-${questId.slice(4)}`;
const action = (questId: QuestId, rest: string) => `q:${questId.slice(4)}${rest}`;
const presses = async (person: Person, what: string) =>
  (await person.does({ kind: 'action', action: what }, true)).map(({ text }) => text).join('\n---\n');
const buttonsOf = (prompts: Awaited<ReturnType<Person['does']>>) =>
  prompts.flatMap((each) => (each.buttons ?? []).flat().map(({ label }) => label));

const quiz = { type: 'quiz', options: [{ uk: 'Кава' }, { uk: 'Чай' }], right: [0] } as const;

describe.each(['telegram', 'viber'] as const)('a quest in %s', (messenger) => {
  it('when a guest comes by its link, then they join and play without a number', async () => {
    const questId = await aQuest(database.db, {
      tasks: [{ ask: { ...quiz, options: [...quiz.options], right: [0] } }, {}],
    });
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
    const [first] = await guest.does({ kind: 'action', action: action(questId, ':j') }, true);
    expect(first?.text).toContain('Ви в грі');
    expect(first?.text).toContain('Завдання 1 · 10\u00a0балів');
    expect(buttonsOf(first ? [first] : [])).toEqual(
      expect.arrayContaining(['Кава', 'Чай', 'Пропустити', '🗺 Мапа']),
    );
    const second = await presses(guest, action(questId, ':a:1:0'));
    expect(second).toContain('✅ Так! +10');
    expect(second).toContain('Яке місто?');
    expect(await guest.types('Львів')).toContain('❌ Ні, не так.');
    const end = await guest.types(' київ! ');
    expect(end).toContain('🏁');
    expect(end).toContain('20\u00a0балів чекають. Поділіться номером');
  });
});
