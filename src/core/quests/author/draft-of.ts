import type { WholeQuest } from '../read-quest.ts';
import type { QuestDraft } from './quest-draft.ts';

/** A stored quest in the shape in which it is written. */
export function draftOf({ quest, chapters, tasks, prizes }: WholeQuest): QuestDraft {
  const { name, terms, startsAt, endsAt, budget } = quest;
  return {
    name,
    terms,
    startsAt,
    endsAt,
    budget,
    chapters: chapters.map(({ titles, opens }) => ({ titles, opens })),
    tasks: tasks.map(
      ({
        taskKey,
        chapterNo,
        content,
        points,
        mostAttempts,
        cooldownSeconds,
        seconds,
        hintPrice,
        skippable,
      }) => ({
        taskKey,
        chapterNo,
        content,
        points,
        mostAttempts,
        cooldownSeconds,
        seconds,
        hintPrice,
        skippable,
      }),
    ),
    prizes: prizes.map(({ titles, prize, goesTo, qualifies, stock, delayDays }) => ({
      titles,
      prize,
      goesTo,
      qualifies,
      stock,
      delayDays,
    })),
  };
}

/** A draft as JSON carries it, to be read again by readDraft. */
export function sentOf({ startsAt, endsAt, budget, ...rest }: QuestDraft) {
  return {
    ...rest,
    startsAt: startsAt?.toISOString() ?? null,
    endsAt: endsAt?.toISOString() ?? null,
    budget: budget === null ? null : Number(budget),
  };
}
