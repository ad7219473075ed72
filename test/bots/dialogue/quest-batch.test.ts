// Several people play in one transaction, some of them together with others who do something else.
import { beforeAll, expect, it } from 'vitest';
import { converseAll } from '#bots/dialogue/converse.ts';
import type { DialogueAct, DialogueEvent } from '#bots/dialogue/event.ts';
import type { TaskAsk } from '#src/core/quests/task-content.ts';
import { type QuestVerb, questAction } from '#src/core/quests/tell/quest-action.ts';
import { transaction } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { aQuest } from '#test/support/a-running-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { dialogueDeps } from './person.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const QUIZ: TaskAsk = { type: 'quiz', options: [{ uk: 'Так' }, { uk: 'Ні' }], right: [0] };
let updates = 0;
const event = (externalId: string, act: DialogueAct): DialogueEvent => ({
  messenger: 'telegram',
  externalId,
  shownName: 'Олена',
  languageTag: 'uk',
  at: NOON,
  carriedBy: `telegram:${++updates}`,
  ...act,
});
const press = (externalId: string, questId: QuestId, verb: QuestVerb, ...numbers: number[]) =>
  event(externalId, { kind: 'action', action: questAction(questId, verb, ...numbers) });
const talk = (...events: DialogueEvent[]) =>
  transaction(database.db, (tx) => converseAll(tx, events, dialogueDeps(database.db)));
const board = async (questId: QuestId) =>
  await database.sql`
    select i.external_id as who, p.score, p.task_no, (select coalesce(sum(points), 0)::integer from quest_attempt a
        where a.player_id = p.player_id) as attempts,
      (select count(*)::integer from quest_attempt a where a.player_id = p.player_id) as answers
    from quest_player p join identity i using (identity_id) where p.quest_id = ${questId} order by 1`;

it('when many answer at once, then each answer is kept, and what was refused or stale harms no other', async () => {
  const questId = await aQuest(database.db, { tasks: [{ ask: QUIZ }, { ask: QUIZ }, { ask: QUIZ }] });
  const people = ['7001', '7002', '7003', '7004'] as const;
  const [first, second, third, fourth] = people;
  expect(await talk(...[first, second, third].map((who) => press(who, questId, 'join')))).toHaveLength(3);
  const carriedOn = await talk(
    press(first, questId, 'option', 1, 0),
    // An answer to a task that is not there, one that is wrong, and somebody who joins in between.
    press(second, questId, 'option', 99, 0),
    press(third, questId, 'option', 1, 1),
    press(fourth, questId, 'join'),
  );
  expect(carriedOn.map(({ scene }) => scene)).toEqual(['quest', 'quest', 'quest', 'quest']);
  await talk(
    press(first, questId, 'option', 2, 0),
    press(second, questId, 'option', 1, 0),
    // Who looks at the board sees what the ones before have just done.
    press(third, questId, 'board'),
    press(fourth, questId, 'skip', 1),
  );
  expect(await board(questId)).toEqual([
    { who: first, score: 20, task_no: 3, attempts: 20, answers: 2 },
    { who: second, score: 10, task_no: 2, attempts: 10, answers: 1 },
    { who: third, score: 0, task_no: 1, attempts: 0, answers: 1 },
    { who: fourth, score: 0, task_no: 2, attempts: 0, answers: 0 },
  ]);
  const [seen] = await database.sql<{ text: string }[]>`
    select d.prompt->>'text' as text from delivery d join identity i using (identity_id)
    where i.external_id = ${third} order by d.delivery_no desc limit 1`;
  expect(seen?.text).toContain('20');
});

it('when several win prizes at once, then only one of which there are so many ends the transaction', async () => {
  const badge = { kind: 'badge', sign: '🏅', titles: { uk: 'Мандрівник' } } as const;
  const questId = await aQuest(database.db, {
    tasks: [{ ask: QUIZ }, { ask: QUIZ }, { ask: QUIZ }],
    prizes: [
      { prize: badge, qualifies: { tasks: 1 } },
      { prize: badge, goesTo: 'first', qualifies: { tasks: 2 }, stock: 1 },
    ],
  });
  const people = ['7011', '7012', '7013'] as const;
  await talk(...people.map((who) => press(who, questId, 'join')));
  const all = (taskNo: number) => people.map((who) => press(who, questId, 'option', taskNo, 0));
  expect(await talk(...all(1))).toHaveLength(3);
  const second = all(2);
  expect(await talk(...second)).toHaveLength(1);
  // None is left: what remains of the batch goes through.
  expect(await talk(...second.slice(1))).toHaveLength(2);
  const won = await database.sql`
    select prize_no::integer, count(*)::integer as players from quest_win where quest_id = ${questId} group by 1 order by 1`;
  expect(won).toEqual([
    { prize_no: 1, players: 3 },
    { prize_no: 2, players: 1 },
  ]);
});
