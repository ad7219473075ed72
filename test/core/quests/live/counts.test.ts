// What the dashboard shows equals what a plain walk through the rows comes to.
import { beforeAll, describe, expect, it } from 'vitest';
import { countNow } from '#src/core/quests/live/count-now.ts';
import { countTasks } from '#src/core/quests/live/count-tasks.ts';
import { isSuspect } from '#src/core/quests/live/read-live.ts';
import { watchCounts } from '#src/core/quests/live/watch-counts.ts';
import { aPlayedQuest, PLAYED } from '#test/support/a-played-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const OTHER = 'qst_00000000000000000002' as const;
const database = useDatabase();
beforeAll(async () => {
  await aShop(database.db);
  await aPlayedQuest(database.sql, { players: 60, at: NOON });
  await aPlayedQuest(database.sql, { questId: OTHER, players: 30, at: NOON });
});

interface Attempt {
  task_no: number;
  verdict: string;
  given: { kind: string; text?: string; options?: number[] };
  attempted_at: Date;
}

describe('the counts of a quest', () => {
  it('when tasks are counted, then they equal a walk through the rows, and another quest is not in them', async () => {
    const { sql, db } = database;
    const progress = await sql<{ task_no: number; state: string; hinted: boolean }[]>`
      select g.* from quest_progress g join quest_player p using (player_id) where p.quest_id = ${PLAYED}`;
    const attempts = await sql<Attempt[]>`select * from quest_attempt where quest_id = ${PLAYED}`;
    const counted = await countTasks(db, PLAYED);
    expect(counted.size).toBe(12);
    for (const [taskNo, task] of counted) {
      const own = progress.filter((row) => row.task_no === taskNo);
      const wrong = attempts.filter((row) => row.task_no === taskNo && row.verdict === 'wrong');
      const said = ({ given }: Attempt) =>
        given.text === undefined ? JSON.stringify(given) : given.text.trim().toLowerCase();
      const most = [...Map.groupBy(wrong, said).values()]
        .map((each) => each.length)
        .toSorted((a, b) => b - a);
      const of = (state: string) => own.filter((row) => row.state === state).length;
      expect({ ...task, topWrong: task.topWrong.map(({ count }) => count) }).toEqual({
        taskNo,
        shown: own.length,
        open: of('shown'),
        waiting: of('waiting'),
        done: of('done'),
        skipped: of('skipped'),
        lost: of('lost'),
        hinted: own.filter(({ hinted }) => hinted).length,
        wrong: wrong.length,
        late: 0,
        topWrong: most.slice(0, 5),
      });
    }
  });

  it('when players are counted, then guests, those who play now and points that wait are told apart', async () => {
    const { sql, db } = database;
    const rows = await sql<{ member_id: string | null; last_at: Date; score: number; paid: number }[]>`
      select * from quest_player where quest_id = ${PLAYED}`;
    const { players, pace, reviews } = await countNow(db, { questId: PLAYED, at: NOON });
    const since = NOON.getTime() - 15 * 60_000;
    const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + of(row), 0);
    expect(players).toMatchObject({
      joined: 60,
      guests: 12,
      active: rows.filter(({ last_at }) => last_at.getTime() > since).length,
      score: sum(({ score }) => score),
      paid: sum(({ paid }) => paid),
      unpaid: { guest: sum(({ score, paid }) => score - paid), receipt: 0, budget: 0 },
    });
    const [hour] = await sql<{ answers: number; waiting: number }[]>`
      select count(*) filter (where attempted_at > ${NOON}::timestamptz - interval '59 minutes')::integer as answers,
        count(*) filter (where verdict = 'waiting')::integer as waiting from quest_attempt where quest_id = ${PLAYED}`;
    expect(hour?.answers).toBeGreaterThan(0);
    expect([pace.length, pace.reduce((all, each) => all + each, 0)]).toEqual([60, hour?.answers]);
    expect(reviews.waiting).toBe(hour?.waiting);
  });
});

describe('a task that is judged by a wrong answer', () => {
  const quiz = { content: { ask: { type: 'quiz' } } } as Parameters<typeof isSuspect>[0];
  const text = { content: { ask: { type: 'text' } } } as Parameters<typeof isSuspect>[0];
  const counts = (done: number, count: number) =>
    ({ done, topWrong: [{ given: { kind: 'text', text: 'фета' }, count }] }) as Parameters<
      typeof isSuspect
    >[1];

  it('when many agree on one wrong answer, then it stands out; a few, or a share that chance explains, do not', () => {
    expect(isSuspect(text, counts(20, 11))).toBe(true);
    expect(isSuspect(text, counts(20, 9))).toBe(false);
    expect(isSuspect(text, counts(0, 4))).toBe(false);
    expect(isSuspect(quiz, counts(20, 19))).toBe(false);
    expect(isSuspect(quiz, counts(20, 21))).toBe(true);
  });
});

describe('counts that many watch', () => {
  it('when many ask at once, then it is counted once, and anew only after it has rested', async () => {
    let now = 0;
    let counted = 0;
    const read = watchCounts(
      async () => {
        now += 1_000;
        return ++counted;
      },
      () => now,
    );
    expect(await Promise.all([read('a'), read('a'), read('a')])).toEqual([1, 1, 1]);
    now += 19_000;
    expect(await read('a')).toBe(1);
    now += 1_001;
    expect(await read('a')).toBe(2);
  });

  it('when a count fails, then the next one who asks is not told the old failure', async () => {
    let fails = true;
    const read = watchCounts(async () => {
      if (fails) throw new Error('busy');
      return 'counted';
    });
    await expect(read('a')).rejects.toThrow('busy');
    fails = false;
    expect(await read('a')).toBe('counted');
  });
});
