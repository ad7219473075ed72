import { beforeAll, expect, it } from 'vitest';
import { createQuest } from '#src/core/quests/author/create-quest.ts';
import { type Move, rehearseQuest } from '#src/core/quests/author/rehearse-quest.ts';
import { createSample } from '#src/core/quests/author/sample/weekend-quest.ts';
import { readWholeQuest, type WholeQuest } from '#src/core/quests/read-quest.ts';
import { transaction } from '#src/db/client.ts';
import { aDraft } from '#test/support/a-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { MARKETER } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const TOLD = { language: 'uk', fallback: 'uk', timeZone: 'Europe/Kyiv', at: NOON } as const;
const by = { actor: MARKETER, at: NOON };

/** Presses the button that is called so, and remembers the move. */
function player(whole: WholeQuest, messenger: 'telegram' | 'viber') {
  const moves: Move[] = [];
  const now = () => rehearseQuest(whole, { ...TOLD, messenger, moves });
  const make = (move: Move) => {
    moves.push(move);
    return now();
  };
  return {
    now,
    make,
    press: (words: string) => {
      const button = now()
        .screen.buttons.flat()
        .find(({ label }) => label.includes(words));
      if (!button || !('action' in button)) throw new Error(`there is no button ${words}`);
      return make({ press: button.action });
    },
  };
}

it.each(['telegram', 'viber'] as const)(
  'when a draft is played for %s, then it is judged as in the chat and nothing is stored',
  async (messenger) => {
    const questId = await transaction(database.db, (tx) => createQuest(tx, { draft: aDraft(), ...by }));
    const { make, press } = player(await readWholeQuest(database.db, questId), messenger);
    expect(press('Беру участь').task).toMatchObject({ taskNo: 1 });
    const wrong = press('Корова');
    expect([wrong.task?.taskNo, wrong.score]).toEqual([1, 0]);
    expect(press('Корова').screen.text).toContain('Цю відповідь ви вже давали');
    const right = press('Коза');
    expect([right.task, right.score]).toEqual([{ taskNo: 2, isFree: true, isElsewhere: false }, 10]);
    expect(make({ write: 'кефир' })).toMatchObject({ score: 20, task: { taskNo: 3 } });
    const [row] =
      await database.sql`select count(*)::integer as count from quest_player where quest_id = ${questId}`;
    expect(row?.count).toBe(0);
  },
);

it('when the whole sample is played through, then it ends with every task done and all its points', async () => {
  const questId = await transaction(database.db, (tx) => createSample(tx, by));
  const whole = await readWholeQuest(database.db, questId);
  const { now, make, press } = player(whole, 'telegram');
  press('Беру участь');
  for (let turn = 0; turn < 100; turn++) make({ done: true });
  const { task, score } = now();
  expect(task).toBe(null);
  expect(score).toBe(whole.tasks.reduce((sum, { points }) => sum + points, 0));
});
