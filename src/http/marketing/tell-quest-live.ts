import type { LiveQuest, LiveTask as LiveTaskTold } from '#src/contract/quest-live.ts';
import type { Live, LiveTask } from '#src/core/quests/live/read-live.ts';
import { sayGiven } from '#src/core/quests/live/say-given.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';

/** A quest as its dashboard reads it; `pointValueMinor`: what a point is worth when it is burnt. */
export function tellLive(
  live: Live,
  { language, pointValueMinor }: { language: Language; pointValueMinor: number },
): LiveQuest {
  const { whole, at, reviews, spent, prizes } = live;
  const { questId, name, status, startsAt, endsAt, endedAt } = whole.quest;
  return {
    questId,
    name,
    status,
    startsAt: startsAt?.toISOString() ?? null,
    endsAt: endsAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    at: at.toISOString(),
    tasksAt: live.tasksAt.toISOString(),
    players: live.players,
    pace: live.pace,
    reviews: { waiting: reviews.waiting, oldestAt: reviews.oldestAt?.toISOString() ?? null },
    chapters: whole.chapters.map(({ chapterNo, titles }) => ({ chapterNo, title: textIn(titles, language) })),
    tasks: live.tasks.map((task) => tellTask(task, language)),
    prizes: prizes.map(({ prize, titles, ...rest }) => ({
      ...rest,
      title: textIn(titles, language),
      kind: prize.kind,
    })),
    spent,
    budget: live.budget,
    costMinor: spent * pointValueMinor,
  };
}

function tellTask({ task, topWrong, ...counts }: LiveTask, language: Language): LiveTaskTold {
  const { taskKey, chapterNo, type, points, content } = task;
  return {
    ...counts,
    taskKey,
    chapterNo,
    type,
    points,
    title: textIn(content.titles, language),
    topWrong: topWrong.map(({ given, count }) => ({ said: sayGiven(given, content, language), count })),
  };
}
