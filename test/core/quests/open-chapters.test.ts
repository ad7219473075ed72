import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFinished, openChapters } from '#src/core/quests/open-chapters.ts';
import type { ProgressState } from '#src/core/quests/player.ts';
import type { Opens } from '#src/core/quests/quest-terms.ts';
import type { Task, WholeQuest } from '#src/core/quests/read-quest.ts';
import { NOON } from '#test/support/a-shop.ts';

/** Chapters of so many tasks, numbered through. */
function laid(...chapters: [tasks: number, opens?: Opens][]): Pick<WholeQuest, 'chapters' | 'tasks'> {
  let taskNo = 0;
  return {
    chapters: chapters.map(([, opens = {}], place) => ({ chapterNo: place + 1, titles: {}, opens })),
    tasks: chapters.flatMap(([tasks], place) =>
      Array.from({ length: tasks }, () => {
        taskNo++;
        // Only what opening looks at.
        return { taskNo, taskKey: `t${taskNo}`, chapterNo: place + 1, skippable: true } as Task;
      }),
    ),
  };
}
const states = (all: Record<number, ProgressState>) =>
  new Map(Object.entries(all).map(([no, state]) => [Number(no), state]));
const second = (opens: Opens, all: Record<number, ProgressState>, at = NOON) =>
  openChapters(laid([3], [2, opens]), states(all), at)[1];

describe('a chapter', () => {
  it('when nothing has to come first, then it is open', () => {
    expect(second({}, {})).toMatchObject({ isOpen: true, missing: [], total: 2, done: 0 });
  });

  it('when all of another has to, then skipped and lost ones count, and what staff look at holds nobody up', () => {
    const opens: Opens = { chapter: { chapterNo: 1, need: 'all' } };
    expect(second(opens, { 1: 'done', 2: 'skipped' })?.missing).toEqual([
      { because: 'chapter', chapterNo: 1, left: 1 },
    ]);
    expect(second(opens, { 1: 'done', 2: 'skipped', 3: 'lost' })?.isOpen).toBe(true);
    expect(second(opens, { 1: 'done', 2: 'skipped', 3: 'waiting' })?.isOpen).toBe(true);
    expect(second(opens, { 1: 'done', 2: 'skipped', 3: 'shown' })?.isOpen).toBe(false);
  });

  it('when one or some of another have to, then only what is done counts', () => {
    expect(second({ chapter: { chapterNo: 1, need: 'any' } }, { 1: 'skipped' })?.isOpen).toBe(false);
    expect(second({ chapter: { chapterNo: 1, need: 'any' } }, { 1: 'done' })?.isOpen).toBe(true);
    expect(second({ chapter: { chapterNo: 1, need: 2 } }, { 1: 'done', 2: 'skipped' })?.missing).toEqual([
      { because: 'chapter', chapterNo: 1, left: 1 },
    ]);
    // More than there are is all that there are.
    expect(second({ chapter: { chapterNo: 1, need: 9 } }, { 1: 'done', 2: 'done', 3: 'done' })?.isOpen).toBe(
      true,
    );
  });

  it('when a task has to be done, then it opens with it; one that was taken out holds nobody up', () => {
    expect(second({ task: 't2' }, { 2: 'skipped' })?.missing).toEqual([{ because: 'task', taskNo: 2 }]);
    expect(second({ task: 't2' }, { 2: 'done' })?.isOpen).toBe(true);
    expect(second({ task: 'gone' }, {})?.isOpen).toBe(true);
  });

  it('when it opens at a time, then not before, and everything that is named is needed', () => {
    const at = new Date(NOON.getTime() + 1);
    const opens: Opens = { at: at.toISOString(), task: 't1' };
    expect(second(opens, { 1: 'done' })?.missing).toEqual([{ because: 'time', at }]);
    expect(second(opens, {}, at)?.missing).toEqual([{ because: 'task', taskNo: 1 }]);
    expect(second(opens, { 1: 'done' }, at)?.isOpen).toBe(true);
  });
});

const STATES: ProgressState[] = ['shown', 'waiting', 'done', 'skipped', 'lost'];
const NEEDS = ['all', 'any', 1, 2, 5] as const;

it('whatever is done next, an open chapter never closes, and whoever does all in order comes to the end', () => {
  const quests = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(...NEEDS)), {
    minLength: 1,
    maxLength: 6,
  });
  const ends = fc.array(fc.constantFrom<ProgressState>('done', 'skipped', 'lost'), {
    minLength: 30,
    maxLength: 30,
  });
  fc.assert(
    fc.property(
      quests,
      ends,
      fc.array(fc.constantFrom(...STATES), { maxLength: 30 }),
      (chapters, over, seen) => {
        const whole = laid(
          ...chapters.map(([tasks, need], place): [number, Opens] => [
            tasks,
            place === 0 ? {} : { chapter: { chapterNo: place, need } },
          ]),
        );
        const now = new Map(seen.map((state, place) => [place + 1, state] as const));
        let before = openChapters(whole, now, NOON);
        for (const { taskNo } of whole.tasks) {
          if (now.get(taskNo) !== 'done') now.set(taskNo, over[taskNo - 1] ?? 'done');
          const after = openChapters(whole, now, NOON);
          for (const [place, { isOpen }] of before.entries())
            if (isOpen) expect(after[place]?.isOpen).toBe(true);
          before = after;
        }
        expect(isFinished(whole, now)).toBe(true);
        if (chapters.every(([, need]) => need === 'all'))
          expect(before.every(({ isOpen }) => isOpen)).toBe(true);
      },
    ),
  );
});
