import { DAY_MS } from '#src/lib/zoned.ts';
import type { WholeQuest } from '../read-quest.ts';

/** As it will be while it runs, without waiting for anything. */
export function standing({ quest, chapters, tasks, prizes }: WholeQuest, at: Date): WholeQuest {
  return {
    quest: {
      ...quest,
      status: 'live',
      startsAt: new Date(at.getTime() - DAY_MS),
      endsAt: new Date(at.getTime() + DAY_MS),
      terms: { ...quest.terms, hours: null },
    },
    chapters: chapters.map(({ opens: { at: _moment, ...opens }, ...chapter }) => ({ ...chapter, opens })),
    tasks: tasks.map((task) => ({ ...task, cooldownSeconds: 0, seconds: null })),
    prizes,
  };
}
